import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plannerPage } from '../../../../cli/pages/planner-page.ts'
import { showPlan } from '../../../../cli/show-plan.ts'
import { findInPlan } from '../../../../core/insight/planner/check-plan.ts'
import { makePlan } from '../../../../core/insight/planner/make-plan.ts'
import { aPlan, type GivenPlan } from '../../../fixtures/a-plan.ts'

const nowMs = Date.parse('2027-03-01T09:00:00Z')
const made = (given: GivenPlan = {}, at = nowMs) => makePlan(aPlan(given), at)
const stage = (plan: ReturnType<typeof made>, name: string) => plan.stages.find((one) => one.stage === name)
const source = (id: string, controllable: boolean, given: object) => ({ id, origin: 'inbound', controllable, ...given })
const counted = { from: '2027-01-04', to: '2027-02-28' }

describe('a plan, worked out by hand', () => {
  // 100,000 / 10,000 = 10 deals; of leads 20 % × 25 % = 5 % become customers: 10 / 5 % = 200 leads and 10 / 25 % = 40 MQLs. A lead takes 28 days, an MQL 21.
  it('goes backwards from the revenue: how many of each stage, and when', () => {
    expect(
      made().stages.map(({ stage, needed, from, to, takesDays, mostCost }) => [
        stage,
        needed,
        from,
        to,
        takesDays,
        mostCost,
      ]),
    ).toEqual([
      ['lead', 200, '2027-03-04', '2027-06-02', 28, '200.00'],
      ['mql', 40, '2027-03-11', '2027-06-09', 21, '1000.00'],
      ['customer', 10, '2027-04-01', '2027-06-30', 0, '4000.00'],
    ])
    expect(stage(made(), 'lead')?.perWeek).toBeCloseTo((200 * 7) / 91, 9)
  })

  it('has intervals where conversions were counted', () => {
    // Wilson of 25 of 100: 0.1754 to 0.3430, so 10 deals need 10 / 0.343 = 29.2 to 10 / 0.17545 = 56.997 MQLs.
    expect(stage(made(), 'mql')).toMatchObject({ low: 30, high: 57 })
    expect(stage(made(), 'mql')?.next?.low).toBeCloseTo(0.17545, 4)
    const typed = made({ funnel: [{ from: 'lead', to: 'customer', rate: '5 %', takes: '4w' }] })
    expect(stage(typed, 'lead')).not.toHaveProperty('low')
  })

  it('subtracts what was won, and what is expected of the pipeline', () => {
    expect(stage(made({ goal: { revenue: 100_000, in: 'FY2027-Q2', won: 20_000 } }), 'lead')?.needed).toBe(160)
    // 16 MQLs make 4 customers after 3 weeks, which is 22 March: too early to count for April.
    const early = made({ pipeline: { mql: 16 } })
    expect(stage(early, 'lead')?.needed).toBe(200)
    expect(early.notes).toContain('The MQLs of the pipeline are left out: they are customers before 1 April 2027.')
    const inTime = made({ pipeline: { mql: 16 }, made: '2027-03-15' }, Date.parse('2027-03-15T09:00:00Z'))
    expect(inTime.stages.map(({ needed }) => needed)).toEqual([120, 24, 10])
    expect(inTime.notes[0]).toBe('4 of the 10 customers are expected of the pipeline.')
  })

  it('needs nothing more where the pipeline alone reaches the goal, and says so', () => {
    const plan = made({ pipeline: { mql: 80 }, made: '2027-03-15' }, Date.parse('2027-03-15T09:00:00Z'))
    expect(plan.stages.map(({ needed }) => needed)).toEqual([0, 0, 10])
    expect(plan.notes[0]).toBe(
      '20 of the 10 customers are expected of the pipeline: the pipeline alone reaches the goal.',
    )
  })

  it('begins when it is made, also where that is late', () => {
    const plan = made({ made: '2027-03-20' }, Date.parse('2027-03-20T09:00:00Z'))
    expect(stage(plan, 'lead')).toMatchObject({ needed: 200, from: '2027-03-20', to: '2027-06-02' })
    expect(plan.notes[0]).toContain('begins 16 days late for leads')
  })

  it('says what is too late', () => {
    const plan = made({}, Date.parse('2027-06-05T09:00:00Z'))
    expect(plan.notes).toContain('Who becomes a lead from now on is no customer in time: the last day was 2 June 2027.')
  })

  it('counts wholes alone: 3 deals of 40,000 for 100,000', () => {
    expect(made({ deal: { size: 40_000, margin: '1 %' } }).stages.map(({ needed }) => needed)).toEqual([60, 12, 3])
  })

  it('has no drift: a tenth of a cent more is a deal more', () => {
    const deal = { size: 0.1, margin: '10 %' }
    expect(made({ goal: { revenue: 0.3, in: 'FY2027-Q2' }, deal }).deals).toBe(3)
    expect(made({ goal: { revenue: 0.31, in: 'FY2027-Q2' }, deal }).deals).toBe(4)
  })
})

