import { topicsToWithdraw } from '../../core/consent/choices.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { ReceivedMail } from '../../core/replies/received-mail.ts'
import type { Reply } from '../../core/replies/reply.ts'
import { isMachines } from '../../core/replies/reply-kind.ts'
import { type ScanVerdict, whyKept } from '../../core/replies/scan-verdict.ts'
import { changeMailbox } from '../consent/change-mailbox.ts'
import { recordDecisions } from '../consent/record-decisions.ts'
import { readLead } from '../leads/lead-state.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { otherRepliesInDay } from './reply-items.ts'

/** So many replies of one lead are forwarded in a day: more are two programs that answer each other, and do not say so. */
const forwardedADay = 20

/**
 * Does what follows from a reply: what a person wrote holds their sequences (before anything else, so that no claim falls in between), is a fact that scores, and is
 * forwarded; one that only says stop withdraws; what a program sent is a fact that counts for nothing. Answers why a person has to look at it, where one has to.
 * Safe to repeat at any point; throws Error where it is to be repeated.
 */
export async function takeReply(reply: Reply, mail: ReceivedMail, lead: LeadState): Promise<string | undefined> {
  if (reply.what === 'stop') {
    await withdraw(reply)
    return undefined
  }
  const into = lead.mailbox.mergedInto?.leadId
  if (!isMachines(reply.what)) await holdAll(reply, lead)
  await recordFacts(reply.leadId, [factOf(reply)])
  if (reply.what !== 'person') return undefined
  if ((await otherRepliesInDay(reply)) >= forwardedADay) {
    return `more than ${forwardedADay} replies of one lead in a day are not forwarded`
  }
  // What mails to staff is read for people alone: most that comes in is from programs.
  const { forwardReply } = await import('./forward-reply.ts')
  // Sales has the person, not the address that this mail had gone to.
  const { handoffs } = (into && (await readLead(into))) || lead
  const forwarded = await forwardReply(reply, mail, { ...lead, handoffs })
  if (forwarded === 'refused') return 'SES refuses to forward it'
  return forwarded === 'unknown' ? 'nobody can say whether it was forwarded' : undefined
}

/**
 * A reply in which SES found spam or a virus is no fact and goes to nobody; but "when in doubt Ripen does not send": it holds as one of a person does, and where it
 * only says stop it withdraws. Answers why a person has to look at it. Safe to repeat at any point.
 */
export async function takeFound(reply: Reply, found: ScanVerdict, lead: LeadState): Promise<string> {
  if (reply.what === 'stop') await withdraw(reply)
  else if (reply.what === 'person') await holdAll(reply, lead)
  return whyKept[found]
}

/** Those of the lead, and of whoever it is merged into. */
async function holdAll({ leadId, at }: Reply, { mailbox }: LeadState): Promise<void> {
  await hold(leadId, at)
  if (mailbox.mergedInto) await hold(mailbox.mergedInto.leadId, at)
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
