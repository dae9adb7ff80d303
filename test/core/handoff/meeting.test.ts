import { describe, expect, it } from 'vitest'
import { atLocalTime } from '../../../core/handoff/at-local-time.ts'
import { agreeOnMeeting, problemOfMeeting } from '../../../core/handoff/meeting.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

const nowMs = Date.parse('2026-11-24T09:30:00.000Z')
const on = '2026-11-26T10:00:00.000Z'
const opened = aHandoff({
  owner: 'anna',
  duties: [
    { id: 'accept', who: 'sales', what: 'answer', due: '2026-11-24T10:00:00.000Z' },
    { id: 'meet', who: 'sales', what: 'meeting', due: '2026-11-25T10:00:00.000Z' },
  ],
})

describe('a meeting that is agreed on', () => {
  it('says yes to a lead that nobody answered, and meets the duty', () => {
    const agreed = agreeOnMeeting(opened, { by: 'anna', on }, nowMs)
    expect(agreed?.handoff).toMatchObject({ state: 'accepted', meeting: { on, by: 'anna' } })
    expect(agreed?.handoff.duties.every(({ metAt }) => metAt !== undefined)).toBe(true)
    expect(agreed?.facts.map(({ type }) => type)).toEqual(['handoff-accepted', 'meeting-booked'])
  })

  it('is one, however often it is said; another time is another', () => {
    const first = agreeOnMeeting(opened, { by: 'anna', on }, nowMs)?.handoff ?? opened
    expect(agreeOnMeeting(first, { by: 'anna', on }, nowMs + 1)).toEqual({ handoff: first, facts: [] })
    const moved = agreeOnMeeting(first, { by: 'anna', on: '2026-11-27T10:00:00.000Z' }, nowMs + 1)
    expect(moved?.facts).toHaveLength(1)
  })

  it.each(['rejected', 'recycled', 'won', 'lost'] as const)('comes too late when the lead is %s', (state) => {
    expect(agreeOnMeeting({ ...opened, state }, { by: 'anna', on }, nowMs)).toBeUndefined()
  })

  it.each([
    ['2026-11-22T10:00:00.000Z', 'give the time of a meeting that is still to come'],
    ['2026-11-24T08:00:00.000Z', undefined],
    ['2028-01-01T00:00:00.000Z', 'give a time within a year'],
  ])('at %s: %s', (time, problem) => {
    expect(problemOfMeeting(time, nowMs)).toBe(problem)
  })

  it.each([
    ['2026-12-07T11:20', 'Europe/Berlin', '2026-12-07T10:20:00.000Z'],
    ['2026-12-07T11:20', 'Asia/Tehran', '2026-12-07T07:50:00.000Z'],
    // The hour that the clocks skip moves to the one after.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('posted as %s in %s is %s', (text, zone, expected) => {
    expect(atLocalTime(text, zone)).toBe(expected)
  })
})
