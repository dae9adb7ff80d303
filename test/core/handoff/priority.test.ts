import { describe, expect, it } from 'vitest'
import { openHandoff } from '../../../core/handoff/open-handoff.ts'
import { prioritise, priorityOf } from '../../../core/handoff/priority.ts'
import { hoursOf, workCalendar } from '../../../core/handoff/work-calendar.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

describe('a priority', () => {
  it.each([
    [120, 1],
    [100, 1],
    [99, 2],
    [80, 2],
    [79, 3],
    [60, 3],
    [59, 4],
    [0, 4],
  ])('of a score of %i is %i', (score, priority) => {
    expect(priorityOf(score)).toBe(priority)
    expect(prioritise({}, { score }, {})).toEqual({ priority, why: `score ${score}` })
  })

  it.each([
    [72, ['need', 'budget'], 3, 'score 72, grade B2, 2 of 4 indicators'],
    [72, ['need', 'budget', 'authority'], 2, 'score 72, grade B2, 3 of 4 indicators: one up for 3 indicators or more'],
    // There is nothing before the first.
    [140, ['need', 'budget', 'authority'], 1, 'score 140, grade B2, 3 of 4 indicators'],
  ])('of %i with the indicators %j is %i', (score, indicators, priority, why) => {
    expect(prioritise({}, { score, grade: 'B2', indicators, of: 4 }, {})).toEqual({ priority, why })
  })

  const { priority: rules } = aPolicy({
    priority: {
      1: { grade: ['A1', 'A2'], 'indicators-held': { 'at-least': 2 } },
      2: { any: [{ 'account-score': { 'at-least': 50 } }, { indicators: 'budget' }] },
      3: { country: 'DE' },
    },
  })
  it.each([
    [
      { grade: 'A2', indicators: ['need', 'time'] },
      {},
      1,
      'score 70, grade A2, 2 indicators: by grade, indicators-held, as the policy says',
    ],
    [
      { grade: 'B1', accountScore: 60 },
      {},
      2,
      'score 70, grade B1, account 60: by account-score, indicators, as the policy says',
    ],
    [
      { indicators: ['budget'] },
      { country: 'FR' },
      2,
      'score 70, 1 indicator: by account-score, indicators, as the policy says',
    ],
    [{}, { country: 'DE' }, 3, 'score 70: by country, as the policy says'],
    [{}, { country: 'FR' }, 4, 'score 70: no other priority of the policy takes it'],
  ])('of %j is what the policy says', (weighed, facts, priority, why) => {
    expect(prioritise({ priority: rules }, { score: 70, ...weighed }, facts)).toEqual({ priority, why })
  })
})

it.each([
  [1, '2026-11-24T09:15:00.000Z'],
  [2, '2026-11-24T10:00:00.000Z'],
  [4, '2026-11-24T11:00:00.000Z'],
] as const)('with priority %i a lead is to be answered by its own target', (priority, due) => {
  const policy = aPolicy({
    duties: [{ id: 'accept', who: 'sales', what: 'answer', within: { 1: '15m', 4: '2h', otherwise: '1h' } }],
  })
  const { duties, ...made } = openHandoff({
    profile: aProfile(),
    k: 1,
    policy,
    policyVersion: 1,
    calendar: workCalendar(hoursOf({ policy: policy.calendar }), () => false),
    route: { team: 'inside-sales', by: 'round-robin' },
    choice: { owner: 'anna', why: 'round robin' },
    prioritised: { priority, why: 'score 100' },
    nowMs: Date.parse('2026-11-24T09:00:00.000Z'),
  })
  expect(duties[0]?.due).toBe(due)
  expect(made).toMatchObject({ priority, priorityBecause: 'score 100' })
})
