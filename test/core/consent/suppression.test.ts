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

/** A report of a soft bounce (`b`) or a delivery (`d`) at a minute, for example `b3`; they come in this order. */
function reported(...reports: readonly string[]): Mailbox {
  let box = aMailbox()
  let lastDelivery: number | undefined
  for (const report of reports) {
    const minute = Number(report.slice(1))
    if (report.startsWith('d')) {
      box = delivered(box, minute)
      lastDelivery = Math.max(minute, lastDelivery ?? 0)
    } else {
      const known = lastDelivery === undefined ? undefined : at(lastDelivery)
      box = mailbox.parse({ ...box, ...countSoftBounce(box, aSendId(minute), at(minute), known) })
    }
  }
  return box
}

describe('reports that come in another order than that of what happened', () => {
  it.each([
    ['a bounce of before a delivery that is known', ['d5', 'b1'], []],
    ['a bounce of the same moment', ['d5', 'b5'], []],
    ['bounces of before and after', ['d5', 'b1', 'b6', 'b2', 'b7'], [6, 7]],
    ['bounces one before the other', ['b7', 'b6', 'd5'], [6, 7]],
    ['a delivery of before another one', ['b3', 'd5', 'd2', 'b4', 'b6'], [6]],
    ['four of after, and late ones of before', ['d5', 'b6', 'b7', 'b8', 'b9', 'b1', 'b2', 'b3'], [6, 7, 8, 9]],
  ])('%s: %j', (_what, reports, row) => {
    const box = reported(...reports)
    expect(box.softBounced.map((one) => one.at)).toEqual(row.map(at))
    expect(box.softBounces).toBe(row.length)
    expect(box.suppression).toBeUndefined()
  })

  it('suppress as of the last of five in a row', () => {
    const { suppression } = reported('d1', 'b6', 'b5', 'b4', 'b3', 'b2')
    expect(suppression).toEqual({ reason: 'soft-bounces', at: at(6), detail: '5 in a row' })
  })

  it('count the same in any order', () => {
    const history = fc
      .uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 12 })
      .chain((minutes) =>
        fc.tuple(...minutes.map((minute) => fc.boolean().map((isBounce) => `${isBounce ? 'b' : 'd'}${minute}`))),
      )
    const shuffled = history.chain((reports) =>
      fc.shuffledSubarray([...reports], { minLength: reports.length }).map((other) => [reports, other] as const),
    )
    fc.assert(
      fc.property(shuffled, ([reports, other]) => {
        const inOrder = [...reports].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
        expect(reported(...other).softBounced).toEqual(reported(...inOrder).softBounced)
      }),
      { numRuns: 1_000 },
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
