import * as z from 'zod/mini'
import { instant, leadId } from '../names.ts'

/** `proposed` by a rule; `merged` or `undone` by hand or by a rule; `dismissed`: somebody said that it is two people. */
export const mergeStates = ['proposed', 'merged', 'undone', 'dismissed'] as const

/** By what two leads look like one person: a mistyped address, one browser, the link in a mail to the first, one id of a source. */
export const mergeSigns = ['typo', 'browser', 'mail-link', 'external-id'] as const
export type MergeSign = (typeof mergeSigns)[number]

/** What is known of two leads as one person, `LEAD#id / MERGE#into`, so that people find it in a list; the mailboxes decide. */
export const mergeRecord = z.object({
  leadId,
  into: leadId,
  state: z.enum(mergeStates),
  at: instant,
  by: z.string(),
  reason: z.string(),
  /** All that speaks for it, where a rule proposed it. */
  signs: z.optional(z.array(z.enum(mergeSigns))),
})
export type MergeRecord = z.infer<typeof mergeRecord>
