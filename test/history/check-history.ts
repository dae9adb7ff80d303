import { leadStatus } from '../../core/leads/lead-status.ts'
import { checkErasure } from './check-erasure.ts'
import { checkMails, checkSends, type TakenMail } from './check-mails.ts'
import { type LeadHistory, readLeads, type StoredItem } from './lead-history.ts'
import { type Breach, breaches, type Rule } from './rules.ts'

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
    ...breaches(isHalf || isNobody, 'a lead is whole', leadId),
    ...unreadable.map((sk): Breach => ({ rule: 'what is stored can be read', where: `${leadId} ${sk}` })),
  ]
}

/** "Each lead's status follows from its other items", and nobody is forgotten. */
function standing({ leadId, profile, mailbox, enrolments, handoffs }: LeadHistory, nowMs: number): Breach[] {
  if (!profile || !mailbox) return []
  const follows = [nowMs, nowMs - graceMs].map((ms) => leadStatus({ profile, mailbox, enrolments, handoffs }, ms))
  const breach = (rule: Rule, field: 'status' | 'mailable' | 'suppressed') => {
    const isBroken = !follows.some((one) => one[field] === profile[field])
    return breaches(isBroken, rule, `${leadId}: ${profile[field]}, should be ${follows[0]?.[field]}`)
  }
  const isRight = profile.status !== 'parked' || follows.some(({ parked }) => parked?.reason === profile.parked?.reason)
  return [
    ...breach('status follows from the other items', 'status'),
    ...breach('mailable follows from the mailbox', 'mailable'),
    ...breach('suppressed follows from the mailbox', 'suppressed'),
    ...breaches(!isRight, 'a parked lead has its reason', leadId),
  ]
}

/** "Enrolled = active + finished + exited": none is missing in the count, and an ended one says when and why. */
function enrolled({ leadId, enrolments }: LeadHistory): Breach[] {
  return [...Map.groupBy(enrolments, ({ sequence }) => sequence)].flatMap(([sequence, own]) => {
    const numbers = own.map(({ n }) => n).sort((a, b) => a - b)
    const where = `${leadId} in ${sequence}`
    const open = own.filter(({ state }) => state === 'active' || state === 'paused')
    const ended = own.filter((one) => !open.includes(one))
    const hasGap = numbers.some((n, index) => n !== index + 1)
    return [
      ...breaches(hasGap, 'enrolments are counted without gaps', where),
      ...breaches(open.length > 1, 'a lead is in a sequence once at a time', where),
      ...ended.flatMap((one) => breaches(!one.endedAt || !one.reason, 'an ended enrolment says when and why', where)),
      ...own.flatMap(({ state, due }) =>
        breaches(state === 'active' && !due, 'an active enrolment has a next look', where),
      ),
    ]
  })
}

/** "One hand-off per qualification." */
function handedOff({ leadId, handoffs, activities, profile, mailbox }: LeadHistory): Breach[] {
  const { k = 0, state } = profile?.qualification ?? {}
  const numbers = handoffs.map((one) => one.k)
  const facts = new Set(
    activities.filter(({ type }) => type === 'qualified' || type === 'handed-in').map(({ id }) => id),
  )
  // What was before an erasure that was lifted is deleted.
  const isWhole = !mailbox?.forgottenUntil
  const isOwed = state === 'qualified' && !numbers.includes(k)
  return [
    ...breaches(new Set(numbers).size < numbers.length, 'one hand-off per qualification', leadId),
    ...numbers.flatMap((number) => breaches(number > k, 'a hand-off has its qualification', `${leadId}.${number}`)),
    ...breaches(isOwed, 'a qualification is handed off', `${leadId}.${k}`),
    ...breaches(isWhole && k > facts.size, 'a qualification is kept as a fact', leadId),
  ]
}

/** Nothing that was decided, and no fact, is left untold. */
function untold(items: readonly StoredItem[]): Breach[] {
  return items.flatMap(({ announcements, untold: isUntold, pk, sk }) =>
    breaches(announcements !== undefined || isUntold === true, 'what was decided is told', `${pk} ${sk}`),
  )
}
