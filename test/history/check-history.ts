import type * as z from 'zod'
import { consentEvidence, mailbox } from '../../core/consent/mailbox.ts'
import { send } from '../../core/consent/send.ts'
import { handoff } from '../../core/handoff/handoff.ts'
import { activity } from '../../core/leads/activity.ts'
import { profile } from '../../core/leads/lead.ts'
import { leadStatus } from '../../core/leads/lead-status.ts'
import { fromInstant } from '../../core/names.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'

/** An item as the table holds it. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string }

/** A mail that SES took, with the tags that it was given. */
export interface TakenMail {
  readonly to: string
  readonly at: string
  readonly tags: Readonly<Record<string, string>>
}

/** One promise that a run broke, and where. */
export interface Breach {
  readonly rule: string
  readonly where: string
}

/** How a run is read: all items of the table, all mails that SES took, and the business time at its end. */
export interface History {
  readonly items: readonly StoredItem[]
  readonly mails: readonly TakenMail[]
  readonly nowMs: number
}

/** Every promise that the table and the mails of a finished run break; a quiet system breaks none. */
export function checkHistory(history: History): Breach[] {
  const leads = readLeads(history.items)
  return [
    ...mailsOf(history, leads),
    ...[...leads.values()].flatMap((lead) => [
      ...statusOf(lead, history.nowMs),
      ...enrolmentsOf(lead),
      ...handoffsOf(lead),
      ...erasureOf(lead, history),
    ]),
    ...untold(history.items),
  ]
}

interface LeadHistory {
  readonly leadId: string
  readonly profile: z.infer<typeof profile> | undefined
  readonly mailbox: z.infer<typeof mailbox> | undefined
  readonly sends: z.infer<typeof send>[]
  readonly evidence: z.infer<typeof consentEvidence>[]
  readonly enrolments: z.infer<typeof enrolment>[]
  readonly handoffs: z.infer<typeof handoff>[]
  readonly activities: z.infer<typeof activity>[]
  readonly keys: string[]
}

function readLeads(items: readonly StoredItem[]): Map<string, LeadHistory> {
  const leads = new Map<string, StoredItem[]>()
  for (const item of items) {
    const leadId = /^LEAD#(.+)$/.exec(item.pk)?.[1]
    if (leadId) leads.set(leadId, [...(leads.get(leadId) ?? []), item])
  }
  return new Map(
    [...leads].map(([leadId, own]) => {
      const under = (prefix: string) => own.filter(({ sk }) => sk.startsWith(prefix))
      const erased = under('MAILBOX')[0]?.erasedAt !== undefined
      return [
        leadId,
        {
          leadId,
          profile: erased ? undefined : under('PROFILE').map((one) => profile.parse(one))[0],
          mailbox: under('MAILBOX').map((one) => mailbox.parse(one))[0],
          sends: under('SEND#').map((one) => send.parse(one)),
          evidence: under('CONSENT#').map((one) => consentEvidence.parse(one)),
          enrolments: under('ENROL#').map((one) => enrolment.parse(one)),
          handoffs: under('HANDOFF#').map((one) => handoff.parse(one)),
          activities: under('ACT#').map((one) => activity.parse(one)),
          keys: own.map(({ sk }) => sk),
        },
      ]
    }),
  )
}

/** "Every mail has a named basis and a claim", marketing mail a consent receipt, and none goes twice. */
function mailsOf({ mails }: History, leads: Map<string, LeadHistory>): Breach[] {
  const breaches: Breach[] = []
  const seen = new Set<string>()
  for (const { tags, at } of mails) {
    const { leadId = '', sendId = '', basis = '' } = tags
    if (basis === 'staff') continue
    const where = `mail ${sendId || '(without sendId)'} at ${at}`
    if (seen.has(sendId)) breaches.push({ rule: 'no mail goes twice', where })
    seen.add(sendId)
    const lead = leads.get(leadId)
    if (!lead) {
      breaches.push({ rule: 'every mail goes to a lead', where })
      continue
    }
    if (lead.mailbox?.erasedAt) continue
    const record = lead.sends.find((one) => one.sendId === sendId)
    if (!record || record.basis !== basis) {
      breaches.push({ rule: 'every mail has a record with its basis', where })
      continue
    }
    if (!isClaimed(lead, record)) breaches.push({ rule: 'every mail has a claim', where })
    if (basis === 'consent' && !hasReceipt(lead, record))
      breaches.push({ rule: 'marketing mail has a consent receipt', where })
    if (
      basis === 'confirmation' &&
      !lead.evidence.some(({ decision, at: asked }) => decision === 'requested' && asked <= at)
    ) {
      breaches.push({ rule: 'a confirmation mail answers a request', where })
    }
  }
  return breaches
}