describe('what comes by itself', () => {
  const organic = source('organic', false, { counted: { ...counted, lead: 56 } })

  it('is subtracted, with the interval that its number will lie in', () => {
    // 56 in 56 days: one a day, so 91 of 200 in the 91 days that leads have.
    const { shares } = made({ sources: [organic, source('ads', true, { 'per-week': 5 })] })
    expect(shares).toMatchObject({ byItself: { expected: 91 }, controllable: { total: 109, paceNow: 5 }, surplus: 0 })
    expect(shares?.byItself.low).toBeLessThan(70)
    expect(shares?.byItself.high).toBeGreaterThan(115)
    expect(shares?.controllable.low).toBe(200 - Math.floor(shares?.byItself.high ?? 0))
    expect(shares?.says).toBe(
      'Of the 200 leads, 91 come by themselves (between 64 and 125); controllable sources must bring 109, 8.4 a week.',
    )
  })

  it('says when it is more than is needed, and never plans less than nothing', () => {
    const plan = made({ sources: [source('organic', false, { 'per-week': 70 })] })
    expect(plan.shares).toMatchObject({ controllable: { total: 0, low: 0, high: 0 }, surplus: 710 })
    expect(plan.notes).toContain(
      'More comes by itself than is needed: 710 leads beyond the plan, so controllable sources need not bring any.',
    )
    expect(plan.alarms).toEqual([])
  })

  it('helps no week before it comes', () => {
    const late = source('fair', false, { 'per-week': 70, starts: '2027-05-20' })
    const { shares } = made({ sources: [late] })
    // Until Sunday 16 May 74 × 200 / 91 = 162.6 are needed; of the 140 in the last two weeks none comes before.
    expect(shares).toMatchObject({ byItself: { expected: 140 }, controllable: { total: 163 } })
  })

  it('alarms when controllable sources are too slow', () => {
    expect(made({ sources: [organic, source('ads', true, { 'per-week': 5 })] }).alarms).toContain(
      'Controllable sources bring 5 leads a week now and must bring 8.4.',
    )
  })
})

