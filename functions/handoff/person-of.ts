import type { LeadState } from '../../core/leads/lead-status.ts'
import { addressOf } from '../leads/address-of.ts'
import { readLead } from '../leads/lead-state.ts'

/** The lead that stands for the person: of one that is merged, the lead that it is merged into. What sales reads is of the person; what it answers stays with the hand-off that it has. */
export async function personOf(lead: LeadState): Promise<LeadState> {
  const into = lead.mailbox.mergedInto && (await readLead(lead.mailbox.mergedInto.leadId))
  return into && !into.mailbox.erasedAt ? into : lead
}

/** Another address of the same person: a lead that is merged into theirs, and since when. */
export interface SamePerson {
  readonly leadId: string
  readonly email: string
  readonly mergedAt: string
}

/** The leads that are merged into this one, the latest first. */
export async function samePersonAs({ mailbox }: LeadState): Promise<SamePerson[]> {
  const merged = (mailbox.merged ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1))
  return Promise.all(merged.map(async ({ leadId, at }) => ({ leadId, email: await addressOf(leadId), mergedAt: at })))
}
