import type { LocalMail } from '../../local/ripen-client.ts'
import type { History } from '../history/check-history.ts'
import { type LeadHistory, readLeads } from '../history/lead-history.ts'
import type { Person } from './person.ts'

/** What became of one person, without times and ids: equal for all who lived through the same. */
export interface EndState {
  readonly lead: object
  readonly handoffs: object[]
  readonly enrolments: object[]
  /** How many facts of each type. */
  readonly facts: Readonly<Record<string, number>>
  /** How many sends of each template came to which end. */
  readonly sends: Readonly<Record<string, number>>
  /** How many mails of each template went to the person, or to staff about the person. */
  readonly mails: Readonly<Record<string, number>>
}

/** The end state of a person, and the mails of which nobody can say whether they went: template and state. */
export function endStateOf(history: History, person: Person): { end: EndState; unconfirmed: string[] } {
  const lead = [...readLeads(history.items).values()].find(({ profile }) => profile?.email === person.email)
  if (!lead) throw new Error(`there is no lead ${person.email}`)
  const mails = (history.mails as readonly LocalMail[]).filter(
    ({ to, html }) => to === person.email || html.includes(person.company),
  )
  const toStaff = lead.items.filter(({ sk, state }) => sk.startsWith('STAFFMAIL#') && state !== 'SENT')
  const toLead = lead.sends.filter(({ state }) => state === 'UNCONFIRMED')
  return {
    end: { ...stateOf(lead), mails: counted(mails.map(({ tags }) => tags.template ?? '')) },
    unconfirmed: [...toLead, ...toStaff].map(({ template, state }) => `${template} ${state}`),
  }
}

/** Mails that SES took and reported, and that are not known as sent all the same: none, since reports are lost by no crash. */
export function unprovenMails({ items, mails }: History): string[] {
  const sends = [...readLeads(items).values()].flatMap((lead) => lead.sends)
  const unproven = sends.filter(({ state }) => state !== 'SENT').map(({ sendId }) => sendId)
  return mails.map(({ tags }) => tags.sendId ?? '').filter((sendId) => unproven.includes(sendId))
}

function stateOf({ profile, mailbox, enrolments, handoffs, activities, sends }: LeadHistory): Omit<EndState, 'mails'> {
  const { stage, status, mailable, suppressed, parked, qualification, score } = profile ?? {}
  const consent = Object.entries(mailbox?.consent ?? {}).map(([topic, { state }]) => `${topic} ${state}`)
  return {
    lead: {
      stage,
      status,
      mailable,
      suppressed,
      parked: parked?.reason,
      k: qualification?.k,
      score: score?.total,
      consent,
    },
    handoffs: handoffs.map(({ k, state, owner, answer, duties, escalations }) => ({
      k,
      state,
      owner,
      answer: answer?.kind,
      duties: duties.map(({ id, warnedAt, breachedAt, metAt }) => [id, ...[warnedAt, breachedAt, metAt].map(Boolean)]),
      escalations: escalations.map(({ what, who }) => `${what} ${who}`),
    })),
    enrolments: enrolments.map(({ sequence, n, state, reason, sent, clicked }) => ({
      sequence,
      n,
      state,
      reason,
      // A click proves that the mail went, maybe before the cursor says so: a lead that is with sales by then moves it no more.
      sent: [...new Set([...Object.keys(sent), ...Object.keys(clicked)])].sort(),
      clicked: Object.keys(clicked).sort(),
    })),
    facts: counted(activities.map(({ type }) => type)),
    sends: counted(sends.map(({ template, state }) => `${template} ${state}`)),
  }
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(names, (name) => name)].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(groups.map(([name, all]) => [name, all.length]))
}