describe('the forecast of qualified leads', () => {
  it('keeps up, or names the week in which it falls below', () => {
    expect(made({ sources: [source('ads', true, { 'per-week': 16 })] }).forecast).toMatchObject({ stage: 'mql' })
    expect(made({ sources: [source('ads', true, { 'per-week': 16 })] }).forecast).not.toHaveProperty('below')
    // 20 a week until 30 April: its MQLs come until 7 May, 33.1 until then, and 40 are planned until 9 June.
    const { forecast, alarms } = made({ sources: [source('ads', true, { 'per-week': 20, ends: '2027-04-30' })] })
    expect(forecast?.below).toBe('2027-W21')
    expect(alarms[0]).toMatch(
      /^The forecast of MQLs falls below the plan in 2027-W21: 33 expected, 36 planned\. If all goes on as it did, 33 MQLs will have come by 2027-W23, and 40 are planned\.$/,
    )
  })

  it('counts what came, and the pipeline for what goes on of it', () => {
    const sources = [source('ads', true, { 'per-week': 7 })]
    const first = (given: GivenPlan, at?: string) =>
      made({ sources, ...given }, at ? Date.parse(at) : nowMs).forecast?.weeks
    // 1 MQL in five days at 1.4 a week; none of the pipeline goes on after 7 days.
    expect(first({})?.[0]?.expected).toBeCloseTo(0.2 * 4, 9)
    expect(first({ pipeline: { lead: 70 } })?.at(0)?.expected).toBeCloseTo(0.2 * 4, 9)
    expect(first({ made: '2027-03-11', pipeline: { lead: 70 } }, '2027-03-11T09:00:00Z')?.[0]?.expected).toBeCloseTo(
      14 * (4 / 7),
      9,
    )
    const came = first({ actual: [{ week: '2027-W10', lead: 3, mql: 9 }] }, '2027-03-16T09:00:00Z')
    expect(came?.[0]).toMatchObject({ expected: 9, low: 9, high: 9 })
  })

  it('says where fewer can’t be ruled out', () => {
    const { forecast } = made({ sources: [source('ads', true, { counted: { ...counted, lead: 130 } })] })
    expect(forecast).not.toHaveProperty('below')
    expect(forecast?.mayBeBelow).toBe('2027-W10')
    expect(forecast?.says).toContain('keeps up with the plan')
  })
})

describe('cost', () => {
  it('is told per lead, MQL, SQL and customer, with the return, and what is too dear', () => {
    const came = { counted: { ...counted, from: '2027-01-01', lead: 30, mql: 9, customer: 1, revenue: 10_000 } }
    const plan = made({
      sources: [
        source('ads', true, { ...came, costs: { '2027-01': 1_000, '2027-02': 1_000.5 } }),
        source('fair', true, { ...came, costs: { '2027-02': 9_000 } }),
        source('none', true, {
          counted: { ...counted, from: '2027-01-01', lead: 0, revenue: 0 },
          costs: { '2027-01': 1 },
        }),
      ],
    })
    expect(plan.sources).toMatchObject([
      {
        source: 'ads',
        cost: '2000.50',
        per: { lead: '66.68', mql: '222.28', customer: '2000.50' },
        return: 0.9995,
        tooDear: false,
      },
      { source: 'fair', per: { lead: '300.00' }, return: -0.5556, tooDear: true },
      { source: 'none', per: {}, return: -1, tooDear: true },
    ])
    expect(plan.alarms).toContain('fair costs 300 EUR for each: a lead may cost 200 EUR at most.')
    expect(plan.alarms).toContain('none brought none for its money: a lead may cost 200 EUR at most.')
    // 11,001.50 for 60 leads, and all 200 are to be brought.
    expect(plan.shares?.cost).toBe('36671.67')
  })
})

describe('a plan that begins at MQLs', () => {
  it('has the article that is heard, on the terminal and on the page', () => {
    const funnel = [{ from: 'mql', to: 'customer', rate: '25 %', takes: '1d' }]
    const dear = { counted: { ...counted, mql: 1 }, costs: { '2027-01': 9_000 } }
    const plan = made({ funnel, sources: [source('fair', true, dear)] })
    const said = [showPlan(plan, 3), plannerPage(plan)]
    for (const text of said) {
      expect(text).toContain('An MQL takes 1 day to become a customer')
      expect(text).not.toMatch(/\ba (MQL|SQL|opportunity)/i)
    }
  })
})

