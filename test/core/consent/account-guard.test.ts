import { describe, expect, it } from 'vitest'
import { guardedFrom, hourOf, reasonToPause } from '../../../core/consent/account-guard.ts'

const outcomes = (deliveries: number, bounces: number, complaints: number) => ({ deliveries, bounces, complaints })

describe('the account guard', () => {
  it.each([
    ['nothing went out', [], undefined],
    ['one complaint on 999 deliveries', [outcomes(999, 0, 1)], undefined],
    ['one complaint on 1,000 deliveries', [outcomes(1_000, 0, 1)], '1 complaints on 1000 deliveries'],
    ['one complaint on 1,001 deliveries', [outcomes(1_001, 0, 1)], undefined],
    ['two complaints on 2,000 deliveries in two hours', [outcomes(1_500, 0, 1), outcomes(500, 0, 1)], '2 complaints'],
    ['10 bounces of 199 mails', [outcomes(189, 10, 0)], undefined],
    ['10 bounces of 200 mails', [outcomes(190, 10, 0)], '10 bounces of 200 mails'],
    ['9 bounces of 200 mails', [outcomes(191, 9, 0)], undefined],
  ])('with %s', (_name, hours, reason) => {
    const found = reasonToPause(hours)
    if (reason === undefined) expect(found).toBeUndefined()
    else expect(found).toContain(reason)
  })

  const nowMs = Date.parse('2026-11-24T09:30:00.000Z')
  it.each([
    ['7 days back', undefined, '2026-11-17T09'],
    ['from the hour after somebody turned mail on again', '2026-11-23T15:59:00.000Z', '2026-11-23T16'],
    ['7 days back when that was long ago', '2026-10-01T12:00:00.000Z', '2026-11-17T09'],
  ])('looks %s', (_name, turnedOnAt, from) => {
    expect(guardedFrom(nowMs, turnedOnAt)).toBe(from)
  })

  it('counts by the hour of the event', () => {
    expect(hourOf('2026-11-24T09:59:59.999Z')).toBe('2026-11-24T09')
  })
})
