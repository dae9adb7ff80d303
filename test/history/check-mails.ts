import type { Send } from '../../core/consent/send.ts'
import { forgottenUntil } from '../../core/leads/erasure.ts'
import { fromInstant } from '../../core/names.ts'
import type { LeadHistory } from './lead-history.ts'
import { type Breach, breaches, type Rule } from './rules.ts'

/** A mail that SES took, with the tags that it was given. */
export interface TakenMail {
  readonly to: string
  readonly at: string
  readonly tags: Readonly<Record<string, string>>
}

/** The gateway gives a withdrawal 30 s to be answered: a claim within them may have been there first. */
const answeredWithinMs = 30_000
/** SES proves a mail within 15 minutes, and two sweeps later nobody waits any more. */
const settledWithinMs = 45 * 60_000

/** "Every mail has a named basis and a claim", marketing mail a consent receipt, and none goes twice. */
export function checkMails(mails: readonly TakenMail[], leads: ReadonlyMap<string, LeadHistory>): Breach[] {
  const toLeads = mails.filter((mail) => mail.tags.basis !== 'staff' && !isForgotten(mail, leads))
  const ids = toLeads.map(({ tags }) => tags.sendId ?? '')
  return toLeads.flatMap((mail, index) => {
    const where = `mail ${mail.tags.sendId ?? '(without sendId)'} at ${mail.at}`
    const lead = leads.get(mail.tags.leadId ?? '')
    const broken: readonly Rule[] = lead ? brokenBy(mail, lead) : ['every mail goes to a lead']
    return [
      ...breaches(ids.indexOf(ids[index] ?? '') !== index, 'no mail goes twice', where),
      ...broken.map((rule) => ({ rule, where })),
    ]
  })
}

/** What was recorded of mails from before an erasure is deleted, as it should be; who comes back begins anew, also in the names of its mails. */
function isForgotten({ tags, at }: TakenMail, leads: ReadonlyMap<string, LeadHistory>): boolean {
  const mailbox = leads.get(tags.leadId ?? '')?.mailbox
  const until = mailbox && forgottenUntil(mailbox)
  return until !== undefined && at <= until
}

/** "A mail whose answer nobody saw is settled": nothing stays between claimed and sent for ever. */
export function checkSends(lead: LeadHistory, nowMs: number): Breach[] {
  return lead.sends
    .filter((one) => isOpen(one, lead) && fromInstant(one.claimedAt ?? one.preparedAt) < nowMs - settledWithinMs)
    .map(({ sendId, state }) => ({ rule: 'a send comes to an end', where: `send ${sendId} is ${state}` }))
}

function isOpen(one: Send, lead: LeadHistory): boolean {
  if (one.state === 'PREPARED') return lead.mailbox !== undefined && isClaimed(lead, one)
  return one.state === 'CLAIMED' || one.state === 'UNKNOWN'
}

function brokenBy({ tags, at }: TakenMail, lead: LeadHistory): Rule[] {
  if (lead.mailbox?.erasedAt && tags.basis !== 'confirmation') return ['no mail goes to who was erased']
  const record = lead.sends.find(({ sendId }) => sendId === tags.sendId)
  if (!record || record.basis !== tags.basis) return ['every mail has a record with its basis']
  const broken = new Map<Rule, boolean>([
    ['every mail has a claim', !isClaimed(lead, record)],
    ['marketing mail has a consent receipt', record.basis === 'consent' && !hasReceipt(lead, record)],
    ['a confirmation mail answers a request', record.basis === 'confirmation' && !wasRequested(lead, at)],
  ])
  return [...broken].filter(([, isBroken]) => isBroken).map(([rule]) => rule)
}

function isClaimed({ mailbox }: LeadHistory, { sendId, preparedAt, enrolmentId, visit }: Send): boolean {
  if (!mailbox) return false
  const claims = [...mailbox.claims, ...mailbox.confirmations, ...mailbox.others]
  if (claims.some((claim) => claim.sendId === sendId)) return true
  if (enrolmentId && visit !== undefined && (mailbox.visits[enrolmentId] ?? 0) >= visit) return true
  // The oldest claims are forgotten: the mailbox remembers 50, and confirmations of a month.
  const oldest = claims.map(({ at }) => at).sort()[0]
  return oldest !== undefined && preparedAt < oldest
}

/** A grant of mail about the topic before it, and no withdrawal in force between them; what was said of other channels is no word about mail. */
function hasReceipt({ evidence, activities }: LeadHistory, { topic, claimedAt, preparedAt }: Send): boolean {
  const at = claimedAt ?? preparedAt
  const before = evidence.filter((one) => one.topic === topic && one.channel === 'email' && one.at <= at)
  const granted = before.filter(({ decision }) => decision === 'granted').at(-1)
  if (!granted) return false
  const stored = new Set(activities.filter(({ type }) => type === 'consent-withdrawn').map(({ id }) => id))
  return !before.some(
    (one) =>
      one.decision === 'withdrawn' &&
      // The proof is written first: only what the mailbox took made a fact. SES tells of complaints hours later.
      stored.has(one.id) &&
      one.by !== 'complaint' &&
      one.at >= granted.at &&
      fromInstant(one.at) < fromInstant(at) - answeredWithinMs,
  )
}

function wasRequested({ evidence }: LeadHistory, at: string): boolean {
  return evidence.some((one) => one.decision === 'requested' && one.at <= at)
}
