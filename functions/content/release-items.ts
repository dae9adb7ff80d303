import * as z from 'zod/mini'
import { ContentPublished } from '../../core/events.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { currentKey, releaseKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { type CurrentItem, currentItem } from './content-items.ts'
import { ifCurrentIs } from './make-live.ts'
import { clearDraft } from './store-draft.ts'

/** Longer than the function that publishes may run: who began a release then is dead. */
const deadAfterMs = 2 * 60_000

/** `RELEASE#id / RELEASE`: several contents that go live by one write, that of its `state`. */
const releaseItem = z.object({
  releaseId: z.string(),
  state: z.enum(['preparing', 'live', 'abandoned']),
  /** What each pointer is to say. */
  items: z.array(currentItem),
  startedAt: z.string(),
  by: z.string(),
})
export type Release = z.infer<typeof releaseItem>

export async function readRelease(releaseId: string): Promise<Release | undefined> {
  const item = await getItem(releaseKey(releaseId))
  return item && releaseItem.parse(item)
}

/** Writes a release down before any pointer is marked; answers the one that is there, which may be that of an earlier try. */
export async function beginRelease(releaseId: string, items: readonly CurrentItem[], by: string): Promise<Release> {
  const begun: Release = { releaseId, state: 'preparing', items: [...items], startedAt: toInstant(now()), by }
  if (await putItem(releaseKey(releaseId), { ...begun }, ifAbsent)) return begun
  return (await readRelease(releaseId)) ?? begun
}

/** Marks one pointer on condition that it says what it said when all was checked; true too where this release has marked it before. */
export async function markPointer(
  releaseId: string,
  current: CurrentItem | undefined,
  next: CurrentItem,
): Promise<boolean> {
  const { type, id } = next
  const set: Item = { release: releaseId, next, contentType: type, contentId: id }
  if (await updateItem(currentKey(type, id), { set }, ifCurrentIs(current))) return true
  return (await getItem(currentKey(type, id)))?.release === releaseId
}

/**
 * The moment: all contents of the release are live by this one write, which owes `ContentPublished` of each. False when somebody took it for dead before and
 * gave it up; true too where it is live already.
 */
export async function goLive({ releaseId, items }: Release): Promise<boolean> {
  const events = items.map(({ type, id, version, at }) => announcement(ContentPublished, { type, id, version, at }))
  const set: Item = { state: 'live', liveAt: toInstant(now()), ...announcing(events, now()) }
  if (await updateItem(releaseKey(releaseId), { set }, ifState('preparing'))) return true
  return (await readRelease(releaseId))?.state === 'live'
}

/** What follows the moment, and anybody may do: the pointers say it themselves, the drafts are gone, the bus is told. Safe to repeat. */
export async function finishRelease({ releaseId, items }: Pick<Release, 'releaseId' | 'items'>): Promise<void> {
  for (const next of items) {
    await finishPointer(releaseId, next)
    await clearDraft(next)
  }
  const stored = await getItem(releaseKey(releaseId))
  if (stored?.announcements) await announce(releaseKey(releaseId), stored, [ContentPublished])
}

/** Gives a release up, unless it is live: then nothing of it is ever seen. */
export async function giveUpRelease({ releaseId, items }: Pick<Release, 'releaseId' | 'items'>): Promise<void> {
  if ((await abandon(releaseId))?.state !== 'abandoned') return
  for (const { type, id } of items) await clearMark(releaseId, type, id)
}

/** Answers the release as it is then: one that went live meanwhile stays live. */
async function abandon(releaseId: string): Promise<Release | undefined> {
  await updateItem(releaseKey(releaseId), { set: { state: 'abandoned' } }, ifState('preparing'))
  return readRelease(releaseId)
}

/**
 * Settles the mark that a release left on a pointer, for who wants to change it: of one that is live the pointer is finished, of one that is given up or whose
 * function is dead the mark is taken away. False while somebody may be at work on it still.
 */
export async function settleMark(releaseId: string, type: string, id: string): Promise<boolean> {
  let release = await readRelease(releaseId)
  if (release?.state === 'preparing') {
    if (now() - fromInstant(release.startedAt) < deadAfterMs) return false
    release = await abandon(releaseId)
  }
  const next = release?.items.find((one) => one.type === type && one.id === id)
  if (release?.state === 'live' && next) await finishPointer(releaseId, next)
  else await clearMark(releaseId, type, id)
  return true
}

async function finishPointer(releaseId: string, next: CurrentItem): Promise<void> {
  const set: Item = { ...next, release: undefined, next: undefined, lastRelease: releaseId }
  await updateItem(currentKey(next.type, next.id), { set }, ifMarked(releaseId))
}

async function clearMark(releaseId: string, type: string, id: string): Promise<void> {
  const key = currentKey(type, id)
  const before = await getItem(key)
  // A content that was never live is in no list by its pointer.
  const unlisted = before?.version === undefined && { contentType: undefined, contentId: undefined }
  await updateItem(key, { set: { release: undefined, next: undefined, ...unlisted } }, ifMarked(releaseId))
}

function ifMarked(releaseId: string) {
  return { text: '#release = :release', names: { '#release': 'release' }, values: { ':release': releaseId } }
}

function ifState(state: Release['state']) {
  return { text: '#state = :state', names: { '#state': 'state' }, values: { ':state': state } }
}
