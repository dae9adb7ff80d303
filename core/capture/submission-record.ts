import * as z from 'zod/mini'
import { consentName } from '../consent/channel.ts'
import { FormSubmitted } from '../events.ts'
import { fromInstant, instant, leadId, slug } from '../names.ts'
import type { FormSubmission, Judgement } from './judge-submission.ts'

const day = 86_400_000

/** How long a submission is kept, in days: "quarantined 30 days"; what was let in outlives any repeat of it that queues and archive could bring. */
const keptDays = { quarantined: 30, accepted: 90, throttled: 90 } as const

/** `SUBMISSION#id / SUBMISSION`: one post, judged once. */
export const submissionRecord = z.object({
  submissionId: z.string(),
  leadId,
  formId: slug,
  state: z.enum(['accepted', 'throttled', 'quarantined']),
  /** What made it suspect. */
  why: z.array(z.string()),
  judgedAt: instant,
  /** The post whole, as it came on the bus. */
  post: FormSubmitted.schema,
  /** Ticked consents that nobody had asked for before it. */
  news: z.array(consentName),
  released: z.optional(z.object({ at: instant, by: z.string() })),
  /** When to ask again for the confirmation, where the mail could not go at once. */
  dueAt: z.optional(instant),
  /** TTL, in seconds since the epoch. */
  expiresAt: z.int(),
})
export type SubmissionRecord = z.infer<typeof submissionRecord>

/** The record of a submission as it was judged. */
export function recordOf(
  post: FormSubmission,
  lead: { readonly leadId: string; readonly news: readonly string[] },
  judgement: Judgement,
  judgedAt: string,
): SubmissionRecord {
  return {
    submissionId: post.submissionId,
    leadId: lead.leadId,
    formId: post.formId,
    state: judgement.state,
    why: [...judgement.why],
    judgedAt,
    post,
    news: [...lead.news],
    expiresAt: expiryOf(judgement.state, post),
  }
}

/** When a submission in this state is kept no longer, in seconds since the epoch. */
export function expiryOf(state: SubmissionRecord['state'], { actedAt }: FormSubmission): number {
  return Math.floor((fromInstant(actedAt) + keptDays[state] * day) / 1000)
}

/** Its time is over, whether or not the table has swept it yet. */
export function isExpired({ expiresAt }: Pick<SubmissionRecord, 'expiresAt'>, nowMs: number): boolean {
  return expiresAt * 1000 <= nowMs
}
