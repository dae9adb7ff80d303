import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributionCell } from '../../../../core/insight/funnel/attribution.ts'
import { conversionsOf, leadQuality } from '../../../../core/insight/funnel/conversion.ts'
import { addCounts } from '../../../../core/insight/funnel/counts.ts'
import {
  cellKey,
  type FunnelCell,
  qualifiedCell,
  type Stays,
  stays,
  summedAll,
  weeksCell,
  yearCell,
} from '../../../../core/insight/funnel/funnel-cells.ts'
import {
  foldJourney,
  type Journey,
  joined,
  journey,
  nothingYet,
  reachedAt,
} from '../../../../core/insight/funnel/journey.ts'
import { type Cells, cellsOf as cellsOfAll, differenceOf } from '../../../../core/insight/funnel/read-model.ts'
import { timeInStage } from '../../../../core/insight/funnel/time-in-stage.ts'
import { dayOf } from '../../../../core/insight/iso-week.ts'
import type { Activity } from '../../../../core/leads/activity.ts'
import { toInstant } from '../../../../core/names.ts'
import { aFact } from '../../../fixtures/a-fact.ts'

const zone = 'Europe/Berlin'
const fact = (type: string, date: string, given: Partial<Activity> = {}) =>
  aFact({ type, at: `${date}T10:00:00.000Z`, ...given })
const posted = (date: string, source?: string) =>
  fact('form-submitted', date, {
    data: { form: 'white-paper' },
    told: { touch: { at: `${date}T10:00:00.000Z`, form: 'white-paper', ...(source && { source }) } },
  })
const mql = (date: string) => fact('stage-changed', date, { data: { to: 'mql' } })
const journeyOf = (...facts: Activity[]) => foldJourney(nothingYet, facts)
const cellsOf = (...journeys: Journey[]) => cellsOfAll(journeys, zone)
const all = (cells: Cells, month = '2026-09') =>
  ((cells.get(cellKey(month.slice(0, 4), 'all', 'all')) as Readonly<Record<string, FunnelCell>> | undefined)?.[month] ??
    {}) as FunnelCell
const staysOfAll = (cells: Cells) =>
  [...cells].flatMap(([key, counts]) => (key.endsWith('/stays/all/all') ? [counts as unknown as Stays] : []))
const became = (cells: Cells) => cells.get('2026/qualified/all') ?? {}
/** Each kind of cell is of the shape that it is said to be. */
const shapeOf = (key: string) => {
  const [, kind = ''] = key.split('/')
  if (kind.startsWith('attribution-')) return attributionCell
  return { stays, qualified: qualifiedCell, 'mql-weeks': weeksCell }[kind] ?? yearCell
}

describe('a journey', () => {
  it('keeps the first time at each stage, the first touch, and what was won', () => {
    const found = journeyOf(
      posted('2026-09-01', 'google'),
      posted('2026-09-09', 'newsletter'),
      mql('2026-09-20'),
      fact('handoff-accepted', '2026-09-22'),
      fact('email-delivered', '2026-09-03', { data: { sequence: 'white-paper' } }),
      fact('deal-won', '2026-12-01', { id: 'deal-won-1', data: { revenue: 24_000 } }),
    )
    expect(journey.parse(found)).toEqual({
      reached: {
        lead: '2026-09-01T10:00:00.000Z',
        mql: '2026-09-20T10:00:00.000Z',
        sql: '2026-09-22T10:00:00.000Z',
        customer: '2026-12-01T10:00:00.000Z',
      },
      came: { at: '2026-09-01T10:00:00.000Z', source: 'google', form: 'white-paper' },
      touches: [
        { at: '2026-09-01T10:00:00.000Z', source: 'google' },
        { at: '2026-09-09T10:00:00.000Z', source: 'newsletter' },
      ],
      sequences: ['white-paper'],
      won: { 'deal-won-1': { at: '2026-12-01T10:00:00.000Z', revenue: 24_000 } },
    })
    expect(reachedAt(found, 'opportunity')).toBe('2026-12-01T10:00:00.000Z')
    expect(reachedAt(journeyOf(posted('2026-09-01')), 'mql')).toBeUndefined()
  })
})

