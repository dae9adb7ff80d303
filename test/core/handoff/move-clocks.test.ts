import { describe, expect, it } from 'vitest'
import { moveClocks } from '../../../core/handoff/move-clocks.ts'
import { hoursOf, workCalendar } from '../../../core/handoff/work-calendar.ts'
import { toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

const opened = '2026-11-24T09:00:00.000Z'
const nowMs = Date.parse('2026-11-24T12:00:00.000Z')
const moved = (given: Parameters<typeof aHandoff>[0], policy: Record<string, unknown> = {}) => {
  const value = aPolicy(policy)
  const calendar = workCalendar(hoursOf({ policy: value.calendar }), () => false)
  return moveClocks(
    aHandoff({ openedAt: opened, due: opened, ...given }),
    { policy: value, version: 2, calendar },
    nowMs,
  )
}
const call = { id: 'first-call', who: 'sales', what: 'call', due: '2026-11-24T11:00:00.000Z' } as const
const done = (index: number, what: string) => ({ index, what, at: opened })

describe('a clock that moves to a later version', () => {
  it.each([
    ['was given back', { state: 'recycled' as const }],
    ['has nothing left to ring for', { due: undefined }],
    ['is under it already', { policyVersion: 2 }],
  ])('does not, where it %s', (_what, given) => {
    expect(moved(given)).toBeUndefined()
  })

  it('keeps what was done, and forgets a breach of what is due later now', () => {
    const to = moved({
      duties: [
        { ...call, breachedAt: '2026-11-24T11:00:00.000Z', warnedAt: '2026-11-24T10:00:00.000Z' },
        { id: 'greeting', who: 'sales', what: 'email', due: opened, metAt: opened },
        { id: 'letter', who: 'sales', what: 'email', due: opened },
      ],
    })
    expect(to?.duties).toEqual([
      expect.objectContaining({ id: 'accept', due: '2026-11-24T13:00:00.000Z' }),
      {
        ...call,
        due: '2026-11-24T13:00:00.000Z',
        warnAt: '2026-11-24T12:00:00.000Z',
        warnedAt: '2026-11-24T10:00:00.000Z',
      },
      expect.objectContaining({ id: 'greeting', metAt: opened }),
    ])
    expect(to).toMatchObject({ policyVersion: 2, due: toInstant(nowMs) })
  })

  it.each([
    [[], ['notify-manager', 'reassign', 'recycle']],
    [[done(0, 'notify-manager')], ['reassign', 'recycle']],
    // What comes before a step that was taken is not made up for.
    [
      [done(0, 'notify-owner'), done(1, 'reassign: nobody else is there')],
      ['notify-manager', 'reassign', 'recycle'],
    ],
    [[done(0, 'notify-manager'), done(1, 'reassign: nobody else is there')], ['recycle']],
  ])('after %j is left %j', (escalations, left) => {
    const { steps = [] } = moved({ duties: [call], escalations }) ?? {}
    expect(steps.map(({ what }) => what)).toEqual(left)
    expect(steps.map(({ index }) => index)).toEqual(steps.map((_, place) => escalations.length + place))
  })

  it('counts the second leg from when it was passed on', () => {
    const leg = {
      owner: 'dev',
      team: 'developers',
      from: opened,
      to: '2026-11-24T11:00:00.000Z',
      by: 'dev',
      duties: [],
      escalations: [],
    }
    const to = moved({ duties: [call], legs: [leg] })
    expect(to?.duties).toEqual([expect.objectContaining({ id: 'first-call', due: '2026-11-24T15:00:00.000Z' })])
  })
})
