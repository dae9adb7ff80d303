import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PastLead } from '../../../../core/scoring/backtest/past-lead.ts'
import { PastLeads } from '../../../../core/scoring/backtest/past-leads.ts'
import { figuresOf } from '../../../../core/scoring/backtest/report.ts'
import type { Fact } from '../../../../core/scoring/engagement.ts'
import { foldScore } from '../../../../core/scoring/fold-score.ts'
import { scoringModel } from '../../../../core/scoring/model.ts'
import { seeded } from '../../../../core/seeded.ts'

const day = 86_400_000
const model = scoringModel.parse({
  id: 'm',
  fit: [
    { id: 'decides', when: { jobTitle: { contains: 'head' } }, points: 20 },
    { id: 'retail', when: { industry: 'retail' }, points: 10 },
  ],
  engagement: [
    { id: 'asked', on: 'form-submitted', points: 10, 'half-life': '90d', cap: 10 },
    { id: 'clicked', on: 'email-clicked', points: 5, 'half-life': '30d', cap: 12 },
    { id: 'visited', on: 'page-visited', where: { path: '/pricing' }, points: 7, 'half-life': '14d' },
  ],
  indicators: [{ id: 'authority', when: { jobTitle: { contains: 'head' } }, ask: 'Who?' }],
  mql: { score: 20, 'fit-at-least': 10, 'interest-at-least': 5 },
  qualify: { score: 30, 'fit-at-least': 10, 'interest-at-least': 10, 'drop-below': 20 },
})
const stricter = scoringModel.parse({ ...model, fit: [{ id: 'retail', when: { industry: 'retail' }, points: 25 }] })

const anAct = fc.record({
  type: fc.constantFrom('form-submitted', 'email-clicked', 'page-visited', 'call'),
  afterDays: fc.integer({ min: 0, max: 60 }),
  path: fc.constantFrom('/pricing', '/'),
})
const aLead = fc.record({
  isWon: fc.boolean(),
  cameDay: fc.integer({ min: 0, max: 300 }),
  decidedAfter: fc.option(fc.integer({ min: 0, max: 50 })),
  jobTitle: fc.constantFrom('Head of Sales', 'Buyer'),
  industry: fc.constantFrom('retail', 'services'),
  acts: fc.array(anAct, { maxLength: 6 }),
})
type ALead = typeof aLead extends fc.Arbitrary<infer Lead> ? Lead : never
const someLeads = fc
  .array(aLead, { minLength: 2, maxLength: 25 })
  .filter((leads) => leads.some(({ isWon }) => isWon) && leads.some(({ isWon }) => !isWon))

function pastLead(key: string, { isWon, cameDay, decidedAfter, jobTitle, industry }: ALead): PastLead {
  const cameMs = Date.UTC(2025, 0, 1) + cameDay * day
  const decidedMs = decidedAfter === null ? undefined : cameMs + decidedAfter * day
  return {
    key,
    isWon,
    cameMs,
    decidedMs,
    judgedMs: Math.min(cameMs + 30 * day, decidedMs ?? Number.POSITIVE_INFINITY),
    facts: { jobTitle, industry, locale: 'en', tags: [], customer: false },
    late: [],
  }
}

function factsOf({ acts, cameDay }: ALead): Fact[] {
  return acts.map(({ type, afterDays, path }, n) => ({
    id: `row-${n}`,
    type,
    at: new Date(Date.UTC(2025, 0, 1) + (cameDay + afterDays) * day).toISOString(),
    data: { path },
  }))
}

function judge(leads: readonly ALead[], reversed = false, models = [{ name: 'm', model }]) {
  const past = new PastLeads(models, { fields: ['industry', 'jobTitle'], hasActivities: true })
  const numbered = leads.map((lead, n) => ({ lead, key: String(n) }))
  const order = reversed ? numbered.toReversed() : numbered
  for (const { lead, key } of order) past.add(pastLead(key, lead))
  for (const { lead, key } of order) {
    for (const fact of reversed ? factsOf(lead).toReversed() : factsOf(lead)) past.act(key, fact)
  }
  return { past, judged: past.judged() }
}