describe('the counts of a month', () => {
  it('are by when leads came, by the company’s clock', () => {
    // 23:30 in UTC on 31 August is 1 September in Berlin.
    const late = journeyOf(aFact({ type: 'form-submitted', at: '2026-08-31T23:30:00.000Z' }))
    expect([...cellsOf(late)][0]).toEqual(['2026/all/all', { '2026-09': { reached: { subscriber: 1, lead: 1 } } }])
    expect(cellsOf(late).has('2026-09/stays/all/all')).toBe(true)
  })

  it('are split by origin, source, campaign, form and each sequence', () => {
    const mailed = (sequence: string) =>
      fact('email-delivered', '2026-09-02', { id: `mail-of-${sequence}`, data: { sequence } })
    const cells = cellsOf(
      journeyOf(posted('2026-09-01', 'google'), mailed('white-paper'), mailed('webinar')),
      journeyOf(
        fact('list-imported', '2026-09-01', { data: { source: 'fair', origin: 'outbound', importId: 'i' } }),
        posted('2026-09-05'),
      ),
    )
    const came = [...cells].flatMap(([key, counts]) => {
      const { '2026-09': cell } = counts as Readonly<Record<string, FunnelCell>>
      return cell ? [[key, cell.reached?.lead]] : []
    })
    expect(Object.fromEntries(came)).toEqual({
      '2026/all/all': 2,
      '2026/origin/inbound': 1,
      '2026/origin/outbound': 1,
      '2026/source/google': 1,
      '2026/source/fair': 1,
      '2026/campaign/none': 2,
      '2026/form/white-paper': 2,
      '2026/sequence/white-paper': 1,
      '2026/sequence/webinar': 1,
      '2026/sequence/none': 1,
    })
  })

  it('count no address that did nothing of its own', () => {
    const listed = fact('list-imported', '2026-09-01', { data: { source: 'fair', origin: 'outbound', importId: 'i' } })
    expect(cellsOf(journeyOf(listed)).size).toBe(0)
  })

  it('give conversions with intervals, and the quality of leads', () => {
    const cells = cellsOf(
      journeyOf(posted('2026-09-01'), mql('2026-09-08'), fact('handoff-accepted', '2026-09-09')),
      journeyOf(posted('2026-09-02'), fact('handoff-accepted', '2026-09-12')),
      journeyOf(posted('2026-09-03'), mql('2026-10-01')),
      journeyOf(posted('2026-09-04')),
    )
    expect(conversionsOf(all(cells)).map(({ to, reached, leads }) => `${to} ${reached}/${leads}`)).toEqual([
      'lead 4/4',
      'mql 3/4',
      'sql 2/3',
      'opportunity 0/2',
      'customer 0/0',
    ])
    expect(leadQuality(all(cells))).toMatchObject({ rate: 0.75, leads: 4, reached: 3 })
    expect(conversionsOf(all(cells)).at(-1)).toMatchObject({ interval: { low: 0, high: 1 } })
    // The second never was an MQL for any time.
    expect(became(cells)).toEqual({ '2026-09': { inbound: 1 }, '2026-10': { inbound: 1 } })
  })
})

describe('time in a stage', () => {
  const months = staysOfAll(
    cellsOf(
      journeyOf(posted('2026-09-01'), mql('2026-09-11')),
      journeyOf(posted('2026-09-01'), mql('2026-09-21')),
      journeyOf(posted('2026-09-01'), fact('deal-lost', '2026-09-15')),
      journeyOf(posted('2026-09-05')),
    ),
  )

  it('counts those who are still there as what they are, by the day of asking', () => {
    const found = timeInStage(months, 'lead', dayOf('2026-09-30'))
    expect(found).toMatchObject({ entered: 4, left: 2, closed: 1, open: 1, quarter: { days: 10 } })
    // 3/4 stay longer than 10 days; then one is lost, and of two one goes on after 20: 3/8.
    expect(found.stillThere.map(({ days, part }) => [days, part])).toEqual([
      [10, 0.75],
      [20, 0.375],
    ])
    expect(found.median?.days).toBe(20)
    expect(found).not.toHaveProperty('threeQuarters')
  })

  it('says the same later of those who went on, and more of those who did not', () => {
    const later = timeInStage(months, 'lead', dayOf('2027-09-30'))
    expect(later.stillThere.map(({ part }) => part)).toEqual([0.75, 0.375])
  })

  it('is nothing where nobody was', () => {
    expect(timeInStage([], 'sql', 0)).toMatchObject({ entered: 0, open: 0, stillThere: [] })
  })
})

const anyFact = fc
  .record({
    type: fc.constantFrom(
      'form-submitted',
      'stage-changed',
      'qualified',
      'handoff-accepted',
      'opportunity-opened',
      'deal-won',
      'deal-lost',
      'email-delivered',
      'list-imported',
      'page-visited',
    ),
    day: fc.integer({ min: 0, max: 90 }),
    source: fc.constantFrom(undefined, 'google', 'fair'),
    n: fc.nat(3),
  })
  .map(({ type, day, source, n }) => {
    const at = toInstant(Date.parse('2026-08-20T22:30:00.000Z') + day * 86_400_000)
    return aFact({
      id: `${type}-${day}-${source}-${n}`,
      type,
      at,
      data: { to: 'mql', sequence: `s${n}`, revenue: n, source: source ?? 'list', origin: 'outbound', importId: 'i' },
      ...(type === 'form-submitted' && { told: { touch: { at, ...(source && { source }) } } }),
    })
  })
