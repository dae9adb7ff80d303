import type * as z from 'zod/mini'
import { consentEvidence, mailbox } from '../../core/consent/mailbox.ts'
import { send } from '../../core/consent/send.ts'
import { handoff } from '../../core/handoff/handoff.ts'
import { activity } from '../../core/leads/activity.ts'
import { profile } from '../../core/leads/lead.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'

/** An item as the table holds it. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string }

/** All that the table holds of one lead. */
export interface LeadHistory {
  readonly leadId: string
  readonly profile: z.infer<typeof profile> | undefined
  readonly mailbox: z.infer<typeof mailbox> | undefined
  readonly sends: z.infer<typeof send>[]
  readonly evidence: z.infer<typeof consentEvidence>[]
  readonly enrolments: z.infer<typeof enrolment>[]
  readonly handoffs: z.infer<typeof handoff>[]
  readonly activities: z.infer<typeof activity>[]
  /** As they are stored. */
  readonly items: readonly StoredItem[]
  /** Sort keys of items that are not what their key says. */
  readonly unreadable: string[]
}

/** Sorts the items of a table by lead and reads them by their schemas. */
export function readLeads(items: readonly StoredItem[]): Map<string, LeadHistory> {
  const own = items.filter(({ pk }) => pk.startsWith('LEAD#'))
  const byLead = Map.groupBy(own, ({ pk }) => pk.slice('LEAD#'.length))
  return new Map([...byLead].map(([leadId, its]) => [leadId, readLead(leadId, its)]))
}

function readLead(leadId: string, items: readonly StoredItem[]): LeadHistory {
  const unreadable: string[] = []
  const all = <Schema extends z.ZodMiniType>(schema: Schema, prefix: string): z.output<Schema>[] =>
    items
      .filter(({ sk }) => sk.startsWith(prefix))
      .flatMap((item) => {
        const read = schema.safeParse(item)
        if (read.success) return [read.data]
        unreadable.push(item.sk)
        return []
      })
  return {
    leadId,
    profile: all(profile, 'PROFILE')[0],
    mailbox: all(mailbox, 'MAILBOX')[0],
    sends: all(send, 'SEND#'),
    evidence: all(consentEvidence, 'CONSENT#'),
    enrolments: all(enrolment, 'ENROL#'),
    handoffs: all(handoff, 'HANDOFF#'),
    activities: all(activity, 'ACT#'),
    items,
    unreadable,
  }
}
