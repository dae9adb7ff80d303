import { fromInstant, toInstant } from '../../core/names.ts'
import { type Reply, reply } from '../../core/replies/reply.ts'
import { leadPartition, replyKey } from '../aws/keys.ts'
import { everyItem, getItem, ifAbsent, putItem } from '../aws/table.ts'

/** As long as what was posted by a form; the raw mail goes after 30 days. */
const keptSeconds = 90 * 86_400
const day = 86_400_000

/** Keeps a reply once: answers it as it was kept, by this event or one before. */
export async function keepReply(given: Reply): Promise<Reply> {
  const key = replyKey(given.leadId, given.id)
  const expiresAt = Math.floor(fromInstant(given.at) / 1_000) + keptSeconds
  if (await putItem(key, { ...reply.parse(given), expiresAt }, ifAbsent)) return given
  const kept = await getItem(key)
  // Erased, or expired, in between.
  return kept ? reply.parse(kept) : given
}

/** The reply of this lead that was made of a raw mail, where one was. */
export async function replyMadeOf(object: string, leadId: string): Promise<Reply | undefined> {
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: replyKey(leadId, '').sk })) {
    if (item.object === object) return reply.parse(item)
  }
  return undefined
}

/** How many other replies of people, in which SES found nothing, this lead sent in the day up to this one. */
export async function otherRepliesInDay({ leadId, at, id }: Reply): Promise<number> {
  const since = toInstant(fromInstant(at) - day)
  let count = 0
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: replyKey(leadId, '').sk })) {
    const other = reply.parse(item)
    if (other.what === 'person' && other.verdict === undefined && other.id !== id && other.at > since && other.at <= at)
      count += 1
  }
  return count
}
