import { isWithSales, type LeadState } from '../../core/leads/lead-status.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import { mentionsStop } from '../../core/replies/asks-to-stop.ts'
import { forwardLetter } from '../../core/replies/forward-words.ts'
import type { ReceivedMail } from '../../core/replies/received-mail.ts'
import type { Reply } from '../../core/replies/reply.ts'
import { forwardHeaders } from '../../core/replies/reply-kind.ts'
import { env } from '../aws/env.ts'
import { replyMailKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { readUser } from '../staff/directory.ts'
import { type Mailed, mailLines } from '../staff/mail-lines.ts'

/** SES turned the mail away for now. */
class NotForwardedYet extends Error {}

interface Reader {
  readonly userId: string
  readonly email: string
  readonly locale: string
}

/**
 * Mails a reply to the owner of the lead's open hand-off, else to the mailbox of marketing, once; without what hung on it. An answer to that mail goes to whoever
 * wrote. `refused`: SES takes it for neither. `unknown`: it was on its way and nobody saw its end, so that it is not mailed again. Throws Error when it is to be
 * tried again.
 */
export async function forwardReply(
  reply: Reply,
  mail: ReceivedMail,
  lead: LeadState,
): Promise<'forwarded' | 'refused' | 'unknown'> {
  const marketing = { userId: 'marketing-mailbox', email: env('REPLY_MAILBOX'), locale: 'en' }
  const owner = await ownerOf(lead)
  const readers = owner ? [owner, marketing] : [marketing]
  for (const reader of readers) {
    const mailed = await mailTo(reader, reader === owner, reply, mail, lead)
    if (mailed === 'not-now') throw new NotForwardedYet('a reply could not be forwarded now; the next try mails it')
    if (mailed === 'before' && (await wasNotSeen(reply, reader))) return 'unknown'
    if (mailed !== 'refused') return mailed === 'unknown' ? 'unknown' : 'forwarded'
  }
  return 'refused'
}

/** An earlier try claimed this mail and wrote down no end. */
async function wasNotSeen({ leadId, id }: Reply, { userId }: Reader): Promise<boolean> {
  return (await getItem(replyMailKey(leadId, id, userId)))?.state === 'CLAIMED'
}

async function ownerOf({ handoffs }: LeadState): Promise<Reader | undefined> {
  const handoff = handoffs.find(isWithSales)
  const owner = handoff && (await readUser(handoff.owner))
  return owner?.active ? owner : undefined
}

function mailTo(
  reader: Reader,
  toOwner: boolean,
  reply: Reply,
  { from, subject, isCut }: ReceivedMail,
  { profile }: LeadState,
): Promise<Mailed> {
  const { leadId, id, text, attachments } = reply
  const letter = forwardLetter(
    {
      from,
      lead: { email: profile.email, name: nameOf(profile) },
      subject,
      text,
      attachments,
      isCut,
      mentionsStop: mentionsStop(text),
      toOwner,
    },
    reader.locale,
  )
  const replyTo = from && isDeliverable(from.address) ? from.address : profile.email
  return mailLines(replyMailKey(leadId, id, reader.userId), reader, {
    letter,
    template: 'reply',
    replyTo,
    headers: forwardHeaders,
  })
}

/** As SES takes it in a head: one address in ASCII. */
function isDeliverable(address: string): boolean {
  return address.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(address)
}
