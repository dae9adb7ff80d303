import { describe, expect, it } from 'vitest'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { handoffId, leadId, slug } from '../../core/names.ts'
import { figure } from '../../core/route.ts'

describe('what a schema refuses', () => {
  it.each([
    ['a number for a name', slug, 7, 'this must be text'],
    ['a name that is too long', slug, 'a'.repeat(65), 'its length in characters must be at most 64'],
    ['a figure that is too large', figure(), 2e15, 'this must be at most 1000000000000000'],
    ['no lead', leadId, 'olga', 'give the id of a lead, which has 32 letters and digits'],
    ['no hand-off', handoffId, 'olga.1', 'give the id of a hand-off: that of its lead, a dot and a number'],
    ['nothing where something is needed', handoffRoutes.rejectHandoff.body, {}, 'this is missing'],
    ['a reason of spaces', handoffRoutes.rejectHandoff.body, { reason: ' ' }, 'this must not be empty'],
    [
      'a choice that there is not',
      handoffRoutes.reportOutcome.body,
      { result: 'win' },
      'this must be "opportunity", "won" or "lost"',
    ],
    [
      'a key that there is not',
      handoffRoutes.reportOutcome.body,
      { result: 'won', revenu: 1 },
      'there is no "revenu" here: check the spelling',
    ],
    [
      'a time without its zone',
      handoffRoutes.agreeOnMeeting.body,
      { on: '2026-11-24T10:30' },
      'give a time with its zone, for example "2026-11-24T10:30:00Z"',
    ],
    [
      'a day that there is not',
      handoffRoutes.showSla.query,
      { from: '2026-02-31' },
      'give a day that the calendar has, for example "2026-11-24"',
    ],
  ])('is said in plain words: %s', (_, schema, given, words) => {
    expect(schema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([words])
  })
})
