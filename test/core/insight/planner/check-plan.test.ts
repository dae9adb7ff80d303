import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { makePlan } from '../../../../core/insight/planner/make-plan.ts'
import { readPlan } from '../../../../core/insight/planner/read-plan.ts'
import { type GivenPlan, givenPlan } from '../../../fixtures/a-plan.ts'

const nowMs = Date.parse('2027-03-10T12:00:00Z')
const read = (given: GivenPlan, ms = nowMs) => readPlan(stringify({ ...givenPlan, ...given }), 'plan.yaml', ms)
const said = (given: GivenPlan) => {
  const { problems } = read(given)
  return problems.map(({ pointer, message, mend }) => `${pointer}: ${message}${mend === undefined ? '' : ` | ${mend}`}`)
}
const goal = (given: object) => ({ goal: { revenue: 100_000, in: 'FY2027-Q2', ...given } })
const step = (given: object) => ({ funnel: [{ from: 'lead', to: 'customer', rate: '5 %', takes: '4w', ...given }] })
const source = (given: object) => ({
  sources: [{ id: 'ads', origin: 'inbound', controllable: 'yes', 'per-week': 5, ...given }],
})
const counted = (given: object, more: object = {}) => ({
  sources: [
    {
      id: 'ads',
      origin: 'inbound',
      controllable: true,
      counted: { from: '2027-01-01', to: '2027-02-28', lead: 50, ...given },
      ...more,
    },
  ],
})
const actual = (...weeks: object[]) => ({ actual: weeks })

describe('a plan that can be', () => {
  it.each<[string, GivenPlan]>([
    ['as it is', {}],
    ['by dates', { goal: { revenue: '100_000', from: '2027-04-01', to: '2027-06-30' } }],
    ['with a source', source({})],
    ['with what a source cost', counted({}, { costs: { '2027-01': 500, '2027-02': 400.5 } })],
    ['with what came', actual({ week: '2027-W09', lead: 12 }, { week: '2027-W10', lead: 3, revenue: '1_000.50' })],
  ])('%s', (_name, given) => {
    expect(said(given)).toEqual([])
  })
})

