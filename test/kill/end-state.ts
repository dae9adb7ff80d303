import type { LocalMail } from '../../local/ripen-client.ts'
import type { History } from '../history/check-history.ts'
import { type LeadHistory, readLeads } from '../history/lead-history.ts'
import type { Person } from './person.ts'

type Counted = Readonly<Record<string, number>>

/** What became of one person, without times and ids: equal for all who lived through the same. */
export interface EndState {
  readonly lead: object
  readonly handoffs: object[]
  readonly enrolments: readonly { readonly sent: readonly string[]; readonly [field: string]: unknown }[]
  /** How many facts of each type, and of mails by template. */
  readonly facts: Counted
  /** How many sends of each template came to which end. */
  readonly sends: Counted
  /** How many mails of each template went to the person. */
  readonly mails: Counted
  /** How many mails of each template went to staff about the person. */
  readonly staffMails: Counted
}

/** The end state of a person, and the mails of which nobody can say whether they went: template and state. */
export function endStateOf(history: History, person: Person): { end: EndState; unconfirmed: string[] } {
  const lead = [...readLeads(history.items).values()].find(({ profile }) => profile?.email === person.email)
  if (!lead) throw new Error(`there is no lead ${person.email}`)
  const mails = history.mails as readonly LocalMail[]
  const own = mails.filter(({ to }) => to === person.email)
  const toStaff = mails.filter(({ to, html }) => to !== person.email && html.includes(person.company))
  const unsure = [
    ...lead.sends.filter(({ state }) => state === 'UNCONFIRMED'),
    ...lead.items.filter(({ sk, state }) => sk.startsWith('STAFFMAIL#') && state !== 'SENT'),
  ]
  return {
    end: {
      ...stateOf(lead),
      mails: counted(own.map(({ tags }) => tags.template ?? '')),
      staffMails: counted(toStaff.map(({ tags }) => tags.template ?? '')),
    },
    unconfirmed: unsure.map(({ template, state }) => `${template} ${state}`),
  }
}

/** Mails that SES took and reported, and that are not known as sent all the same: none, since reports are lost by no crash. */
export function unprovenMails({ items, mails }: History): string[] {
  const sends = [...readLeads(items).values()].flatMap((lead) => lead.sends)
  const unproven = sends.filter(({ state }) => state !== 'SENT').map(({ sendId }) => sendId)
  return mails.map(({ tags }) => tags.sendId ?? '').filter((sendId) => unproven.includes(sendId))
}

/** The wait behind each mail of the sequence. A click proves that the mail went, maybe before the cursor says so: a lead that is with sales by then moves it no more. */
const behind: Readonly<Record<string, { readonly template: string; readonly step: string }>> = {
  welcome: { template: 'white-paper-welcome', step: 'time-to-read' },
  'case-study': { template: 'case-study-retail', step: 'let-it-sink-in' },
}

function stateOf(lead: LeadHistory): Omit<EndState, 'mails' | 'staffMails'> {
  const { profile, mailbox, enrolments, handoffs, activities, sends } = lead
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
    handoffs: handoffs.map(({ k, state, team, answer, duties, escalations }) => ({
      k,
      state,
      team,
      answer: answer?.kind,
      duties: duties.map(({ id, warnedAt, breachedAt, metAt }) => [id, ...[warnedAt, breachedAt, metAt].map(Boolean)]),
      escalations: escalations.map(({ what, who }) => `${what} ${who}`),
    })),
    enrolments: enrolments.map(({ sequence, n, state, reason, step, sent, clicked }) => {
      const went = [...new Set([...Object.keys(sent), ...Object.keys(clicked)])].sort()
      const next = behind[step]
      const at = next && went.includes(next.template) ? next.step : step
      return { sequence, n, state, reason, step: at, sent: went, clicked: Object.keys(clicked).sort() }
    }),
    facts: counted(activities.map(({ type, data }) => `${type} ${data.template ?? ''}`.trim())),
    sends: counted(sends.map(({ template, state }) => `${template} ${state}`)),
  }
}

function counted(names: readonly string[]): Counted {
  const groups = [...Map.groupBy(names, (name) => name)].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(groups.map(([name, all]) => [name, all.length]))
}
