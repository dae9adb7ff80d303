import { type Mailbox, mailbox } from '../../core/consent/mailbox.ts'
import { LeadErased } from '../../core/events.ts'
import { isBareTombstone, nextLookAt, tombstone } from '../../core/leads/erasure.ts'
import { profile } from '../../core/leads/lead.ts'
import { toInstant } from '../../core/names.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { leadPartition, mailboxKey, profileKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, ifRev, putItem, queryItems } from '../aws/table.ts'
import { MailboxContended, readMailbox } from '../consent/change-mailbox.ts'
import { now } from '../runtime/clock.ts'
import { leadEvents } from './change-lead.ts'
import { erasedBox } from './delete-erased.ts'
import { stripProfile } from './strip-profile.ts'

/**
 * Erases one person: the mailbox becomes a tombstone in one conditional write, which owes `LeadErased`; the profile is stripped; a consumer deletes the rest.
 * With it go those that are merged with it: they are the same person. Safe to repeat: a bare tombstone stays as it is. Of somebody nothing is known of, nothing is written. Throws when it is not stored.
 */
export async function eraseLead(leadId: string): Promise<void> {
  for (const one of await samePerson(leadId)) await eraseOne(one)
}

/** The leads that are merged with this one, and last itself: who died in between finds the others by it again. */
async function samePerson(leadId: string): Promise<string[]> {
  const own = await readMailbox(leadId)
  const into = own?.mergedInto?.leadId
  const merged = into ? (await readMailbox(into))?.merged : own?.merged
  const others = [...(merged ?? []).map((one) => one.leadId), ...(into ? [into] : [])]
  return [...others.filter((one) => one !== leadId), leadId]
}

async function eraseOne(leadId: string): Promise<void> {
  const stored = await buryMailbox(leadId)
  if (!stored) return
  await stripProfile(leadId, String(stored.erasedAt))
  if (stored.announcements) await announce(mailboxKey(leadId), stored, leadEvents)
}

/** Writes the tombstone; answers the mailbox item as it is then, or undefined where nothing at all is held. */
async function buryMailbox(leadId: string): Promise<Item | undefined> {
  const key = mailboxKey(leadId)
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const item = await getItem(key)
    if (!item && (await queryItems({ pk: leadPartition(leadId), limit: 1 })).items.length === 0) return undefined
    const read: Mailbox | undefined = item && mailbox.parse(item)
    if (item && read && (await isBare(read))) return item
    const erasedAt = toInstant(now())
    const owed = announcing([announcement(LeadErased, { leadId, erasedAt })], now())
    const buried = { ...tombstone(read, leadId, erasedAt), ...owed, ...erasedBox(nextLookAt(erasedAt, now())) }
    // The whole item is replaced, and with it what it owed: facts from before the erasure.
    if (await putItem(key, buried, read ? ifRev(read.rev) : ifAbsent)) return buried
  }
  throw new MailboxContended()
}

async function isBare(read: Mailbox): Promise<boolean> {
  const item = await getItem(profileKey(read.leadId))
  return isBareTombstone(read, item && profile.parse(item))
}
