import * as z from 'zod/mini'
import { type Handoff, type HandoffState, handoff } from '../../core/handoff/handoff.ts'
import { hasEnded, type InboxPart, inboxParts } from '../../core/handoff/inbox.ts'
import { instant, toInstant } from '../../core/names.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { badCursor } from '../runtime/cursor.ts'
import { inboxOf, ownInboxOf } from './handoff-items.ts'

export interface InboxQuery {
  readonly owner?: string | undefined
  readonly state: HandoffState
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Where the next page goes on: as of the first page's time, so that nothing moves between overdue and not while somebody turns pages. */
const place = z.object({ at: instant, part: z.int().check(z.gte(0)), inner: z.optional(z.string()) })
type Place = z.infer<typeof place>

/** One page of the inbox, overdue first; hand-offs that ended come newest first. The index may lag: what left this list by now is left out. */
export async function readInbox(query: InboxQuery): Promise<{ items: Handoff[]; next?: string }> {
  let here: Place | undefined = query.cursor ? readCursor(query.cursor) : { at: toInstant(now()), part: 0 }
  const items: Handoff[] = []
  while (here && items.length < query.limit) {
    const page = await readPart(query, here, query.limit - items.length)
    items.push(...page.items)
    here = page.next
  }
  return here ? { items, next: Buffer.from(JSON.stringify(here)).toString('base64url') } : { items }
}

async function readPart(
  { owner, state }: InboxQuery,
  { at, part, inner }: Place,
  limit: number,
): Promise<{ items: Handoff[]; next: Place | undefined }> {
  const parts: (InboxPart | undefined)[] = hasEnded(state) ? [undefined] : inboxParts(at)
  const between = parts[part]
  const page = await queryItems({
    ...(owner ? { index: 'owner', pk: ownInboxOf(owner, state) } : { index: 'box', pk: inboxOf(state) }),
    ...(between ? { between } : { newestFirst: true }),
    limit,
    cursor: inner,
  })
  const found = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const items = found
    .filter((item) => item !== undefined)
    .map((item) => handoff.parse(item))
    .filter((one) => one.state === state && (!owner || one.owner === owner))
  if (page.next) return { items, next: { at, part, inner: page.next } }
  return { items, next: part + 1 < parts.length ? { at, part: part + 1 } : undefined }
}

function readCursor(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw badCursor()
  }
}