const someFacts = fc.array(anyFact, { maxLength: 12 })

describe('whatever happens', () => {
  it('any order, any repeats and any portions of facts give the same journey', () => {
    fc.assert(
      fc.property(someFacts, fc.array(fc.nat(11)), fc.nat(12), (facts, again, cut) => {
        const whole = journeyOf(...facts)
        const repeated = [...facts, ...again.flatMap((n) => facts[n] ?? [])].reverse()
        expect(journeyOf(...repeated)).toEqual(whole)
        const [one, other] = [journeyOf(...facts.slice(0, cut)), journeyOf(...facts.slice(cut))]
        expect(joined(one, other)).toEqual(whole)
        expect(joined(other, one)).toEqual(whole)
        expect(joined(whole, whole)).toEqual(whole)
      }),
    )
  })

  it('cells that followed every fact are those made anew, and come to nothing when all are erased', () => {
    fc.assert(
      fc.property(fc.array(someFacts, { maxLength: 6 }), fc.integer(), (leads, seed) => {
        const incremental: Cells = new Map()
        const goesOn = (before: Journey | undefined, after: Journey | undefined) => {
          for (const [key, counts] of differenceOf([{ before, after }], zone)) {
            const cell = incremental.get(key) ?? {}
            addCounts(cell, counts)
            if (Object.keys(cell).length === 0) incremental.delete(key)
            else incremental.set(key, cell)
          }
        }
        const known = leads.map(() => undefined as Journey | undefined)
        // Facts of all leads mixed, in an order that the seed makes.
        const mixed = leads
          .flatMap((facts, lead) => facts.map((one) => ({ lead, one })))
          .sort(
            (a, b) =>
              ((a.one.id.length * 7919 + a.lead * seed) % 101) - ((b.one.id.length * 7919 + b.lead * seed) % 101),
          )
        for (const { lead, one } of mixed) {
          const after = foldJourney(known[lead] ?? nothingYet, [one])
          goesOn(known[lead], after)
          known[lead] = after
        }
        expect(incremental).toEqual(cellsOf(...leads.map((facts) => journeyOf(...facts))))
        for (const [key, cell] of incremental) {
          if (!key.includes('/mail/')) expect(shapeOf(key).parse(cell)).toEqual(cell)
        }
        for (const one of known) goesOn(one, undefined)
        expect(incremental.size).toBe(0)
      }),
    )
  })

  it('counts who became an MQL by the ISO week, whose year is that of its Thursday', () => {
    const weeks = (...dates: string[]) =>
      [...cellsOf(...dates.map((date) => journeyOf(posted('2026-09-01'), mql(date))))].filter(([key]) =>
        key.includes('/mql-weeks/'),
      )
    expect(weeks('2026-12-27', '2026-12-28', '2027-01-03')).toEqual([
      ['2026/mql-weeks/all', { '2026-W52': 1, '2026-W53': 2 }],
    ])
    expect(weeks('2027-01-04')).toEqual([['2027/mql-weeks/all', { '2027-W01': 1 }]])
  })

  it('cells add up over months', () => {
    fc.assert(
      fc.property(fc.array(someFacts, { maxLength: 5 }), (leads) => {
        const journeys = leads.map((facts) => journeyOf(...facts))
        const cells = cellsOf(...journeys)
        const years = [...cells].filter(([key]) => key.endsWith('/all/all') && !key.includes('/stays/'))
        const sum = summedAll(years.flatMap(([, months]) => Object.values(months) as FunnelCell[]))
        const there = journeys.filter((one) => reachedAt(one, 'subscriber') !== undefined)
        expect(sum.reached?.subscriber ?? 0).toBe(there.length)
        for (const [index, { leads: before, reached }] of conversionsOf(sum).entries()) {
          expect(reached, String(index)).toBeLessThanOrEqual(before)
        }
        const { entered, left, open, closed } = timeInStage(staysOfAll(cells), 'lead', dayOf('2027-06-01'))
        expect(left + open + closed).toBe(entered)
        expect(Math.min(left, open, closed)).toBeGreaterThanOrEqual(0)
        // Who became qualified is who came into that stage, by another way to count.
        const qualified = Object.values(became(cells)).flatMap((origins) => Object.values(origins as object))
        const inMql = timeInStage(staysOfAll(cells), 'mql', dayOf('2027-06-01')).entered
        expect(qualified.reduce((total, many) => total + many, 0)).toBe(inMql)
      }),
    )
  })
})
