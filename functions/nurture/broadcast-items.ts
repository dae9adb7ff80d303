import { BroadcastRequested } from '../../core/events.ts'
import { type Broadcast, broadcast } from '../../core/nurture/broadcast.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { broadcastKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'

/** Reads a broadcast; undefined when there is none. */
export async function readBroadcast(broadcastId: string): Promise<Broadcast | undefined> {
  const item = await getItem(broadcastKey(broadcastId))
  return item && broadcast.parse(item)
}

/** Puts a broadcast and asks for its first page; one that is there already is left as it is. */
export async function startBroadcast(started: Broadcast): Promise<void> {
  const item: Item = { ...started, ...asking(started) }
  if (await putItem(broadcastKey(started.broadcastId), item, ifAbsent)) await tell(started.broadcastId, item)
}

/** Moves a broadcast to its next page, or to its end, on condition that nobody did, and asks for that page. */
export async function moveBroadcast(read: Broadcast, to: Broadcast): Promise<void> {
  const { broadcastId, page, place, seen, entered, state, endedAt } = to
  const set: Item = { page, place, seen, entered, state, endedAt, ...(state === 'running' && asking(to)) }
  const stored = await updateItem(
    broadcastKey(broadcastId),
    { set },
    { text: '#page = :read', names: { '#page': 'page' }, values: { ':read': read.page } },
  )
  if (stored && state === 'running') await tell(broadcastId, stored)
}

function asking({ broadcastId, page }: Broadcast): Item {
  return announcing([announcement(BroadcastRequested, { broadcastId, page })], now())
}

/** What is stored counts: should the bus not take it now, the sweep asks for the page. */
async function tell(broadcastId: string, stored: Item): Promise<void> {
  try {
    await announce(broadcastKey(broadcastId), stored, [BroadcastRequested])
  } catch (error) {
    log.warn('the next page of a broadcast will be asked for by the sweep', { broadcastId, error: error as Error })
  }
}
