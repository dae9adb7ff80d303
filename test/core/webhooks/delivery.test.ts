import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import {
  attempted,
  claimed,
  type Delivery,
  newDelivery,
  replayed,
  skipped,
  triesAtMost,
} from '../../../core/webhooks/delivery.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const hour = 60 * minute
const message = { messageId: 'msg_one', type: 'handoff.changed', at: toInstant(startMs), payload: '{}' } as const
const fresh = newDelivery(message, 'crm', startMs)

function tried(one: Delivery, nowMs: number, outcome: { status: number } | { error: string } | 'died'): Delivery {
  const claim = claimed(one, nowMs)
  if (!claim) throw new Error('there are no tries left')
  return outcome === 'died' ? claim : attempted(claim, { at: toInstant(nowMs), ms: 5, ...outcome }, nowMs)
}

describe('a message to a webhook', () => {
  it('is tried over three days with growing pauses, and then failed', () => {
    const hours: number[] = []
    let one = fresh
    for (let nowMs = startMs; one.state === 'pending'; nowMs = Date.parse(one.nextAt ?? '')) {
      hours.push((nowMs - startMs) / hour)
      one = tried(one, nowMs, { status: 500 })
      if (one.state !== 'pending') break
    }
    expect(one).toMatchObject({ state: 'failed', tries: triesAtMost })
    expect(one.nextAt).toBeUndefined()
    expect(hours.at(-1)).toBe(72)
    const pauses = hours.slice(1).map((at, index) => at - (hours[index] ?? 0))
    expect(pauses.slice(1).every((pause, index) => pause > (pauses[index] ?? 0) * 0.9)).toBe(true)
  })

  it.each([200, 201, 204, 299])('is delivered by %i', (status) => {
    expect(tried(fresh, startMs, { status })).toMatchObject({ state: 'delivered', attempts: [{ status }] })
  })

  it.each([[{ status: 302 }], [{ status: 404 }], [{ error: 'timeout' }]])('is tried again after %j', (outcome) => {
    expect(tried(fresh, startMs, outcome)).toMatchObject({ state: 'pending', attempts: [outcome] })
  })

  it('is tried again, as after a failure, when whoever tried it died', () => {
    const died = tried(fresh, startMs, 'died')
    expect(died).toMatchObject({ state: 'pending', made: 1, tries: 1, attempts: [] })
    expect(Date.parse(died.nextAt ?? '')).toBeGreaterThan(startMs + 4 * minute)
  })

  it('has an end even when each try dies', () => {
    let one = fresh
    for (let count = 0; count < triesAtMost; count += 1) one = tried(one, Date.parse(one.nextAt ?? ''), 'died')
    expect(one.nextAt).toBeDefined()
    expect(claimed(one, startMs + 100 * hour)).toBeUndefined()
  })

  it('begins anew when it is replayed, and keeps its id and its earlier tries', () => {
    const over = skipped(tried(fresh, startMs, { status: 500 }), 'the webhook is off')
    const again = replayed(over, 'lena', startMs + 200 * hour)
    expect(again).toMatchObject({ messageId: 'msg_one', state: 'pending', tries: 0, made: 1, replayedBy: 'lena' })
    expect(again.reason).toBeUndefined()
    expect(again.attempts).toHaveLength(1)
  })

  it('never comes due in the past, whatever happened to it, and each try has a number of its own', () => {
    const outcome = fc.constantFrom({ status: 500 }, { error: 'timeout' }, 'died' as const)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(outcome, fc.integer({ min: 0, max: 90 * hour })), { maxLength: triesAtMost }),
        (all) => {
          let [one, nowMs] = [fresh, startMs]
          const numbers = new Set<number>()
          for (const [came, lateMs] of all) {
            nowMs = Math.max(nowMs, Date.parse(one.nextAt ?? '')) + lateMs
            one = tried(one, nowMs, came)
            expect(numbers.has(one.made)).toBe(false)
            numbers.add(one.made)
            if (one.state !== 'pending') return
            expect(Date.parse(one.nextAt ?? '')).toBeGreaterThanOrEqual(nowMs + minute)
          }
        },
      ),
    )
  })
})
