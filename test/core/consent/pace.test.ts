import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshPace, type Pace, slowed, takeSlot } from '../../../core/consent/pace.ts'

describe('the pace of a worker', () => {
  it('lets the first mail go at once and spaces those that follow', () => {
    const first = takeSlot(freshPace, 4, 1_000)
    const second = takeSlot(first.pace, 4, 1_000)
    expect([first.waitMs, second.waitMs]).toEqual([0, 250])
  })

  it('saves up no slots that nobody took', () => {
    const first = takeSlot(freshPace, 4, 1_000)
    const later = takeSlot(first.pace, 4, 60_000)
    expect([later.waitMs, takeSlot(later.pace, 4, 60_000).waitMs]).toEqual([0, 250])
  })

  it('is half for a minute after SES asked for less, and begins a second later', () => {
    const slow = slowed(freshPace, 1_000)
    const first = takeSlot(slow, 4, 1_000)
    expect(first.waitMs).toBe(1_000)
    expect(takeSlot(first.pace, 4, 2_000).waitMs).toBe(500)
    const afterwards = takeSlot(first.pace, 4, 62_000)
    expect(takeSlot(afterwards.pace, 4, 62_000).waitMs).toBe(250)
  })

  it('never exceeds the rate in any second', () => {
    const steps = fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 80 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (taken, perSecond) => {
        let pace: Pace = freshPace
        let nowMs = 0
        const went: number[] = []
        for (const [passed, throttled] of taken) {
          nowMs += passed
          if (throttled) pace = slowed(pace, nowMs)
          const slot = takeSlot(pace, perSecond, nowMs)
          pace = slot.pace
          went.push(nowMs + slot.waitMs)
        }
        for (const at of went) {
          const within = went.filter((other) => other >= at && other < at + 1_000 - 1e-6)
          expect(within.length).toBeLessThanOrEqual(perSecond)
        }
      }),
    )
  })
})
