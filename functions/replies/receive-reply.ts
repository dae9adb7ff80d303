import { derivedId } from '../../core/consent/derived-id.ts'
import { type Send, send } from '../../core/consent/send.ts'
import { forgottenUntil } from '../../core/leads/erasure.ts'
import { metricNames } from '../../core/metrics.ts'
import { isSetupNotification } from '../../core/replies/arrived-mail.ts'
import { readAtMostBytes } from '../../core/replies/read-mail.ts'
import { headerOf, type ReceivedMail } from '../../core/replies/received-mail.ts'
import type { Reply } from '../../core/replies/reply.ts'
import { type RepliesTo, readReplyLocalPart } from '../../core/replies/reply-address.ts'
import { whyKept } from '../../core/replies/scan-verdict.ts'
import { env } from '../aws/env.ts'
import { leadPartition, sendKey } from '../aws/keys.ts'
import { deleteReceived, getReceived } from '../aws/replies-bucket.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { everyItem } from '../aws/table.ts'
import { readLead } from '../leads/lead-state.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { keepToLookAt } from './kept-replies.ts'
import { readOrWhy, said } from './made-reply.ts'
import { keepReply } from './reply-items.ts'

/** A mail that came in, where it lies. */
interface Arrived {
  readonly at: string
  readonly key: string
  readonly size: number
}

/**
 * Takes in one mail that came to an address of replies. What is nobody's reply, or nobody saw forwarded, is kept for a person to look at, and counted. Safe to repeat
 * at any point.
 */
export async function receiveReply(arrived: Arrived): Promise<void> {
  const { at, key, size } = arrived
  if (isSetupNotification(key)) return
  const raw = await getReceived(key, readAtMostBytes)
  if (!raw) return keepForReview(arrived, 'it is not in its bucket any more')
  const mail = await readOrWhy(raw, size)
  if (typeof mail === 'string') return keepForReview(arrived, mail)
  const to = await repliedTo(mail)
  const virus = mail.verdict === 'virus' ? whyKept.virus : undefined
  if (!to) return keepForReview(arrived, virus ?? 'none of its addresses was made by Ripen')
  const lead = await readLead(to.leadId)
  if (!lead) return keepForReview(arrived, virus ?? 'there is no such lead')
  const until = forgottenUntil(lead.mailbox)
  if (lead.mailbox.erasedAt || (until !== undefined && at <= until)) {
    await deleteReceived(key)
    measure(metricNames.erasedDropped)
    log.info('a reply of an erased lead was deleted', { leadId: to.leadId })
    return
  }
  const made = madeReply(mail, { at, key, to, sent: await sendOf(to), email: lead.profile.email })
  if (made.what === 'own') return keepForReview(arrived, virus ?? 'it is a forwarded reply that came back')
  const reply = await keepReply(made)
  const { verdict } = reply
  // Most that comes in is nobody's reply.
  const { takeFound, takeReply } = await import('./take-reply.ts')
  const why = verdict ? await takeFound(reply, verdict, lead) : await takeReply(reply, mail, lead)
  if (why) await keepForReview({ at: reply.at, key: reply.object }, why, reply.leadId)
  // The same mail, handed over twice by the server that sent it: one of them is enough.
  if (reply.object !== key) await deleteReceived(key)
}

/** It is listed first, then counted: whoever is called finds it. */
async function keepForReview({ at, key }: Pick<Arrived, 'at' | 'key'>, why: string, leadId?: string): Promise<void> {
  await keepToLookAt({ at, object: key, why, leadId })
  measure(metricNames.repliesKept)
  log.error('a mail that came in is kept for a person to look at', { object: key, why })
}

/** The mail that this replies to, by the first address that Ripen made. */
async function repliedTo({ recipients }: ReceivedMail): Promise<RepliesTo | undefined> {
  const domain = `@${env('REPLY_DOMAIN')}`
  const keys = await tokenKeys()
  for (const address of recipients) {
    if (!address.toLowerCase().endsWith(domain)) continue
    const to = readReplyLocalPart(address.slice(0, -domain.length), keys)
    if (to) return to
  }
  return undefined
}

async function sendOf({ leadId, sendRef }: RepliesTo): Promise<Send | undefined> {
  const { sk: prefix } = sendKey(leadId, sendRef)
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix })) return send.parse(item)
  return undefined
}

function madeReply(
  mail: ReceivedMail,
  { at, key, to, sent, email }: { at: string; key: string; to: RepliesTo; sent: Send | undefined; email: string },
): Reply {
  const named = [mail.messageId ?? key, headerOf(mail, 'date'), headerOf(mail, 'from')]
  return {
    leadId: to.leadId,
    id: derivedId('reply', to.leadId, to.sendRef, ...named),
    at,
    object: key,
    sendId: sent?.sendId,
    template: sent?.template,
    topic: sent?.topic,
    sequence: sent?.sequence,
    ...said(mail, email),
  }
}
