import { leadStatus } from '../../core/leads/lead-status.ts'
import { checkErasure } from './check-erasure.ts'
import { checkMails, checkSends, type TakenMail } from './check-mails.ts'
import { type LeadHistory, readLeads, type StoredItem } from './lead-history.ts'

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

/** What clocks and sweeps do by themselves within this time may be still to come. */
const graceMs = 45 * 60_000

/** Every promise that the table and the mails of a finished run break; a quiet system breaks none. */
export function checkHistory({ items, mails, nowMs }: History): Breach[] {
  const leads = readLeads(items)
  return [
    ...checkMails(mails, leads),
    ...[...leads.values()].flatMap((lead) => [
      ...wholeness(lead),
      ...checkSends(lead, nowMs),
      ...standing(lead, nowMs),
      ...enrolled(lead),
      ...handedOff(lead),
      ...checkErasure(lead, items),
    ]),
    ...untold(items),
  ]
}

/** No lead is half made, and what is stored can be read. */
function wholeness({ leadId, profile, mailbox, items, unreadable }: LeadHistory): Breach[] {
  const has = (sk: string) => items.some((item) => item.sk === sk)
  const isHalf = has('PROFILE') !== has('MAILBOX') && !mailbox?.erasedAt
  const isNobody = !profile && items.some(({ sk }) => /^(ACT|ENROL|HANDOFF|SEND)#/.test(sk)) && !mailbox?.erasedAt
  return [
    ...(isHalf || isNobody ? [{ rule: 'a lead is whole', where: leadId }] : []),
    ...unreadable.map((sk) => ({ rule: 'what is stored can be read', where: `${leadId} ${sk}` })),
  ]
}

/** "Each lead's status follows from its other items", and nobody is forgotten. */
function standing({ leadId, profile, mailbox, enrolments, handoffs }: LeadHistory, nowMs: number): Breach[] {
  if (!profile || !mailbox) return []
  const follows = [nowMs, nowMs - graceMs].map((ms) => leadStatus({ profile, mailbox, enrolments, handoffs }, ms))
  const breach = (rule: string, field: 'status' | 'mailable' | 'suppressed'): Breach[] =>
    follows.some((one) => one[field] === profile[field])
      ? []
      : [{ rule, where: `${leadId}: ${profile[field]}, should be ${follows[0]?.[field]}` }]
  return [
    ...breach('status follows from the other items', 'status'),
    ...breach('mailable follows from the mailbox', 'mailable'),
    ...breach('suppressed follows from the mailbox', 'suppressed'),
    ...(profile.status === 'parked' && !follows.some(({ parked }) => parked?.reason === profile.parked?.reason)
      ? [{ rule: 'a parked lead has its reason', where: leadId }]
      : []),
  ]
}

/** "Enrolled = active + finished + exited": none is missing in the count, and an ended one says when and why. */
function enrolled({ leadId, enrolments }: LeadHistory): Breach[] {
  return [...Map.groupBy(enrolments, ({ sequence }) => sequence)].flatMap(([sequence, own]) => {
    const numbers = own.map(({ n }) => n).sort((a, b) => a - b)
    const where = `${leadId} in ${sequence}`
    const open = own.filter(({ state }) => state === 'active' || state === 'paused')
    const ended = own.filter((one) => !open.includes(one))
    return [
      ...(numbers.some((n, index) => n !== index + 1) ? [{ rule: 'enrolments are counted without gaps', where }] : []),
      ...(open.length > 1 ? [{ rule: 'a lead is in a sequence once at a time', where }] : []),
      ...ended
        .filter(({ endedAt, reason }) => !endedAt || !reason)
        .map(() => ({ rule: 'an ended enrolment says when and why', where })),
      ...own
        .filter(({ state, due }) => state === 'active' && !due)
        .map(() => ({ rule: 'an active enrolment has a next look', where })),
    ]
  })
}

/** "One hand-off per qualification." */
function handedOff({ leadId, handoffs, activities, profile, mailbox }: LeadHistory): Breach[] {
  const { k = 0, state } = profile?.qualification ?? {}
  const numbers = handoffs.map((one) => one.k)
  const facts = new Set(activities.filter(({ type }) => type === 'qualified').map(({ id }) => id))
  // What was before an erasure that was lifted is deleted.
  const isWhole = !mailbox?.forgottenUntil
  return [
    ...(new Set(numbers).size === numbers.length ? [] : [{ rule: 'one hand-off per qualification', where: leadId }]),
    ...numbers
      .filter((number) => number > k)
      .map((number) => ({ rule: 'a hand-off has its qualification', where: `${leadId}.${number}` })),
    ...(state === 'qualified' && !numbers.includes(k)
      ? [{ rule: 'a qualification is handed off', where: `${leadId}.${k}` }]
      : []),
    ...(isWhole && k > facts.size ? [{ rule: 'a qualification is kept as a fact', where: leadId }] : []),
  ]
}

/** Nothing that was decided, and no fact, is left untold. */
function untold(items: readonly StoredItem[]): Breach[] {
  return items
    .filter(({ announcements, untold: isUntold }) => announcements !== undefined || isUntold === true)
    .map(({ pk, sk }) => ({ rule: 'what was decided is told', where: `${pk} ${sk}` }))
}