describe('an impossible plan is refused, with what to do', () => {
  it.each<[string, GivenPlan, string]>([
    [
      'a goal in the past',
      goal({ in: 'FY2026' }),
      '/goal/in: the goal is in the past: it ended on 2026-12-31 | set one that ends after 2027-03-10',
    ],
    [
      'a goal that ends before it begins',
      { goal: { revenue: 1, from: '2027-06-01', to: '2027-05-01' } },
      '/goal/to: "to" lies before "from" | write the first and the last day',
    ],
    [
      'a goal of many years',
      { goal: { revenue: 1, from: '2027-06-01', to: '2040-05-01' } },
      '/goal/to: the goal is longer than five years | plan a nearer goal',
    ],
    [
      'a goal of nothing',
      goal({ revenue: 0 }),
      '/goal/revenue: a goal of nothing needs no plan | write what is to be won',
    ],
    [
      'a goal that is reached',
      goal({ won: 100_000 }),
      '/goal/won: the goal is reached already | set a higher goal, or the next one',
    ],
    [
      'a period that is none',
      goal({ in: 'Q2 2027' }),
      '/goal/in: write a fiscal year, half or quarter like FY2027, FY2027-H1 or FY2027-Q2',
    ],
    [
      'two periods',
      goal({ from: '2027-01-01', to: '2027-02-01' }),
      '/goal: write either "in: FY2027-Q2" or "from" and "to"',
    ],
    [
      'a day that is none',
      { goal: { revenue: 1, from: '2027-02-30', to: '2027-05-01' } },
      '/goal/from: write a date like 2027-01-31',
    ],
    [
      'made tomorrow',
      { made: '2027-03-11' },
      '/made: this day is yet to come | write the day from which the plan counts, at most 2027-03-10',
    ],
    [
      'a conversion of nothing',
      step({ rate: '0 %' }),
      '/funnel/0/rate: at 0 % nobody ever goes on, whatever comes in | write the part that does',
    ],
    [
      'nobody went on',
      step({ rate: undefined, counted: '0 of 40' }),
      '/funnel/0/counted: nobody went on yet, so nothing can be planned by it | count over a longer time, or type in "rate: … %"',
    ],
    [
      'more went on than came',
      step({ rate: undefined, counted: '50 of 40' }),
      '/funnel/0/counted: more went on than there were | count of those who came in how many went on',
    ],
    [
      'a conversion of more than all',
      step({ rate: '120 %' }),
      '/funnel/0/rate: write a percentage of at most 100 % like "4 %" or "12.5 %"',
    ],
    [
      'a conversion without its sign',
      step({ rate: 5 }),
      '/funnel/0/rate: write a percentage of at most 100 % like "4 %" or "12.5 %"',
    ],
    ['two conversions', step({ counted: '1 of 4' }), '/funnel/0: write either "rate: 4 %" or "counted: 96 of 240"'],
    [
      'a step back',
      {
        funnel: [
          { from: 'sql', to: 'lead', rate: '5 %', takes: '1w' },
          { from: 'lead', to: 'customer', rate: '5 %', takes: '1w' },
        ],
      },
      '/funnel/0/to: lead does not come after sql | the stages are, in this order: subscriber, lead, mql, sql, opportunity, customer',
    ],
    [
      'a funnel that ends too early',
      step({ to: 'sql' }),
      '/funnel/0/to: the last step must end at customer | add the steps up to it',
    ],
    [
      'a funnel with a gap',
      {
        funnel: [
          { from: 'lead', to: 'mql', rate: '5 %', takes: '1w' },
          { from: 'sql', to: 'customer', rate: '5 %', takes: '1w' },
        ],
      },
      '/funnel/1/from: the step before ends at mql | write "from: mql": each step begins where the one before ends',
    ],
    [
      'a cycle longer than the time left',
      step({ takes: '18w' }),
      '/goal/in: a lead takes 126 days to become a customer, and the goal ends 121 days after the plan is made: nobody who comes now is a customer in time | set an end on or after 2027-07-05, shorten what steps take',
    ],
    [
      'a cycle longer than the time left, but not from a later stage',
      {
        funnel: [
          { from: 'lead', to: 'sql', rate: '5 %', takes: '20w' },
          { from: 'sql', to: 'customer', rate: '5 %', takes: '10d' },
        ],
      },
      '/goal/in: a lead takes 150 days to become a customer, and the goal ends 121 days after the plan is made: nobody who comes now is a customer in time | set an end on or after 2027-07-29, shorten what steps take, or let the funnel begin at sql (10 days to go from there)',
    ],
    [
      'more leads than there are',
      { ...goal({ revenue: 999_999_999_999 }), deal: { size: 1, margin: '1 %' } },
      '/deal/size: more than a billion leads would be needed | look for a wrong digit in goal, deal or funnel',
    ],
    [
      'deals of nothing',
      { deal: { size: 0, margin: '40 %' } },
      '/deal/size: deals of nothing never add up | write what a deal brings',
    ],
    [
      'no margin',
      { deal: { size: 10, margin: '0 %' } },
      '/deal/margin: a deal that earns nothing pays for no lead | write what is left of a deal, in percent',
    ],
    [
      'half a cent',
      { deal: { size: 10.005, margin: '4 %' } },
      '/deal/size: EUR has 2 digits behind the point | round it to what can be paid',
    ],
    [
      'half a yen',
      { currency: 'JPY', deal: { size: 10_000.5, margin: '4 %' } },
      '/deal/size: JPY has no smaller coin than 1 | round it to what can be paid',
    ],
    [
      'money with its currency',
      { deal: { size: '10000 EUR', margin: '4 %' } },
      '/deal/size: write an amount of money like 24000 or 24_000.50, without a sign or a currency',
    ],
    ['a currency that is none', { currency: 'Euro' }, '/currency: write the code of a currency like EUR, USD or JPY'],
    ['a zone that is none', { zone: 'Berlin' }, '/zone: write a time zone like Europe/Berlin'],
    [
      'a year that begins on a leap day',
      { 'fiscal-year': { starts: '02-29' } },
      '/fiscal-year/starts: write month and day like 04-01; every year must have that day',
    ],
    [
      'customers in the pipeline',
      { pipeline: { customer: 3 } },
      '/pipeline/customer: customers are no pipeline | write what was won as "won" of the goal',
    ],
    [
      'a stage that is not planned with',
      { pipeline: { sql: 3 } },
      '/pipeline/sql: the funnel of this plan has no sql | take it out; planned with are lead, mql, customer',
    ],
    [
      'two sources of one name',
      { sources: [...source({}).sources, ...source({}).sources] },
      '/sources/1/id: another source has this id | take one of them out',
    ],
    [
      'an unknown origin',
      source({ origin: 'paid' }),
      '/sources/0/origin: this must be "inbound", "outbound", "referral" or "existing-customer"',
    ],
    [
      'a source of which nothing is known',
      source({ 'per-week': undefined }),
      '/sources/0: write either "counted" (what came in which days) or "per-week" (what is expected)',
    ],
    [
      'a part of a lead beyond telling',
      source({ 'per-week': 5e-324 }),
      '/sources/0/per-week: write it with at most four digits behind the point',
    ],
    [
      'a source that ends before it starts',
      source({ starts: '2027-05-01', ends: '2027-04-01' }),
      '/sources/0/ends: it ends before it starts | write the first and the last day',
    ],
    [
      'costs of what was not counted',
      source({ costs: { '2027-01': 5 } }),
      '/sources/0/costs: what came for this money was not counted | write "counted" with the days of these months, so that it is known what the money brought',
    ],
    [
      'costs of other months',
      counted({}, { costs: { '2026-12': 5 } }),
      '/sources/0/costs/2026-12: this month does not lie wholly within the days that were counted | count the same months that were paid for',
    ],
    [
      'days that are not over',
      counted({ to: '2027-03-11' }),
      '/sources/0/counted/to: these days are not over yet | count up to 2027-03-10 at most',
    ],
    [
      'a source without the first stage',
      counted({ lead: undefined, mql: 3 }),
      '/sources/0/counted: it does not say how many of stage lead came | add "lead: …", which the funnel begins with',
    ],
    [
      'a week that is none',
      actual({ week: '2027-W53', lead: 1 }),
      '/actual/0/week: there is no such week in that year | write an ISO week like 2026-W48',
    ],
    [
      'a week before the plan',
      actual({ week: '2027-W08', lead: 1 }),
      '/actual/0/week: this week was over when the plan was made | take it out, or set "made" earlier',
    ],
    ['a week to come', actual({ week: '2027-W11', lead: 1 }), '/actual/0/week: this week is yet to come | take it out'],
    [
      'a week twice',
      actual({ week: '2027-W09' }, { week: '2027-W09' }),
      '/actual/1/week: this week is there twice | take one of them out',
    ],
    [
      'what came, without a day to count from',
      { made: undefined, ...actual({ week: '2027-W10', lead: 1 }) },
      '/actual: a plan that is made anew each day can’t be held against what came | add "made" with the day from which the plan counts',
    ],
    [
      'what if of no step',
      { 'what-if': [{ step: 'sql', rate: '4 %' }] },
      '/what-if/0/step: no step of the funnel begins at this stage | they begin at lead, mql',
    ],
    ['what if of nothing', { 'what-if': [{}] }, '/what-if/0: write what would be another figure'],
    [
      'what if nobody went on',
      { 'what-if': [{ step: 'lead', rate: '0 %' }] },
      '/what-if/0/rate: at 0 % nobody ever goes on, whatever comes in | write the part that does',
    ],
    ['an unknown key', { budget: 5 }, '/budget: there is no "budget" here | check its spelling and indent'],
    ['no deal', { deal: undefined }, '/deal: "deal" is missing | add "deal: …" here'],
  ])('%s', (_name, given, expected) => {
    expect(said(given)).toEqual([expected])
  })

  it('by line and column of the file', () => {
    const [line] = read(step({ rate: '0 %' })).problems
    expect(line).toMatchObject({ file: 'plan.yaml', line: 14, column: 11, severity: 'error' })
  })
})

