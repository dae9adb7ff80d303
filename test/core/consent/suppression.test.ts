import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Mailbox, mailbox } from '../../../core/consent/mailbox.ts'
import { countDelivery, countSoftBounce, softBouncesAtMost, suppress } from '../../../core/consent/suppression.ts'
import { toInstant } from '../../../core/names.ts'
import { aMailbox, aSendId } from '../../fixtures/a-mailbox.ts'

const at = (minute: number) => toInstant(Date.UTC(2026, 10, 24, 9, minute))

function bounced(box: Mailbox, n: number): Mailbox {
  return mailbox.parse({ ...box, ...countSoftBounce(box, aSendId(n), at(n)) })
}
function delivered(box: Mailbox, minute: number): Mailbox {
  return mailbox.parse({ ...box, ...countDelivery(box, at(minute)) })
}

describe('soft bounces', () => {
  it('suppress at the fifth in a row', () => {
    let box = aMailbox()
    for (let n = 1; n <= 4; n += 1) box = bounced(box, n)
    expect(box).toMatchObject({ softBounces: 4 })
    expect(box.suppression).toBeUndefined()
    expect(bounced(box, 5).suppression).toEqual({ reason: 'soft-bounces', at: at(5), detail: '5 in a row' })
  })

  it('count once for each mail, however often they are reported', () => {
    const box = bounced(aMailbox(), 1)
    expect(countSoftBounce(box, aSendId(1), at(2))).toBeUndefined()
  })

  it('are forgotten at a delivery, but not those that came after it', () => {
    const box = bounced(bounced(bounced(aMailbox(), 1), 2), 8)
    expect(delivered(box, 5).softBounced).toEqual([{ sendId: aSendId(8), at: at(8) }])
  })

  it('cost no write at a delivery when there were none', () => {
    expect(countDelivery(aMailbox(), at(1))).toBeUndefined()
  })

  it('leave an earlier suppression as it is', () => {
    const suppressed = aMailbox({ suppression: { reason: 'manual', at: at(0) } })
    let box = suppressed
    for (let n = 1; n <= 6; n += 1) box = bounced(box, n)
    expect(box.suppression).toEqual(suppressed.suppression)
  })

  it('suppress exactly when five mails bounced since the last delivery', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (bounces) => {
        let box = aMailbox()
        let row = 0
        let suppressed = false
        for (const [n, isBounce] of bounces.entries()) {
          box = isBounce ? bounced(box, n) : delivered(box, n)
          row = isBounce ? row + 1 : 0
          suppressed ||= row >= softBouncesAtMost
          expect(box.suppression !== undefined).toBe(suppressed)
        }
      }),
    )
  })
})

describe('a suppression', () => {
  it('keeps its first reason', () => {
    const first = { reason: 'complained', at: at(1) } as const
    const box = { ...aMailbox(), ...suppress(aMailbox(), first) }
    expect(box.suppression).toEqual(first)
    expect(suppress(box, { reason: 'bounced', at: at(2) })).toBeUndefined()
  })
})
