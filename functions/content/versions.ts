import type { ContentType } from '../../core/content/content-type.ts'
import { versionKey } from '../aws/keys.ts'
import { getItem, type Item } from '../aws/table.ts'
import type { CurrentItem } from './content-items.ts'

/** One version as a list tells of it. */
export interface ListedVersion {
  readonly version: number
  readonly at: string
  readonly by: string
  readonly live: boolean
  /** The earlier version that it brought back. */
  readonly restores?: number
  readonly locales?: readonly string[]
  readonly inFlight?: unknown
  /** Who agreed to it for each side, where its type needs that. */
  readonly approvals?: unknown
}

const told = ['version', 'at', 'by', 'follows', 'restores', 'locales', 'inFlight', 'approvals']
/** Read at the same time: one may have 300 KB in the table, though only its names come here. */
const atOnce = 10

/**
 * The versions that were ever live, newest first from `from` on, and where the list goes on. Each names the one before it (`follows`); what a try that died, or
 * lost the race, left between them is passed over.
 */
export async function versionsFrom(
  { type, id, version: liveVersion }: CurrentItem,
  from: number,
  limit: number,
): Promise<{ items: ListedVersion[]; next: number }> {
  const items: ListedVersion[] = []
  let next = from
  while (next >= 1 && items.length < limit) {
    const numbers = Array.from({ length: Math.min(atOnce, next) }, (_, index) => next - index)
    const read = await Promise.all(numbers.map((one) => getItem(versionKey(type, id, one), { only: told })))
    const last = numbers.at(-1) ?? 1
    while (next >= last && items.length < limit) {
      const item = read[numbers.indexOf(next)]
      if (item) items.push(listed(type, item, liveVersion))
      next = Math.min(next - 1, typeof item?.follows === 'number' ? item.follows : next - 1)
    }
  }
  return { items, next }
}

function listed(type: ContentType, item: Item, liveVersion: number): ListedVersion {
  const { version, at, by, restores, locales, inFlight, approvals } = item
  return {
    version: Number(version),
    at: String(at),
    by: String(by),
    live: version === liveVersion,
    ...(typeof restores === 'number' && { restores }),
    ...(type === 'emails' && { locales: (locales as string[] | undefined) ?? [] }),
    ...(inFlight !== undefined && { inFlight }),
    ...(approvals !== undefined && { approvals }),
  }
}
