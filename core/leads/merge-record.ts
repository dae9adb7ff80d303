import * as z from 'zod/mini'
import { instant, leadId } from '../names.ts'

/** `proposed` by a rule; `merged` or `undone` by hand or by a rule; `dismissed`: somebody said that it is two people. */
export const mergeStates = ['proposed', 'merged', 'undone', 'dismissed'] as const

/** What is known of two leads as one person, `LEAD#id / MERGE#into`, so that people find it in a list; the mailboxes decide. */
export const mergeRecord = z.object({
  leadId,
  into: leadId,
  state: z.enum(mergeStates),
  at: instant,
  by: z.string(),
  reason: z.string(),
})
export type MergeRecord = z.infer<typeof mergeRecord>