describe('actual against plan', () => {
  const actual = [
    { week: '2027-W10', lead: 20, mql: 1 },
    { week: '2027-W12', lead: 15, mql: 4, revenue: 0 },
    { week: '2027-W13', lead: 4, mql: 1, revenue: '5_000.55' },
  ]
  const plan = made({ actual }, Date.parse('2027-03-31T09:00:00Z'))

  it('compares the weeks that are over and have figures, and names those without', () => {
    const week = (name: string) => plan.weeks.find((one) => one.week === name)
    expect(plan.actual).toMatchObject({ missing: ['2027-W09', '2027-W11'], running: '2027-W13' })
    const [leads, mqls, revenue] = plan.actual?.figures ?? []
    expect(leads).toMatchObject({
      what: 'lead',
      actual: 35,
      planned: (week('2027-W10')?.needed.lead ?? 0) + (week('2027-W12')?.needed.lead ?? 0),
      left: 161,
    })
    expect(leads?.perWeekLeft).toBeCloseTo((161 * 7) / 64, 9)
    expect(mqls).toMatchObject({ actual: 5, left: 34 })
    expect(revenue).toMatchObject({ actual: '0.00', planned: '0.00', left: '94999.45' })
    expect(week('2027-W13')?.actual).toEqual({ lead: 4, mql: 1, revenue: '5000.55' })
  })

  it('is absent where nothing came', () => {
    expect(made()).not.toHaveProperty('actual')
  })
})

describe('what if', () => {
  it('tells how many more are needed, by when', () => {
    const plan = made({
      'what-if': [
        { step: 'lead', rate: '25 %' },
        { deal: 5_000 },
        { step: 'mql', takes: '10w' },
        { step: 'mql', takes: '20w' },
      ],
    })
    expect(plan.sensitivity.map(({ says }) => says)).toEqual([
      'At 25 % instead of 20 % from lead to MQL, you need 40 fewer leads by 2 June 2027.',
      'With deals of 5,000 EUR instead of 10,000 EUR, you need 200 more leads by 2 June 2027.',
      'If it takes 70 days instead of 21 days from MQL to customer, leads must be in by 14 April 2027: 31.1 a week instead of 15.4.',
      'If it takes 140 days instead of 21 days from MQL to customer, nobody who comes in from now on is a customer in time.',
      'At 15 % instead of 20 % from lead to MQL, you need 67 more leads by 2 June 2027.',
      'At 20 % instead of 25 % from MQL to customer, you need 50 more leads by 2 June 2027.',
      'With deals of 9,000 EUR instead of 10,000 EUR, you need 40 more leads by 2 June 2027.',
      'If it takes 35 days instead of 21 days from MQL to customer, leads must be in by 19 May 2027: 17.5 a week instead of 15.4.',
    ])
  })
})

/** Plans that are possible on the day on which they are made. */
const anyPlan = fc
  .record({
    revenue: fc.integer({ min: 1, max: 50_000_000 }),
    deal: fc.integer({ min: 100, max: 500_000 }),
    rates: fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 2 }),
    weeks: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 2 }),
    pipeline: fc.record({ lead: fc.nat(400), mql: fc.nat(80) }),
    byItself: fc.array(
      fc.record({
        perWeek: fc.integer({ min: 0, max: 900 }),
        starts: fc.integer({ min: 1, max: 28 }),
        lead: fc.option(fc.nat(600)),
      }),
      { maxLength: 3 },
    ),
    currency: fc.constantFrom('EUR', 'JPY'),
  })
  .map(({ revenue, deal, rates, weeks, pipeline, byItself, currency }) => ({
    currency,
    goal: { revenue, in: 'FY2027-Q2' },
    deal: { size: deal, margin: '35 %' },
    funnel: [
      { from: 'lead', to: 'mql', rate: percent(rates[0]), takes: `${(weeks[0] ?? 0) * 7}d` },
      { from: 'mql', to: 'customer', rate: percent(rates[1]), takes: `${(weeks[1] ?? 0) * 7}d` },
    ],
    pipeline,
    sources: byItself.map(({ perWeek, starts, lead }, n) =>
      source(
        `s${n}`,
        false,
        lead === null
          ? { 'per-week': perWeek, starts: `2027-04-${String(starts).padStart(2, '0')}` }
          : { counted: { ...counted, lead } },
      ),
    ),
  }))
  .filter((given) => findInPlan(aPlan(given), nowMs).length === 0)

