import { randomUUID } from 'node:crypto'
import type * as z from 'zod/mini'
import type { EventKind } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { publishAll } from './bus.ts'
import type { Key } from './keys.ts'
import { type Item, updateItem } from './table.ts'

/** An event that a change of state owes the bus. */
export interface Announcement {
  readonly kind: EventKind
  readonly detail: unknown
}

/** An event owed to the bus, typed by its kind. */
export function announcement<Schema extends z.ZodMiniType>(
  kind: EventKind<string, Schema>,
  detail: z.input<Schema>,
): Announcement {
  return { kind, detail }
}

interface Owed {
  name: string
  detail: unknown
}

/** The index key under which all unannounced items stand. */
export const unannounced = 'owed'

/**
 * The attributes to write together with a change of state, so that what was decided is told even if this function dies now:
 * the sweep publishes what was left. What the item owed before (`before`) is kept.
 */
export function announcing(announcements: readonly Announcement[], nowMs: number, before?: Item): Item {
  const owed = [...owedIn(before), ...announcements.map(({ kind, detail }) => ({ name: kind.name, detail }))]
  return { announcements: owed, owedId: randomUUID(), unannounced, unannouncedAt: toInstant(nowMs) }
}

/** What an item owes the bus without the event of this version: whoever was called by it knows that it was told. */
export function withoutTold(before: Item, { name }: EventKind, version: number | undefined): Item {
  const isTold = (one: Owed) => one.name === name && (one.detail as { version?: number }).version === version
  return { ...before, announcements: owedIn(before).filter((one) => !isTold(one)) }
}

/** What an item owes the bus as it lies there: for who writes it whole and has nothing to tell. */
export function stillOwed(item: Item): Item {
  const { announcements, owedId, unannounced: list, unannouncedAt } = item
  return announcements === undefined ? {} : { announcements, owedId, unannounced: list, unannouncedAt }
}

function owedIn(item: Item | undefined): Owed[] {
  return (item?.announcements as Owed[] | undefined) ?? []
}

/**
 * Publishes what an item owes and clears it. If the item changed in between, the later writer owes (and repeats) all of it:
 * consumers read the state and don't mind a repeat. What is to be noted once it is told (`also`) is written with it, where nobody changed the item since.
 */
export async function announce(key: Key, item: Item, kinds: readonly EventKind[], also: Item = {}): Promise<void> {
  await publishAll(owedIn(item).map(({ name, detail }) => ({ kind: kindOf(name, kinds), detail })))
  await updateItem(
    key,
    { set: { ...also, announcements: undefined, owedId: undefined, unannounced: undefined, unannouncedAt: undefined } },
    // By a name of its own: dynalite does not compare lists, and two debts of one instant are not the same.
    { text: '#owedId = :told', names: { '#owedId': 'owedId' }, values: { ':told': item.owedId } },
  )
}

function kindOf(name: string, kinds: readonly EventKind[]): EventKind {
  const kind = kinds.find((one) => one.name === name)
  if (!kind) throw new Error(`an item owes an event of an unknown kind: ${name}`)
  return kind
}
