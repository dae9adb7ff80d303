import type { Mailbox } from '../consent/mailbox.ts'
import { fromInstant } from '../names.ts'
import type { Activity } from './activity.ts'
import { foldFacts } from './fold-profile.ts'
import type { Profile } from './lead.ts'
import { leadStatus } from './lead-status.ts'

/** The mailbox of a lead that nobody has asked or decided anything about: nothing may be mailed. */
export function newMailbox(leadId: string): Mailbox {
  return {
    leadId,
    rev: 0,
    consent: {},
    softBounces: 0,
    softBounced: [],
    claims: [],
    confirmations: [],
    others: [],
    visits: {},
  }
}

/** The profile that a person's first known act makes. */
export function newProfile(lead: { readonly leadId: string; readonly email: string }, first: Activity): Profile {
  const blank: Profile = {
    ...lead,
    fields: {},
    fieldsSetBy: {},
    tags: [],
    locale: 'en',
    createdAt: first.at,
    lastActivityAt: first.at,
    activitySummary: {},
    stage: 'subscriber',
    status: 'parked',
    mailable: false,
    version: 0,
  }
  const profile = foldFacts(blank, [first])
  const alone = { profile, mailbox: newMailbox(lead.leadId), enrolments: [], handoffs: [] }
  return { ...profile, ...leadStatus(alone, fromInstant(first.at)) }
}
