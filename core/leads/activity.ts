import * as z from 'zod/mini'
import { instant, leadId, slug } from '../names.ts'
import { profileValue, touch } from './lead.ts'

/** What a fact tells about the person: it is folded into the profile, stays in the activity, and is never put on the bus again. */
export const told = z.object({
  /** The person's own answers, by field name. */
  fields: z.optional(z.record(z.string(), profileValue)),
  touch: z.optional(touch),
  locale: z.optional(z.string()),
  tags: z.optional(z.array(slug)),
  /** What the person took off the list of its interests. */
  dropsInterests: z.optional(z.array(slug)),
})

/** What happened to a lead, once and for all: id and time come from the event, never from the receiver. */
export const activity = z.object({
  leadId,
  /** Stable over redeliveries: derived from the event that reported it. */
  id: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,128}$/)),
  type: slug,
  /** When it happened. */
  at: instant,
  /** What is known of it, flat: conditions (`where`) look here. */
  data: z._default(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
    {},
  ),
  told: z.optional(told),
  /** The lead of which it was recorded, where that one is merged into this one: the copy goes when the merge is undone. */
  from: z.optional(leadId),
})
export type Activity = z.infer<typeof activity>

/** The activity types that Ripen itself makes or understands; facts from outside may have others of their own. */
export const activityTypes = [
  'form-submitted',
  'list-imported',
  'consent-granted',
  'consent-withdrawn',
  'email-sent',
  'email-delivered',
  'email-delayed',
  'email-rejected',
  'email-failed',
  'email-opened',
  'email-clicked',
  'email-bounced',
  'email-complained',
  'email-replied',
  'task-answered',
  'touch-skipped',
  'message-sent',
  'message-delivered',
  'message-failed',
  'message-replied',
  'message-stop',
  'page-visited',
  'site-searched',
  'content-downloaded',
  'call',
  'demo',
  'meeting-booked',
  'qualified',
  'dropped',
  'handed-in',
  'service-passed',
  'profile-edited',
  'stage-changed',
  'suppressed',
  'unsuppressed',
  'merged-into',
  'merged-from',
  'unmerged',
  'handoff-opened',
  'handoff-taken',
  'handoff-passed',
  'handoff-accepted',
  'handoff-qualified',
  'handoff-rejected',
  'handoff-recycled',
  'opportunity-opened',
  'opportunity-moved',
  'deal-won',
  'deal-lost',
] as const
export type KnownActivityType = (typeof activityTypes)[number]

/** Total order of facts, the same wherever they are folded: by time, then by id. */
export function byTimeThenId(a: Pick<Activity, 'at' | 'id'>, b: Pick<Activity, 'at' | 'id'>): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
