import { ActivityObserved } from '../../core/events.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { type Touch, touch } from '../../core/outreach/touch.ts'
import { type Announcement, announce, announcement, announcing } from '../aws/announce.ts'
import { touchKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, ifRev, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/** The kinds of events that a task or a message may owe. */
export const touchEvents = [TouchDue, ActivityObserved]

/** The list of tasks: all that are open or were done, and those of one person. */
export type TaskState = 'open' | 'done'
export const tasksOf = (state: TaskState): string => `TASKS#${state}`
export const ownTasksOf = (userId: string, state: TaskState): string => `TASKS#${userId}#${state}`

/** Where a message stands that is to be tried again. */
export const messageKind = 'message'

/** What becomes of a task or a message, the facts about the lead that it makes, and whether its person or provider is to be asked. */
export interface TouchChange {
  readonly change: Partial<Touch>
  readonly facts?: readonly Activity[]
  readonly asks?: boolean
}

export async function readTouch(leadId: string, touchId: string): Promise<Touch | undefined> {
  const item = await getItem(touchKey(leadId, touchId))
  return item && touch.parse(item)
}

/** Puts a task or a message that is not there yet, and owes that somebody be asked; what is there already stays as it is. */
export async function putTouch(one: Touch, owes: Omit<TouchChange, 'change'>): Promise<void> {
  const item = { ...one, ...placesOfTouch(one), ...owing(one, owes) }
  if (await putItem(touchKey(one.leadId, one.touchId), item, ifAbsent)) await tell(one, item)
}

/** Changes a task or a message by one conditional write, reading and deciding again after a lost race; answers it as it is now, or undefined when there is none. */
export async function changeTouch(
  leadId: string,
  touchId: string,
  decide: (read: Touch) => TouchChange | undefined,
): Promise<Touch | undefined> {
  const key = touchKey(leadId, touchId)
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const item = await getItem(key)
    if (!item) return undefined
    const read = touch.parse(item)
    const decided = decide(read)
    if (!decided) return read
    const to: Touch = { ...read, ...decided.change, rev: read.rev + 1 }
    const owed = owing(to, decided, item)
    const stored = await updateItem(
      key,
      { set: { ...decided.change, rev: to.rev, ...placesOfTouch(to), ...owed } },
      ifRev(read.rev),
    )
    if (!stored) continue
    if (owed.announcements) await tell(to, stored)
    return touch.parse(stored)
  }
  throw new Error('a task or a message was changed by others at each of ten tries')
}

function placesOfTouch(one: Touch): Item {
  const { kind, state, owner, due, settledAt, at, nextAt, touchId } = one
  const again = { dueKind: nextAt && messageKind, dueAt: nextAt }
  if (kind !== 'task' || state === 'skipped') return again
  const list: TaskState = state === 'open' ? 'open' : 'done'
  const order = state === 'open' ? (due ?? at) : (settledAt ?? at)
  return { ...again, box: tasksOf(list), ownerBox: owner && ownTasksOf(owner, list), boxOrder: `${order}#${touchId}` }
}

function owing(
  { leadId, touchId, kind, tries = 0 }: Touch,
  { facts = [], asks }: Omit<TouchChange, 'change'>,
  before?: Item,
): Item {
  const told: Announcement[] = facts.map((activity) => announcement(ActivityObserved, { activity }))
  if (asks) told.push(announcement(TouchDue, { leadId, touchId, kind, tries }))
  return told.length > 0 ? announcing(told, now(), before) : {}
}

/** What is stored counts: should the bus not take it now, the sweep tells it. */
async function tell({ leadId, touchId }: Touch, item: Item): Promise<void> {
  if (!item.announcements) return
  try {
    await announce(touchKey(leadId, touchId), item, touchEvents)
  } catch (error) {
    log.warn('a task or a message is stored and will be told by the sweep', { leadId, touchId, error: error as Error })
  }
}
