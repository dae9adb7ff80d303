import { durationMs } from '../duration.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { fromInstant } from '../names.ts'
import type { Enrolment } from './enrolment.ts'
import type { Sequence } from './sequence.ts'

/** How a mail says that it waits since the person replied. */
export const heldByReply = 'replied'

/** A person who replied talks with somebody: for so long no sequence writes in between, unless it says otherwise. */
const usualHold = '7d'

/** A mail that lost the race with a reply is looked at again after this, and its sequence then ends. */
const lookAgainMs = 60_000

/** What a mail waits for where its person replies: `holdMs` from the reply on, if that was later than `after`. */
export interface ReplyHold {
  readonly after: string
  readonly holdMs: number
}

/** What a reply that comes before the claim of a mail does to it: `on-reply` of its sequence; undefined where it goes on. */
export function replyHoldOf(
  { 'on-reply': onReply = { hold: usualHold } }: Sequence,
  { startedAt }: Enrolment,
): ReplyHold | undefined {
  if (onReply === 'go-on') return undefined
  if (onReply === 'end') return { after: startedAt, holdMs: lookAgainMs }
  return { after: '', holdMs: durationMs(onReply.hold) }
}

/** Until when a sequence holds since its lead replied, in ms; undefined where it does not. */
export function replyHoldsUntil(sequence: Sequence, lead: LeadState, nowMs: number): number | undefined {
  const { 'on-reply': onReply = { hold: usualHold } } = sequence
  const at = lastReply(lead)
  if (at === undefined || typeof onReply === 'string') return undefined
  const untilMs = fromInstant(at) + durationMs(onReply.hold)
  return untilMs > nowMs ? untilMs : undefined
}

/** Does the sequence end since its lead replied, to whatever mail, while in it? */
export function endsByReply({ 'on-reply': onReply }: Sequence, { startedAt }: Enrolment, lead: LeadState): boolean {
  const at = onReply === 'end' ? lastReply(lead) : undefined
  return at !== undefined && at > startedAt
}

/** When the person last replied: as Ripen received it, or as somebody reported it. Programs that answer are not among these. */
function lastReply({ mailbox: { repliedAt = '' }, profile: { activitySummary = {} } }: LeadState): string | undefined {
  const reported = activitySummary['email-replied']?.last ?? ''
  return (reported > repliedAt ? reported : repliedAt) || undefined
}
