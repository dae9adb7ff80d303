import * as fc from 'fast-check'
import Fraction from 'fraction.js'
import { describe, expect, it } from 'vitest'
import {
  attributionCell,
  attributionSplit,
  attributionView,
  weightsOf,
} from '../../../../core/insight/funnel/attribution.ts'
import { attributionModels, attributionSplits } from '../../../../core/insight/funnel/attribution-names.ts'
import type { Counts } from '../../../../core/insight/funnel/counts.ts'
import type { FunnelCell } from '../../../../core/insight/funnel/funnel-cells.ts'
import { foldJourney, type Journey, nothingYet } from '../../../../core/insight/funnel/journey.ts'
import { cellsOf, differenceOf } from '../../../../core/insight/funnel/read-model.ts'
import { bothTouches, touchesAtEachEnd } from '../../../../core/insight/funnel/touches.ts'
import type { Activity } from '../../../../core/leads/activity.ts'
import { copyFor } from '../../../../core/leads/merge.ts'
import { toInstant } from '../../../../core/names.ts'
import { aFact } from '../../../fixtures/a-fact.ts'

const zone = 'Europe/Berlin'
const day = (n: number) => toInstant(Date.UTC(2026, 8, 1, 10) + n * 86_400_000)
let facts = 0
const fact = (type: string, at: number, given: Partial<Activity> = {}) => {
  facts += 1
  return aFact({ type, at: day(at), id: `fact-${String(facts).padStart(6, '0')}`, ...given })
}
const posted = (at: number, campaign?: string, source?: string) =>
  fact('form-submitted', at, {
    data: { form: 'white-paper' },
    told: { touch: { at: day(at), form: 'white-paper', ...(source && { source }), ...(campaign && { campaign }) } },
  })
const visited = (at: number, campaign?: string) =>
  fact('page-visited', at, { data: { path: '/', ...(campaign && { campaign }) } })
const mql = (at: number) => fact('stage-changed', at, { data: { to: 'mql' } })
const won = (at: number, revenue: number) => fact('deal-won', at, { data: { revenue } })
const journeyOf = (...all: Activity[]) => foldJourney(nothingYet, all)

function view(
  journeys: readonly Journey[],
  by: (typeof attributionSplits)[number],
  model: (typeof attributionModels)[number],
) {
  const cells = [...cellsOf(journeys, zone)]
  const months = (split: string) =>
    cells.flatMap(([key, counts]) => {
      const [, name, ...value] = key.split('/')
      if (name !== split) return []
      return Object.entries(counts).map(([month, cell]) => ({ month, value: value.join('/'), cell: cell as Counts }))
    })
  const all = months('all').map(({ cell }) => cell as FunnelCell)
  return attributionView(model, months(attributionSplit(by)), all)
}
const partsOf = (rows: ReturnType<typeof view>, what: 'mql' | 'revenue' = 'mql') =>
  Object.fromEntries(rows.items.map(({ value, exact }) => [value, exact[what]]))

describe('an attribution by position', () => {
  it.each([
    [1, ['1']],
    [2, ['1/2', '1/2']],
    [3, ['2/5', '1/5', '2/5']],
    [5, ['2/5', '1/15', '1/15', '1/15', '2/5']],
  ])('of %i touches', (many, weights) => {
    expect(weightsOf('position', many).map((one) => one.toFraction())).toEqual(weights)
  })

  it.each(['first', 'last', 'position'] as const)('adds up to one for any number of touches: %s', (model) => {
    for (let many = 1; many <= 2 * touchesAtEachEnd; many += 1) {
      const sum = weightsOf(model, many).reduce((all, one) => all.add(one), new Fraction(0))
      expect(sum.equals(1), String(many)).toBe(true)
    }
  })
})