describe('leads of the past, judged', () => {
  it('have the score that Ripen would have made of what was known then', () => {
    fc.assert(
      fc.property(aLead, (lead) => {
        const { judged } = judge([lead])
        const { facts, judgedMs } = pastLead('0', lead)
        const before = factsOf(lead).filter(({ at }) => Date.parse(at) < judgedMs)
        expect(judged.by[0]?.totals[0]).toBe(foldScore(model, facts, before, judgedMs).total)
      }),
    )
  })

  it('are the same whatever came after they were judged', () => {
    fc.assert(
      fc.property(aLead, fc.array(anAct, { maxLength: 4 }), (lead, more) => {
        const until = Math.min(30, lead.decidedAfter ?? 30)
        const later = more.map((act) => ({ ...act, afterDays: act.afterDays + until }))
        expect(judge([{ ...lead, acts: [...lead.acts, ...later] }]).judged).toEqual(judge([lead]).judged)
      }),
    )
  })

  it('make the same report in any order of rows', () => {
    const report = (leads: readonly ALead[], reversed: boolean) => {
      const { past, judged } = judge(leads, reversed, [
        { name: 'm', model },
        { name: 'stricter', model: stricter },
      ])
      const resampling = { times: 100, random: seeded(3) }
      return {
        figures: figuresOf(judged, { tallies: past.tallies(), resampling, capacity: 1 }),
        leaks: past.leaks(judged),
      }
    }
    fc.assert(
      fc.property(someLeads, (leads) => {
        expect(report(leads, true)).toEqual(report(leads, false))
      }),
      { numRuns: 40 },
    )
  })

  it('add up: months, tenths, bands, periods', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const { past, judged } = judge(leads)
        const resampling = { times: 100, random: seeded(3) }
        const { months, models, won, lost, drift } = figuresOf(judged, { tallies: past.tallies(), resampling })
        const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
        expect(won + lost).toBe(leads.length)
        expect(sum(months.map((one) => one.leads))).toBe(leads.length)
        expect(sum(months.map((one) => one.won))).toBe(won)
        const [one] = models
        expect(sum(one?.deciles.map((tenth) => tenth.won) ?? [])).toBeCloseTo(won, 9)
        expect(sum(one?.calibration.bands.map((band) => band.leads) ?? [])).toBe(leads.length)
        for (const { leads: over, byMonth } of one?.bars ?? []) expect(sum(byMonth)).toBe(over)
        expect(sum([...(one?.ready.byMonth ?? [])])).toBe(one?.ready.leads)
        if (drift) expect(drift.earlier.leads + drift.later.leads).toBe(leads.length)
      }),
      { numRuns: 50 },
    )
  })

  it('need an act after they came to be over sales’ bar', () => {
    const lead: ALead = {
      isWon: true,
      cameDay: 0,
      decidedAfter: null,
      jobTitle: 'Head of Sales',
      industry: 'retail',
      acts: [],
    }
    const form = { type: 'form-submitted' as const, afterDays: 0, path: '/' as const }
    const ready = (acts: ALead['acts']) => judge([{ ...lead, acts }]).judged.by[0]?.isReady[0]
    expect(ready([form])).toBe(0)
    expect(ready([form, { ...form, type: 'email-clicked', afterDays: 2 }])).toBe(1)
  })

  it('without activities are judged by who they were', () => {
    const past = new PastLeads([{ name: 'm', model }], { fields: [], hasActivities: false })
    const lead = {
      isWon: true,
      cameDay: 0,
      decidedAfter: null,
      jobTitle: 'Head of Sales',
      industry: 'retail',
      acts: [],
    } as const
    past.add(pastLead('', { ...lead, acts: [] }))
    expect(past.judged().by[0]).toMatchObject({
      totals: Int32Array.of(30),
      passesGates: Uint8Array.of(1),
      isReady: Uint8Array.of(1),
    })
  })
})