function percent(hundredths = 1): string {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} %`
}

const needs = (given: GivenPlan) => stage(made(given), 'lead')?.needed ?? Number.NaN

describe('of any plan', () => {
  it('more conversion never needs more', () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom(0, 1), fc.integer({ min: 1, max: 10_000 }), (given, index, other) => {
        const funnel = given.funnel.map((one, n) => (n === index ? { ...one, rate: percent(other) } : one))
        const changed = { ...given, funnel }
        if (findInPlan(aPlan(changed), nowMs).length > 0) return
        const more = Number.parseFloat(percent(other)) - Number.parseFloat(given.funnel[index]?.rate ?? '')
        if (more >= 0) expect(needs(changed)).toBeLessThanOrEqual(needs(given))
        else expect(needs(changed)).toBeGreaterThanOrEqual(needs(given))
      }),
    )
  })

  it('a higher goal, and smaller deals, never need fewer', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 10_000_000 }), (given, more) => {
        const higher = { ...given, goal: { ...given.goal, revenue: given.goal.revenue + more } }
        if (findInPlan(aPlan(higher), nowMs).length === 0) expect(needs(higher)).toBeGreaterThanOrEqual(needs(given))
        const bigger = { ...given, deal: { ...given.deal, size: given.deal.size + more } }
        expect(needs(bigger)).toBeLessThanOrEqual(needs(given))
      }),
    )
  })

  it('a larger pipeline never needs more', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(500), (given, more) => {
        const pipeline = { ...given.pipeline, mql: given.pipeline.mql + more }
        expect(needs({ ...given, pipeline })).toBeLessThanOrEqual(needs(given))
      }),
    )
  })

  it('weeks add up to the totals exactly, and none is less than nothing', () => {
    fc.assert(
      fc.property(anyPlan, (given) => {
        const plan = made(given)
        for (const { stage: name, needed } of plan.stages) {
          expect(plan.weeks.reduce((sum, { needed: here }) => sum + (here[name] ?? 0), 0)).toBe(needed)
        }
        const coins = plan.weeks.reduce((sum, { revenue }) => sum + BigInt(revenue.replace('.', '')), 0n)
        expect(coins).toBe(BigInt(plan.goal.revenue.replace('.', '')))
        if (plan.shares) {
          const bring = plan.weeks.map(({ controllable }) => controllable ?? 0)
          expect(Math.min(...bring)).toBeGreaterThanOrEqual(0)
          expect(bring.reduce((sum, here) => sum + here, 0)).toBe(plan.shares.controllable.total)
        }
      }),
    )
  })

  it('plan less what comes by itself is never less than nothing; where it would be, the plan says so', () => {
    fc.assert(
      fc.property(anyPlan, (given) => {
        const { shares, stages, notes } = made(given)
        if (!shares) return
        const needed = stages[0]?.needed ?? 0
        const { total, low, high } = shares.controllable
        expect(total).toBeGreaterThanOrEqual(Math.max(0, needed - Math.floor(shares.byItself.expected + 1e-9)))
        expect(low).toBeGreaterThanOrEqual(0)
        expect([low <= total, total <= high]).toEqual([true, true])
        const isMore = Math.floor(shares.byItself.expected + 1e-9) > needed
        expect(shares.surplus > 0).toBe(isMore)
        expect(notes.some((one) => one.startsWith('More comes by itself'))).toBe(isMore)
      }),
    )
  })

  it('more that comes by itself never asks more of controllable sources', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 300 }), (given, perWeek) => {
        const before = made({ ...given, sources: [...given.sources, source('none', false, { 'per-week': 0 })] })
        const after = made({ ...given, sources: [...given.sources, source('more', false, { 'per-week': perWeek })] })
        expect(after.shares?.controllable.total).toBeLessThanOrEqual(before.shares?.controllable.total ?? 0)
      }),
    )
  })

  it('fits into JSON again', () => {
    fc.assert(
      fc.property(anyPlan, (given) => {
        expect(JSON.parse(JSON.stringify(made(given)))).toEqual(made(given))
      }),
      { numRuns: 20 },
    )
  })
})
