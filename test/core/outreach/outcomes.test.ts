import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { outcomes, strongest } from '../../../core/nurture/touch-steps.ts'
import { timeOfOutcome, withOutcome } from '../../../core/outreach/callback.ts'
import { outcomeOf } from '../../../core/outreach/sms-event.ts'
import type { Touch } from '../../../core/outreach/touch.ts'
import { aMessage } from '../../fixtures/a-touch.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const said = fc.record({ outcome: fc.constantFrom(...outcomes), afterMs: fc.nat(5) })
type Said = { outcome: (typeof outcomes)[number]; afterMs: number }

function told(message: Touch, all: readonly Said[]): Touch {
  let so = message
  for (const { outcome, afterMs } of all) so = { ...so, ...withOutcome(so, outcome, toInstant(startMs + afterMs)) }
  return so
}

describe('what a provider reports of a message', () => {
  it('comes to the same in any order, however often it comes', () => {
    const ways = fc
      .array(said, { minLength: 1, maxLength: 8 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })))
    fc.assert(
      fc.property(ways, fc.constantFrom('delivered', 'replied'), ([all, shuffled], awaits) => {
        const message = aMessage({ awaits: awaits as 'delivered' | 'replied' })
        const [one, other] = [told(message, all), told(message, shuffled)]
        expect({ outcomes: other.outcomes, result: other.result }).toEqual({
          outcomes: one.outcomes,
          result: one.result,
        })
        // Nothing is lost: each kind with its earliest time.
        for (const { outcome, afterMs } of all) {
          expect((one.outcomes?.[outcome] ?? '~') <= toInstant(startMs + afterMs)).toBe(true)
        }
        expect(one.result).toBe(all.map((each) => each.outcome).reduce<string | undefined>(strongest, undefined))
      }),
    )
  })

  it('waits on for a reply where a reply is asked for, and for nothing after that', () => {
    expect(told(aMessage({ awaits: 'replied' }), [{ outcome: 'delivered', afterMs: 1 }])).toMatchObject({
      state: 'open',
      result: 'delivered',
    })
    expect(told(aMessage({ awaits: 'replied' }), [{ outcome: 'failed', afterMs: 1 }])).toMatchObject({
      state: 'answered',
    })
    const over = told(aMessage({ state: 'over', result: 'timeout' }), [{ outcome: 'delivered', afterMs: 1 }])
    expect(over).toMatchObject({ state: 'over', result: 'timeout', outcomes: { delivered: toInstant(startMs + 1) } })
  })

  it.each([
    [undefined, toInstant(startMs)],
    ['2026-11-24T08:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['2026-11-24T09:04:00Z', toInstant(startMs)],
    ['2026-11-24T09:06:00Z', undefined],
  ])('was at %s: %s', (at, expected) => {
    expect(timeOfOutcome({ at }, startMs)).toBe(expected)
  })

  it.each([
    ['TEXT_DELIVERED', 'delivered'],
    ['TEXT_SUCCESSFUL', 'delivered'],
    ['TEXT_BLOCKED', 'failed'],
    ['TEXT_TTL_EXPIRED', 'failed'],
    ['TEXT_PENDING', undefined],
    ['TEXT_QUEUED', undefined],
    ['VOICE_COMPLETED', undefined],
  ])('is by AWS’s %s %s', (eventType, outcome) => {
    expect(outcomeOf({ eventType, eventTimestamp: startMs, messageId: 'm' })?.outcome).toBe(outcome)
  })
})
