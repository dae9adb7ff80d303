import { type Handoff, handoff, handoffStates } from '../../core/handoff/handoff.ts'
import { hasEnded } from '../../core/handoff/inbox.ts'
import { toInstant } from '../../core/names.ts'
import { getItems } from '../aws/get-items.ts'
import type { Key } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'
import { several } from '../insight/several.ts'
import { inboxOf } from './handoff-items.ts'

/** Calls that are made at the same time, each for a hundred items. */
const atOnce = 4
const itemsOfCall = 100

/**
 * All hand-offs that were opened from one instant to before another. Those that ended lie in the order in which they were opened; of those that sales still has all are
 * looked at, which are few.
 */
export async function handoffsBetween(fromMs: number, toMs: number): Promise<Handoff[]> {
  const range = { from: toInstant(fromMs), to: toInstant(toMs - 1) }
  const keys: Key[] = []
  for (const state of handoffStates) {
    const within = hasEnded(state) ? { between: range } : {}
    for await (const { pk, sk } of everyItem({ index: 'box', pk: inboxOf(state), ...within })) {
      keys.push({ pk: String(pk), sk: String(sk) })
    }
  }
  // One that changes hands between two lists is read once.
  const once = new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()
  const found: Handoff[] = []
  await several(hundreds([...once]), atOnce, async (some) => {
    for (const item of (await getItems(some, { consistent: false })).values()) {
      const one = handoff.parse(item)
      if (one.openedAt >= range.from && one.openedAt <= range.to) found.push(one)
    }
  })
  return found.sort((a, b) =>
    a.openedAt === b.openedAt ? (a.handoffId < b.handoffId ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1,
  )
}

function hundreds(keys: readonly Key[]): Key[][] {
  return Array.from({ length: Math.ceil(keys.length / itemsOfCall) }, (_, index) =>
    keys.slice(index * itemsOfCall, (index + 1) * itemsOfCall),
  )
}
