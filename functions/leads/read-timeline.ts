import * as z from 'zod/mini'
import { consentEvidence } from '../../core/consent/mailbox.ts'
import { send } from '../../core/consent/send.ts'
import { activity } from '../../core/leads/activity.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import {
  entriesOfEnrolment,
  entryOfActivity,
  entryOfConsent,
  entryOfReply,
  entryOfSend,
  entryOfTouch,
  newestFirst,
  type TimelineEntry,
  type TimelinePlace,
} from '../../core/leads/timeline.ts'
import { instant } from '../../core/names.ts'
import { touch } from '../../core/outreach/touch.ts'
import { leadPartition, replyKey } from '../aws/keys.ts'
import { everyItem, getItem, queryItems } from '../aws/table.ts'
import { foreignCursor } from '../runtime/cursor.ts'

const placeSchema = z.object({ at: instant, kind: z.string(), id: z.string() })

/**
 * One page of a lead's timeline. Activities, which may be many, are read by time from where the page before ended; sends, evidence and enrolments of one
 * lead are few and are read whole, since their keys are not in the order of time. Throws RangeError for a cursor that is not ours.
 */
export async function readTimeline(
  lead: LeadState,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: TimelineEntry[]; next?: string }> {
  const { leadId } = lead.profile
  const after = cursor === undefined ? undefined : placeOf(cursor)
  const [activities, others] = await Promise.all([
    activitiesUpTo(leadId, after?.at, limit + 1),
    otherEntries(leadId, lead),
  ])
  const entries = [...activities, ...others]
    .filter((entry) => !after || newestFirst(after, entry) < 0)
    .sort(newestFirst)
  const items = await Promise.all(entries.slice(0, limit).map((entry) => withReply(leadId, entry)))
  const last = items.at(-1)
  return entries.length > limit && last ? { items, next: cursorOf(last) } : { items }
}

/** The newest activities, all of the time `upTo` with them (the page before may have ended among those), and so many before it. */
async function activitiesUpTo(leadId: string, upTo: string | undefined, count: number): Promise<TimelineEntry[]> {
  const found: TimelineEntry[] = []
  let older = 0
  let cursor: string | undefined
  do {
    const page = await queryItems({
      pk: leadPartition(leadId),
      between: { from: 'ACT#', to: upTo === undefined ? 'ACT#~' : `ACT#${upTo}#~` },
      newestFirst: true,
      limit: count,
      cursor,
    })
    const entries = page.items.map((item) => entryOfActivity(activity.parse(item)))
    found.push(...entries)
    older += entries.filter(({ at }) => at !== upTo).length
    cursor = page.next
  } while (cursor && older < count)
  return found
}

/** What somebody wrote in a reply lies beside the fact, for as long as it is kept. */
async function withReply(leadId: string, entry: TimelineEntry): Promise<TimelineEntry> {
  if (entry.type !== 'email-replied') return entry
  const item = await getItem(replyKey(leadId, entry.id), { consistent: false })
  return typeof item?.text === 'string' ? entryOfReply(entry, item.text) : entry
}

async function otherEntries(leadId: string, lead: LeadState): Promise<TimelineEntry[]> {
  const entries = lead.enrolments.flatMap(entriesOfEnrolment)
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'SEND#' })) {
    entries.push(entryOfSend(send.parse(item)))
  }
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'TOUCH#' })) {
    entries.push(entryOfTouch(touch.parse(item)))
  }
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'CONSENT#' })) {
    entries.push(entryOfConsent(consentEvidence.parse(item)))
  }
  return entries
}

function cursorOf({ at, kind, id }: TimelinePlace): string {
  return Buffer.from(JSON.stringify({ at, kind, id })).toString('base64url')
}

function placeOf(cursor: string): TimelinePlace {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw foreignCursor()
  }
}
