import { expect, it } from 'vitest'
import { triedAgainAt } from '../../../core/nurture/put-off.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-25T09:00:00.000Z')
const after = (putOff: number | undefined, n = 1) => triedAgainAt(anEnrolment({ putOff, n }), nowMs) - nowMs

it.each([
  [undefined, 30_000],
  [1, 60_000],
  [3, 240_000],
  [7, 3_600_000],
  [500, 3_600_000],
])('a mail put off %s times before is tried within %i ms, not in the first half', (times, withinMs) => {
  for (let n = 1; n < 50; n += 1) {
    expect(after(times, n)).toBeGreaterThanOrEqual(withinMs / 2)
    expect(after(times, n)).toBeLessThanOrEqual(withinMs)
  }
})

it('those that came at once do not come back at once', () => {
  expect(new Set(Array.from({ length: 100 }, (_, n) => after(4, n))).size).toBeGreaterThan(95)
})
