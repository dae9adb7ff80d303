import type { LeadHistory, StoredItem } from '../history/lead-history.ts'
import { readLeads } from '../history/lead-history.ts'
import type { World } from './world.ts'

/** Facts by type. A page counts once: a browser that heard no answer and tells of it again tells of another visit. */
function factsOf(activities: LeadHistory['activities']): string[] {
  const pages = new Set(activities.flatMap(({ type, data }) => (type === 'page-visited' ? [data.path] : [])))
  const types = activities.map(({ type }) => type).filter((type) => type !== 'page-visited' && !untimely.has(type))
  return [...types, ...[...pages].map((path) => `page-visited ${path}`)].sort()
}

/**
 * What may come too late to be kept, or is known by a later report alone where its function died; and downloads, of which the next visit tells where the first
 * could not: a guarantee of their own holds them against each visit.
 */
const untimely: ReadonlySet<string> = new Set(['email-delivered', 'message-sent', 'content-downloaded'])

/** How a run ended, without times, ids and versions: the same whatever went wrong on the way. */
export function outcomeOf(world: World) {
  const leads = [...readLeads(world.table.everything() as StoredItem[]).values()]
  return {
    mails: [
      ...world.mails.filter(({ tags }) => tags.template !== 'handoff-warning').map(({ tags }) => String(tags.template)),
      ...world.messages.map(({ channel }) => channel),
    ].sort(),
    leads: leads.map(({ profile, mailbox, enrolments, handoffs, sends, activities }) => ({
      status: profile?.status,
      stage: profile?.stage,
      parked: profile?.parked?.reason,
      mailable: profile?.mailable,
      qualification: profile?.qualification && `${profile.qualification.state} ${profile.qualification.k}`,
      score: profile?.score?.total,
      consent: Object.entries(mailbox?.consent ?? {})
        .map(([topic, { state }]) => `${topic} ${state}`)
        .sort(),
      enrolments: enrolments.map(({ enrolmentId, state, reason }) => `${enrolmentId} ${state} ${reason}`),
      handoffs: handoffs.map(({ k, state, owner }) => `${k} ${state} ${owner}`),
      sends: sends.map(({ template, state }) => `${template} ${state}`).sort(),
      // While a tombstone stands, what SES reports is dropped; what comes late may come after it.
      facts: factsOf(activities),
    })),
  }
}

export type Outcome = ReturnType<typeof outcomeOf>

/** Mails that the first has and the second lacks, as often as they are missing. */
export function missingMails(expected: Outcome, found: Outcome): { toLead: string[]; toStaff: string[] } {
  const left = [...found.mails]
  const missing = expected.mails.filter((template) => {
    const at = left.indexOf(template)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const isStaff = (template: string) => template.startsWith('handoff') || template === 'reply' || template === 'task'
  return { toLead: missing.filter((one) => !isStaff(one)), toStaff: missing.filter(isStaff) }
}

/** How many sends stay without proof. */
export function unconfirmedIn({ leads }: Outcome): number {
  return leads.flatMap(({ sends }) => sends).filter((send) => send.endsWith('UNCONFIRMED')).length
}