it('any text gives a plan that can be worked out, or problems', () => {
  const scalar = fc.oneof(
    fc.constantFrom<unknown>(
      'lead',
      'customer',
      '0 %',
      '4 %',
      '100 %',
      '1 of 3',
      '3w',
      '0d',
      '2027-03-01',
      '2027-W10',
      'FY2027',
      'EUR',
      'JPY',
      'yes',
      null,
    ),
    fc.integer(),
    fc.double(),
    fc.string({ maxLength: 12 }),
    fc.constant([]),
    fc.constant({}),
  )
  const paths = fc.constantFrom<(value: unknown) => GivenPlan>(
    (value) => ({ goal: { revenue: value, in: 'FY2027-Q2' } }),
    (value) => ({ goal: { revenue: 5_000, in: value } }),
    (value) => ({ goal: { revenue: 5_000, from: '2027-03-10', to: value } }),
    (value) => ({ goal: { revenue: 5_000, in: 'FY2027-Q3', won: value } }),
    (value) => ({ made: value }),
    (value) => ({ zone: value }),
    (value) => ({ currency: value }),
    (value) => ({ deal: { size: value, margin: '4 %' } }),
    (value) => ({ deal: { size: 3, margin: value } }),
    (value) => ({ funnel: [{ from: 'lead', to: value, rate: '4 %', takes: '1w' }] }),
    (value) => ({ funnel: [{ from: 'lead', to: 'customer', rate: value, takes: '0d' }] }),
    (value) => ({ funnel: [{ from: 'lead', to: 'customer', counted: value, takes: value }] }),
    (value) => ({ funnel: [{ from: 'lead', to: 'customer', counted: value, takes: '3d' }] }),
    (value) => ({ pipeline: { lead: value, mql: value } }),
    (value) => ({ sources: [{ id: 'a', origin: 'inbound', controllable: value, 'per-week': 4 }] }),
    (value) => ({ sources: [{ id: 'a', origin: 'referral', controllable: 'no', 'per-week': value }] }),
    (value) => counted({ lead: value, revenue: 7 }, { starts: '2027-04-01', costs: { '2027-01': 4 } }),
    (value) => ({ actual: [{ week: '2027-W09', lead: value, mql: value, revenue: 4.5 }] }),
    (value) => ({ 'what-if': [{ deal: value }] }),
    (value) => ({ 'what-if': [{ step: 'lead', takes: value }] }),
  )
  let planned = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(paths, scalar), { maxLength: 3 }), (edits) => {
      const given = Object.assign({}, givenPlan, ...edits.map(([edit, value]) => edit(value)))
      const found = readPlan(stringify(given), 'plan.yaml', nowMs)
      if (!('plan' in found)) {
        expect(found.problems.length).toBeGreaterThan(0)
        return
      }
      planned += 1
      const made = makePlan(found.plan, nowMs)
      for (const { needed } of made.stages) expect(Number.isSafeInteger(needed)).toBe(true)
      expect(JSON.stringify(made)).not.toMatch(/NaN|Infinity|null/)
      for (const says of [...made.notes, ...made.alarms, ...made.sensitivity.map((one) => one.says)]) {
        expect(says).not.toMatch(/NaN|Infinity|undefined|∞/)
      }
    }),
    { numRuns: 200 },
  )
  expect(planned).toBeGreaterThan(20)
})
