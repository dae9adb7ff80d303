import { topicsToWithdraw } from '../../core/consent/choices.ts'
import { derivedId } from '../../core/consent/derived-id.ts'
import { type Send, send } from '../../core/consent/send.ts'
import { forgottenUntil } from '../../core/leads/erasure.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { metricNames } from '../../core/metrics.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { isSetupNotification } from '../../core/replies/arrived-mail.ts'
import { readAtMostBytes, readMail, UnreadableMail } from '../../core/replies/read-mail.ts'
import { headerOf, type ReceivedMail } from '../../core/replies/received-mail.ts'
import type { Reply } from '../../core/replies/reply.ts'
import { type RepliesTo, readReplyLocalPart } from '../../core/replies/reply-address.ts'
import { isMachines, replyKind } from '../../core/replies/reply-kind.ts'
import { visibleText } from '../../core/replies/visible-text.ts'
import { env } from '../aws/env.ts'
import { leadPartition, sendKey } from '../aws/keys.ts'
import { deleteReceived, getReceived } from '../aws/replies-bucket.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { everyItem } from '../aws/table.ts'
import { changeMailbox } from '../consent/change-mailbox.ts'
import { recordDecisions } from '../consent/record-decisions.ts'
import { readLead } from '../leads/lead-state.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { keepReply, otherRepliesInDay } from './reply-items.ts'

/** So many replies of one lead are forwarded in a day: more are two programs that answer each other, and do not say so. */
const forwardedADay = 20
const textAtMost = 20_000

/** A mail that came in, where it lies. */
interface Arrived {
  readonly at: string
  readonly key: string
  readonly size: number
}

/**
 * Takes in one mail that came to an address of replies. What a person wrote holds their sequences (before anything else, so that no claim falls in between), is a fact
 * that scores, and is forwarded; a reply that only says stop withdraws; what a program sent is a fact that counts for nothing. What is nobody's reply is kept for a
 * person to look at, and counted. Safe to repeat at any point.
 */
export async function receiveReply({ at, key, size }: Arrived): Promise<void> {
  if (isSetupNotification(key)) return
  const raw = await getReceived(key, readAtMostBytes)
  if (!raw) return keepForReview(key, 'it is not in its bucket any more')
  const mail = await readOrWhy(raw, size)
  if (typeof mail === 'string') return keepForReview(key, mail)
  const to = await repliedTo(mail)
  if (!to) return keepForReview(key, 'none of its addresses was made by Ripen')
  const lead = await readLead(to.leadId)
  if (!lead) return keepForReview(key, 'there is no such lead')
  const until = forgottenUntil(lead.mailbox)
  if (lead.mailbox.erasedAt || (until !== undefined && at <= until)) {
    await deleteReceived(key)
    measure(metricNames.erasedDropped)
    log.info('a reply of an erased lead was deleted', { leadId: to.leadId })
    return
  }
  const made = madeReply(mail, { at, key, to, sent: await sendOf(to), email: lead.profile.email })
  if (made.what === 'own') return keepForReview(key, 'it is a forwarded reply that came back')
  const reply = await keepReply(made)
  await act(reply, mail, lead)
  // The same mail, handed over twice by the server that sent it: one of them is enough.
  if (reply.object !== key) await deleteReceived(key)
}

async function act(reply: Reply, mail: ReceivedMail, lead: LeadState): Promise<void> {
  if (reply.what === 'stop') return withdraw(reply)
  const into = lead.mailbox.mergedInto?.leadId
  if (!isMachines(reply.what)) {
    await hold(reply.leadId, reply.at)
    if (into) await hold(into, reply.at)
  }
  await recordFacts(reply.leadId, [factOf(reply)])
  if (reply.what !== 'person') return
  if ((await otherRepliesInDay(reply)) >= forwardedADay) {
    return keepForReview(reply.object, `more than ${forwardedADay} replies of one lead in a day are not forwarded`)
  }
  // What mails to staff is read for people alone: most that comes in is from programs.
  const { forwardReply } = await import('./forward-reply.ts')
  // Sales has the person, not the address that this mail had gone to.
  const { handoffs } = (into && (await readLead(into))) || lead
  const forwarded = await forwardReply(reply, mail, { ...lead, handoffs })
  if (forwarded === 'refused') keepForReview(reply.object, 'SES refuses to forward it')
  if (forwarded === 'unknown') keepForReview(reply.object, 'nobody can say whether it was forwarded')
}

function keepForReview(key: string, why: string): void {
  measure(metricNames.repliesKept)
  log.error('a mail that came in is kept for a person to look at', { object: key, why })
}

async function readOrWhy(raw: Buffer, size: number): Promise<ReceivedMail | string> {
  try {
    return await readMail(raw, size)
  } catch (error) {
    if (error instanceof UnreadableMail) return error.message
    throw error
  }
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
  const visible = visibleText(mail.text, mail.from?.name)
  const { said, signature } = visible
  const text = [said, signature].filter(Boolean).join('\n\n')
  const named = [mail.messageId ?? key, headerOf(mail, 'date'), headerOf(mail, 'from')]
  return {
    leadId: to.leadId,
    id: derivedId('reply', to.leadId, to.sendRef, ...named),
    at,
    what: replyKind(mail, visible),
    object: key,
    sendId: sent?.sendId,
    template: sent?.template,
    topic: sent?.topic,
    sequence: sent?.sequence,
    ...(mail.from?.address.toLowerCase() !== email.toLowerCase() && { otherSender: true as const }),
    text: text.length > textAtMost ? `${text.slice(0, textAtMost)} …` : text,
    attachments: mail.attachments.map(({ name }) => name),
  }
}

/** "Holds or ends the sequence before its next claim": the claim is a write of the same item. */
async function hold(leadId: string, at: string): Promise<void> {
  await changeMailbox(leadId, ({ erasedAt, repliedAt = '' }) =>
    erasedAt || repliedAt >= at ? undefined : { change: { repliedAt: at } },
  )
}

/**
 * Who says only stop names no topic, so all of them end: "when in doubt Ripen does not send". S3 tells the second alone: whatever was granted in it came before.
 */
async function withdraw({ leadId, at, topic }: Reply): Promise<void> {
  await recordDecisions({
    leadId,
    at: toInstant(fromInstant(at) + 999),
    decide: (mailbox) => {
      const topics = topic === undefined ? Object.keys(mailbox.consent) : topicsToWithdraw(mailbox, topic, true)
      return topics.map((one) => ({ topic: one, decision: 'withdrawn' }))
    },
    proof: () => ({ by: 'reply' }),
  })
}

/** Flat, for conditions; what was written is not in it. */
function factOf({ leadId, id, at, what: kind, sendId, template, topic, sequence, otherSender }: Reply) {
  const known = { kind, sendId, template, topic, sequence, otherSender, ...(isMachines(kind) && { machine: true }) }
  const data = Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return { leadId, id, type: 'email-replied', at, data }
}
