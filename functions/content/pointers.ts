import { releaseKey } from '../aws/keys.ts'
import { getItem, type Item } from '../aws/table.ts'

/**
 * What a pointer (`CONTENT#type#id / CURRENT`) says. A release marks it before its moment: `release` is its id and `next` what is to be live. The mark
 * counts once the item of the release is `live`, whether the pointer was finished since or not (docs/decisions/0007-a-release-is-one-write.md).
 */
export interface PointerRead {
  /** What is live, as the pointer would say it were it finished; undefined when nothing is. */
  readonly live: Item | undefined
  /** The release whose mark is still on it. */
  readonly marked: string | undefined
  /** The release that what is live came with. */
  readonly release: string | undefined
}

/** Which releases are decided: that never changes again. */
const decided = new Map<string, string>()
const decidedAtMost = 1_000

/** Reads a pointer's item, with the item of the release that has marked it. */
export async function pointerFrom(item: Item | undefined): Promise<PointerRead> {
  if (!item) return { live: undefined, marked: undefined, release: undefined }
  const live = item.version === undefined ? undefined : item
  const marked = item.release as string | undefined
  if (marked !== undefined && (await stateOf(marked)) === 'live') {
    return { live: { ...item, ...(item.next as Item) }, marked, release: marked }
  }
  return { live, marked, release: live && (item.lastRelease as string | undefined) }
}

async function stateOf(releaseId: string): Promise<string | undefined> {
  const known = decided.get(releaseId)
  if (known) return known
  const state = (await getItem(releaseKey(releaseId), { only: ['state'] }))?.state as string | undefined
  if (state === 'live' || state === 'abandoned') {
    if (decided.size >= decidedAtMost) decided.clear()
    decided.set(releaseId, state)
  }
  return state
}
