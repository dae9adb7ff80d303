import '../faults/virtual-clock.ts'
import { People, worldOf } from '../faults/people.ts'
import type { StoryName } from '../faults/stories.ts'
import { clock } from '../fixtures/a-clock.ts'
import type { History } from './check-history.ts'
import type { StoredItem } from './lead-history.ts'

/** What the table and SES hold after a story in which nothing went wrong. */
export async function aHistory(story: StoryName): Promise<History> {
  const world = worldOf(story)
  await new People(world, story).play()
  world.stop()
  return { items: world.table.everything() as StoredItem[], mails: world.mails, nowMs: clock.ms }
}

type Change = Readonly<Record<string, unknown>> | ((item: StoredItem) => Readonly<Record<string, unknown>>)

/** The history with something else in the items whose sort key begins so. */
export function changed(history: History, prefix: string, change: Change): History {
  const after = (item: StoredItem) => ({ ...item, ...(typeof change === 'function' ? change(item) : change) })
  return { ...history, items: history.items.map((item) => (isOf(item, prefix) ? after(item) : item)) }
}

/** The history without the items whose sort key begins so. */
export function without(history: History, prefix: string): History {
  return { ...history, items: history.items.filter((item) => !isOf(item, prefix)) }
}

/** The history with another item like the first whose sort key begins so. */
export function withAnother(history: History, prefix: string, change: Readonly<Record<string, unknown>>): History {
  const like = history.items.find((item) => isOf(item, prefix))
  return { ...history, items: [...history.items, { ...(like as StoredItem), ...change }] }
}

function isOf({ pk, sk }: StoredItem, prefix: string): boolean {
  return pk.startsWith('LEAD#') && sk.startsWith(prefix)
}