function isClaimed({ mailbox: box }: LeadHistory, record: z.infer<typeof send>): boolean {
  if (!box) return false
  const claims = [...box.claims, ...box.confirmations, ...box.others]
  // The oldest claims are forgotten: the mailbox remembers 50, and confirmations of a month.
  const oldest = claims.map(({ at }) => at).sort()[0]
  return claims.some(({ sendId }) => sendId === record.sendId) || (oldest !== undefined && record.preparedAt < oldest)
}

/** A grant for the topic before the mail, and no withdrawal between them. */
function hasReceipt({ evidence }: LeadHistory, record: z.infer<typeof send>): boolean {
  const claimedAt = record.claimedAt ?? record.preparedAt
  const decisions = evidence
    .filter(({ topic, decision, at }) => topic === record.topic && decision !== 'requested' && at <= claimedAt)
    .sort((a, b) => (a.at === b.at ? (a.decision === 'withdrawn' ? 1 : -1) : a.at < b.at ? -1 : 1))
  return decisions.at(-1)?.decision === 'granted'
}

/** "Each lead's status follows from its other items", and nobody is forgotten. */
function statusOf(
  { leadId, profile: stored, mailbox: box, enrolments, handoffs }: LeadHistory,
  nowMs: number,
): Breach[] {
  if (!stored || !box) return []
  const standing = leadStatus({ profile: stored, mailbox: box, enrolments, handoffs }, nowMs)
  const breaches: Breach[] = []
  if (standing.status !== stored.status) {
    breaches.push({
      rule: 'status follows from the other items',
      where: `${leadId}: ${stored.status}, should be ${standing.status}`,
    })
  }
  if (stored.status === 'parked' && !stored.parked?.reason)
    breaches.push({ rule: 'a parked lead has a reason', where: leadId })
  if (standing.mailable !== stored.mailable) breaches.push({ rule: 'mailable follows from the mailbox', where: leadId })
  return breaches
}

/** "Enrolled = active + finished + exited": none is missing in the count, and an ended one says when and why. */
function enrolmentsOf({ leadId, enrolments }: LeadHistory): Breach[] {
  const bySequence = Map.groupBy(enrolments, ({ sequence }) => sequence)
  return [...bySequence].flatMap(([sequence, own]) => {
    const numbers = own.map(({ n }) => n).sort((a, b) => a - b)
    const where = `${leadId} in ${sequence}`
    return [
      ...(numbers.some((n, index) => n !== index + 1) ? [{ rule: 'enrolments are counted without gaps', where }] : []),
      ...own
        .filter(({ state, endedAt, reason }) => (state === 'finished' || state === 'exited') && (!endedAt || !reason))
        .map(() => ({ rule: 'an ended enrolment says when and why', where })),
      ...own
        .filter(({ state, due }) => state === 'active' && !due)
        .map(() => ({ rule: 'an active enrolment has a next look', where })),
    ]
  })
}

/** "One hand-off per qualification." */
function handoffsOf({ leadId, handoffs, activities, profile: stored }: LeadHistory): Breach[] {
  const qualified = stored?.qualification?.k ?? 0
  const numbers = handoffs.map(({ k }) => k).sort((a, b) => a - b)
  const facts = new Set(activities.filter(({ type }) => type === 'qualified').map(({ id }) => id))
  return [
    ...(new Set(numbers).size !== numbers.length ? [{ rule: 'one hand-off per qualification', where: leadId }] : []),
    ...numbers
      .filter((k) => k > qualified)
      .map((k) => ({ rule: 'a hand-off has its qualification', where: `${leadId}.${k}` })),
    ...(qualified > 0 && !numbers.includes(qualified)
      ? [{ rule: 'a qualification is handed off', where: `${leadId}.${qualified}` }]
      : []),
    ...(qualified > facts.size ? [{ rule: 'a qualification is kept as a fact', where: leadId }] : []),
  ]
}

/** "An erased address can't be mailed and leaves only a tombstone." */
function erasureOf({ leadId, mailbox: box, keys }: LeadHistory, { mails }: History): Breach[] {
  const { erasedAt } = box ?? {}
  if (!erasedAt) return []
  const late = mails.filter(({ tags, at }) => tags.leadId === leadId && fromInstant(at) > fromInstant(erasedAt))
  return [
    ...(late.length > 0 ? [{ rule: 'no mail after erasure', where: leadId }] : []),
    ...keys
      .filter((sk) => sk !== 'MAILBOX' && sk !== 'PROFILE')
      .map((sk) => ({ rule: 'erasure leaves only a tombstone', where: `${leadId} ${sk.split('#')[0]}` })),
  ]
}

/** Nothing that was decided is left untold. */
function untold(items: readonly StoredItem[]): Breach[] {
  return items
    .filter(({ announcements }) => announcements !== undefined)
    .map(({ pk, sk }) => ({ rule: 'what was decided is told', where: `${pk} ${sk}` }))
}
