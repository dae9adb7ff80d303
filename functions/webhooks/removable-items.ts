import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod/mini'
import { toInstant } from '../../core/names.ts'
import { keptMs } from '../../core/webhooks/delivery.ts'
import type { Key } from '../aws/keys.ts'
import { type Expression, everyItem, getItem, type Item, ifAbsent, ifRev, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** Webhooks, sources of outcomes and API keys are kept for a while once they are removed, and are not there any more for whoever reads them. */
const names = { '#removed': 'removedAt' }
const isFree: Expression = { text: `${ifAbsent.text} OR attribute_exists(#removed)`, names }
const isThere: Expression = { text: 'attribute_exists(pk) AND attribute_not_exists(#removed)', names }

/** All of one kind in one read; `first` is the key of one without a name. */
export async function allOf<One>(schema: z.ZodMiniType<One>, first: Key): Promise<One[]> {
  const found: One[] = []
  for await (const item of everyItem({ pk: first.pk, prefix: first.sk })) {
    if (!item.removedAt) found.push(schema.parse(item))
  }
  return found
}

/** One of them; undefined when there is none, or none any more. */
export async function readOne<One>(schema: z.ZodMiniType<One>, key: Key): Promise<One | undefined> {
  const item = await getItem(key)
  return item && !item.removedAt ? schema.parse(item) : undefined
}

/** Writes one on condition that nobody did since it was read (`before`); false when somebody did. */
export async function writeOne<One extends { readonly rev: number }>(
  key: Key,
  one: One,
  before: One | undefined,
): Promise<boolean> {
  const item = { ...one, rev: (before?.rev ?? 0) + 1 }
  if (await putItem(key, item, before ? ifRev(before.rev) : isFree)) return true
  // The SDK repeats a write whose answer got lost, and meets its own: a new secret in it is not lost on who asked for it.
  return isThereAs(key, item)
}

async function isThereAs(key: Key, item: Item): Promise<boolean> {
  return isDeepStrictEqual(await getItem(key), JSON.parse(JSON.stringify({ ...item, ...key })))
}

/** Removes one, so that who read it before can't write it again; the table forgets it with the log of its time. False where there is none, or none any more. */
export async function removeOne(key: Key): Promise<boolean> {
  const expiresAt = Math.floor((now() + keptMs) / 1_000)
  return (
    (await updateItem(key, { set: { removedAt: toInstant(now()), expiresAt }, add: { rev: 1 } }, isThere)) !== undefined
  )
}
