import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { inboxOrder, inboxParts } from '../../../core/handoff/inbox.ts'
import { toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

const at = '2026-11-24T09:00:00.000Z'
const base = Date.parse(at)

function due(priority: number, dueMs: number | undefined, state: Handoff['state'] = 'open'): Handoff {
  const duties =
    dueMs === undefined ? [] : [{ id: 'accept', who: 'sales' as const, what: 'answer' as const, due: toInstant(dueMs) }]
  return aHandoff({ priority, state, duties, openedAt: at })
}

/** As the index reads them: part after part, each by its order. */
function read(handoffs: readonly Handoff[]): Handoff[] {
  const ordered = handoffs.map((one) => ({ one, order: inboxOrder(one) })).sort((a, b) => (a.order < b.order ? -1 : 1))
  return inboxParts(at).flatMap(({ from, to }) =>
    ordered.filter(({ order }) => from <= order && order <= to).map(({ one }) => one),
  )
}

describe('the inbox', () => {
  it('has what is overdue first, then priority, then due time', () => {
    const list = [
      due(4, base - 60_000),
      due(2, base - 1),
      due(2, base - 5_000),
      due(1, base + 60_000),
      due(1, base + 10),
      due(3, base + 5),
      due(3, undefined),
    ]
    const shuffled = [4, 2, 6, 0, 5, 1, 3].map((index) => list[index] as Handoff)
    expect(
      read(shuffled).map(({ priority, duties }) => [priority, duties[0] && Date.parse(duties[0].due) - base]),
    ).toEqual([
      [2, -5_000],
      [2, -1],
      [4, -60_000],
      [1, 10],
      [1, 60_000],
      [3, 5],
      [3, undefined],
    ])
  })

  it('has each hand-off exactly once, whatever is due when', () => {
    const some = fc.record({
      priority: fc.integer({ min: 1, max: 4 }),
      offset: fc.option(fc.integer({ min: -5, max: 5 })),
    })
    fc.assert(
      fc.property(fc.array(some), (all) => {
        const handoffs = all.map(({ priority, offset }) => due(priority, offset === null ? undefined : base + offset))
        expect(new Set(read(handoffs))).toEqual(new Set(handoffs))
        expect(read(handoffs)).toHaveLength(handoffs.length)
      }),
    )
  })

  it('orders by the next duty that is not done', () => {
    const two = aHandoff({
      priority: 1,
      state: 'accepted',
      duties: [
        {
          id: 'accept',
          who: 'sales',
          what: 'answer',
          due: '2026-11-24T08:00:00.000Z',
          metAt: '2026-11-24T07:30:00.000Z',
        },
        { id: 'call', who: 'sales', what: 'call', due: '2026-11-24T12:00:00.000Z' },
      ],
    })
    expect(inboxOrder(two)).toBe('1#2026-11-24T12:00:00.000Z')
  })

  it('lists what ended by the time it was opened', () => {
    expect(inboxOrder(due(1, base, 'rejected'))).toBe(at)
  })
})
