import * as z from 'zod/mini'
import { type Handoff, type HandoffState, handoff } from '../../core/handoff/handoff.ts'
import { hasEnded, type InboxPart, inboxParts } from '../../core/handoff/inbox.ts'
import { profile } from '../../core/leads/lead.ts'
import { isMergedAway } from '../../core/leads/lead-status.ts'
import { instant, toInstant } from '../../core/names.ts'
import { getItems, placeOf } from '../aws/get-items.ts'
import { type Key, mailboxKey, profileKey } from '../aws/keys.ts'
import { queryItems } from '../aws/table.ts'
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

/** What a line of the inbox says of a lead. */
const leadInShort = z.pick(profile, { leadId: true, fields: true, stage: true, parked: true })
export interface InboxLine {
  readonly handoff: Handoff
  /** Absent where the lead has no profile. */
  readonly lead: z.infer<typeof leadInShort> | undefined
}

/** One page of the inbox, overdue first; hand-offs that ended come newest first. The index may lag: what left this list by now is left out. */
export async function readInbox(query: InboxQuery): Promise<{ items: InboxLine[]; next?: string }> {
  const { owner, state } = query
  let here: Place | undefined = query.cursor ? readCursor(query.cursor) : { at: toInstant(now()), part: 0 }
  const items: InboxLine[] = []
  while (here && items.length === 0) {
    const keys: Key[] = []
    const ahead = askAhead(query, here)
    while (here && keys.length < query.limit) {
      const page = await readPart(query, here, query.limit - keys.length, ahead)
      keys.push(...page.keys)
      here = page.next
    }
    const lines = await linesOf(keys)
    items.push(...lines.filter(({ handoff: one }) => one.state === state && (!owner || one.owner === owner)))
  }
  return here ? { items, next: Buffer.from(JSON.stringify(here)).toString('base64url') } : { items }
}

async function readPart(
  query: InboxQuery,
  here: Place,
  limit: number,
  ahead: Map<number, Promise<KeysPage>>,
): Promise<{ keys: Key[]; next: Place | undefined }> {
  const { at, part } = here
  const early = await ahead.get(part)
  // Further on in the same range it is another page.
  ahead.delete(part)
  const page = early && early.items.length <= limit ? early : await keysOf(query, here, limit)
  const keys = page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }))
  if (page.next) return { keys, next: { at, part, inner: page.next } }
  return { keys, next: part + 1 < partsOf(query, at).length ? { at, part: part + 1 } : undefined }
}

type KeysPage = Awaited<ReturnType<typeof queryItems>>

function keysOf(query: InboxQuery, { at, part, inner }: Place, limit: number): Promise<KeysPage> {
  const { owner, state } = query
  const between = partsOf(query, at)[part]
  return queryItems({
    ...(owner ? { index: 'owner', pk: ownInboxOf(owner, state) } : { index: 'box', pk: inboxOf(state) }),
    ...(between ? { between } : { newestFirst: true }),
    limit,
    cursor: inner,
  })
}

function partsOf({ state }: InboxQuery, at: string): (InboxPart | undefined)[] {
  return hasEnded(state) ? [undefined] : inboxParts(at)
}

/** One person has few hand-offs in each range, so that a page needs most of them: they are asked for at the same time. */
function askAhead(query: InboxQuery, here: Place): Map<number, Promise<KeysPage>> {
  const parts = query.owner ? partsOf(query, here.at).keys() : []
  const asked = [...parts]
    .filter((part) => part >= here.part)
    .map((part) => [part, keysOf(query, part === here.part ? here : { at: here.at, part }, query.limit)] as const)
  // Whoever waits for one hears what went wrong with it.
  for (const [, page] of asked) page.catch(() => undefined)
  return new Map(asked)
}

/** However long the page, two calls of the table: one reads its hand-offs, one what is shown of their leads; two more where one of these is merged into another. */
async function linesOf(keys: readonly Key[]): Promise<InboxLine[]> {
  const leadOf = ({ pk }: Key) => profileKey(pk.replace('LEAD#', ''))
  const [handoffs, leads] = await Promise.all([getItems(keys), leadsInShort(keys.map(leadOf))])
  const merged = await standFor([...leads.values()].filter(isMergedAway))
  return keys.flatMap((key) => {
    const [item, lead] = [handoffs.get(placeOf(key)), leads.get(placeOf(leadOf(key)))]
    return item ? [{ handoff: handoff.parse(item), lead: lead && (merged.get(lead.leadId) ?? lead) }] : []
  })
}

type LeadInShort = z.infer<typeof leadInShort>

async function leadsInShort(keys: readonly Key[]): Promise<Map<string, LeadInShort>> {
  const items = await getItems(keys, { consistent: false, only: Object.keys(leadInShort.shape) })
  return new Map([...items].map(([place, item]) => [place, leadInShort.parse(item)]))
}

/** The leads that these are merged into, by the id of the merged one. */
async function standFor(merged: readonly LeadInShort[]): Promise<Map<string, LeadInShort>> {
  const boxes = await getItems(
    merged.map(({ leadId }) => mailboxKey(leadId)),
    { only: ['leadId', 'mergedInto'] },
  )
  const pairs = [...boxes.values()].flatMap((box) => {
    const { leadId, mergedInto } = box as { leadId: string; mergedInto?: { leadId: string } }
    return mergedInto ? [[leadId, profileKey(mergedInto.leadId)] as const] : []
  })
  const leads = await leadsInShort(pairs.map(([, key]) => key))
  return new Map(
    pairs.flatMap(([leadId, key]) => {
      const lead = leads.get(placeOf(key))
      return lead ? [[leadId, lead] as const] : []
    }),
  )
}

function readCursor(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw badCursor()
  }
}