describe('a lead of several campaigns', () => {
  const journey = journeyOf(
    posted(0, 'fair'),
    visited(2, 'video'),
    posted(4, 'webinar'),
    mql(5),
    visited(9, 'brand'),
    won(12, 9000),
  )
  it.each([
    ['first', { fair: '1' }, { fair: '9000' }],
    ['last', { webinar: '1' }, { brand: '9000' }],
    [
      'position',
      { fair: '2/5', video: '1/5', webinar: '2/5' },
      { fair: '3600', video: '900', webinar: '900', brand: '3600' },
    ],
    [
      'influenced',
      { fair: '1', video: '1', webinar: '1' },
      { fair: '9000', video: '9000', webinar: '9000', brand: '9000' },
    ],
  ] as const)('by %s: what came before counts, what came after does not', (model, ofMql, ofRevenue) => {
    const rows = view([journey], 'campaign', model)
    const named = (parts: Record<string, string>) =>
      Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== '0'))
    expect(named(partsOf(rows))).toEqual(ofMql)
    expect(named(partsOf(rows, 'revenue'))).toEqual(ofRevenue)
    expect(rows.total).toEqual({ mql: 1, sql: 1, customer: 1, revenue: 9000 })
  })

  it('that touched it twice has both parts', () => {
    const rows = view(
      [journeyOf(posted(0, 'fair'), posted(1, 'video'), posted(2, 'fair'), mql(3))],
      'campaign',
      'position',
    )
    expect(partsOf(rows)).toEqual({ fair: '4/5', video: '1/5' })
  })

  it('that name nothing is nobody’s: a visit without a name, a click in a mail', () => {
    const click = fact('email-clicked', 1, { data: { sequence: 's', step: 'a', link: 'https://www.example.com' } })
    expect(partsOf(view([journeyOf(posted(0), visited(1), click, mql(3))], 'campaign', 'last'))).toEqual({ none: '1' })
  })

  it('stood on a list first: the list is its first source, as in the funnel', () => {
    const listed = fact('list-imported', 0, { data: { source: 'fair-2026', origin: 'event', makes: 'lead' } })
    const rows = view([journeyOf(listed, posted(2, 'c', 'google'), mql(3))], 'source', 'first')
    expect(partsOf(rows)).toEqual({ 'fair-2026': '1' })
  })

  it('was posted by another source, which names its campaign', () => {
    const post = (at: number, campaign: string) =>
      fact('list-imported', at, { data: { source: 'lead-ads', origin: 'inbound', campaign } })
    const journeys = [journeyOf(post(0, 'spring'), posted(2, 'webinar'), post(4, 'autumn'), mql(5))]
    expect(partsOf(view(journeys, 'campaign', 'position'))).toEqual({ spring: '2/5', webinar: '1/5', autumn: '2/5' })
    const cells = cellsOf(journeys, zone)
    expect(['spring', 'webinar', 'autumn'].map((name) => cells.has(`2026/campaign/${name}`))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is two leads of one person: the touches of both count, once each', () => {
    const [old, fresh] = [
      [posted(0, 'fair'), visited(1, 'video')],
      [posted(4, 'webinar'), mql(5), won(6, 900)],
    ]
    const copies = old.flatMap((one) => copyFor(fresh[0]?.leadId ?? '', { ...one, leadId: 'b'.repeat(32) }) ?? [])
    const merged = [journeyOf(...fresh, ...copies, ...copies)]
    const alike = [journeyOf(...old, ...fresh)]
    for (const by of attributionSplits) {
      for (const model of attributionModels) expect(view(merged, by, model), model).toEqual(view(alike, by, model))
    }
    expect(partsOf(view(merged, 'campaign', 'position'), 'revenue')).toEqual({
      fair: '360',
      video: '180',
      webinar: '360',
    })
  })
})

const campaigns = fc.option(fc.constantFrom('fair', 'video', 'webinar', 'brand', 'a/b c'), { nil: undefined })
const anyFact = fc
  .tuple(
    fc.constantFrom('post', 'visit', 'mql', 'won', 'accepted'),
    fc.integer({ min: 0, max: 90 }),
    campaigns,
    fc.integer({ min: 0, max: 5_000_000 }),
  )
  .map(([what, at, campaign, cents]) => {
    if (what === 'post') return posted(at, campaign, campaign && `source of ${campaign}`)
    if (what === 'visit') return visited(at, campaign)
    if (what === 'mql') return mql(at)
    if (what === 'accepted') return fact('handoff-accepted', at)
    return won(at, cents / 100)
  })
const history = fc.array(anyFact, { maxLength: 60, size: 'max' })

describe('what is attributed', () => {
  it('adds up exactly to what there is, of any leads, by source and campaign', () => {
    fc.assert(
      fc.property(fc.array(history, { maxLength: 6 }), (histories) => {
        const journeys = histories.map((one) => journeyOf(...one))
        for (const by of attributionSplits) {
          for (const model of ['first', 'last', 'position'] as const) {
            const { items, total } = view(journeys, by, model)
            for (const what of ['mql', 'sql', 'customer', 'revenue'] as const) {
              const sum = items.reduce((all, { exact }) => all.add(exact[what]), new Fraction(0))
              expect(sum.equals(new Fraction(String(total[what]))), `${by} ${model} ${what}`).toBe(true)
            }
          }
          const influenced = view(journeys, by, 'influenced')
          for (const { mql: many } of influenced.items) expect(many).toBeLessThanOrEqual(influenced.total.mql)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is the same counted step by step and counted anew, and of facts in any order', () => {
    fc.assert(
      fc.property(history, history, fc.nat(), (one, more, turn) => {
        const before = journeyOf(...one)
        const after = foldJourney(before, more)
        const shuffled = [...one, ...more].map((_, index, all) => all[(index + turn) % all.length] as Activity)
        expect(journeyOf(...shuffled, ...one)).toEqual(after)
        const stepped = cellsOf([before], zone)
        for (const [key, counts] of differenceOf([{ before, after }], zone)) {
          const sum = differenceOf([{ after: before }, { before, after }], zone).get(key)
          if (sum) stepped.set(key, sum)
          else stepped.delete(key)
          expect(counts).toBeDefined()
        }
        expect(stepped).toEqual(cellsOf([after], zone))
        for (const [key, counts] of stepped)
          if (key.includes('/attribution-')) expect(attributionCell.parse(counts)).toEqual(counts)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the first and the last touches of many, whatever portions they come in', () => {
    const touch = fc.integer({ min: 0, max: 200 }).map((at) => ({ at: day(at), campaign: `c${at % 7}` }))
    const touches = fc.array(touch, { maxLength: 90, size: 'max' })
    fc.assert(
      fc.property(touches, touches, touches, (a, b, c) => {
        const whole = bothTouches([...a, ...b, ...c])
        expect(bothTouches(bothTouches(a, b), c)).toEqual(whole)
        expect(bothTouches(c, bothTouches(b, bothTouches(a, a)))).toEqual(whole)
        expect(whole.length).toBeLessThanOrEqual(2 * touchesAtEachEnd)
      }),
    )
  })
})
