import { type Mailbox, mailbox } from '../../core/consent/mailbox.ts'
import { handoff } from '../../core/handoff/handoff.ts'
import { profile } from '../../core/leads/lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import { decidingRange, leadPartition } from '../aws/keys.ts'
import { everyItem, type Item } from '../aws/table.ts'
import { summaryOfHistory } from './activity-history.ts'

/** A lead as it is read, with the profile item as stored (its announcements, index attributes). */
export interface ReadLead extends LeadState {
  readonly stored: Item
}

/** Reads all that decides a lead's next touch in one strongly consistent query; undefined when there is no such lead. */
export async function readLead(leadId: string): Promise<ReadLead | undefined> {
  return leadOf(await itemsBetween(leadId, decidingRange))
}

/** The items of a lead in a range of sort keys, strongly consistent. */
export async function itemsBetween(leadId: string, between: { from: string; to: string }): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId), between })) items.push(item)
  return items
}

/** The lead that these items make; undefined where there is none. */
export async function leadOf(items: readonly Item[]): Promise<ReadLead | undefined> {
  const under = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix))
  const [stored] = under('PROFILE')
  const [box] = under('MAILBOX')
  if (!stored || !box) return undefined
  const [read, own] = [profile.parse(stored), mailbox.parse(box)]
  return {
    profile: read.activitySummary ? read : { ...read, activitySummary: await summaryOfHistory(own) },
    mailbox: own,
    enrolments: under('ENROL#').map((item) => enrolment.parse(item)),
    handoffs: [...under('HANDOFF#'), ...(await handoffsOf(own.merged))].map((item) => handoff.parse(item)),
    stored,
  }
}

/** A person is with sales once: what sales has of leads that are merged into this one counts for it, too. */
async function handoffsOf(merged: Mailbox['merged'] = []): Promise<Item[]> {
  const range = { from: 'HANDOFF#', to: 'HANDOFF#~' }
  return (await Promise.all(merged.map(({ leadId }) => itemsBetween(leadId, range)))).flat()
}
