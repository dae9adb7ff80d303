import { holds } from '../condition.ts'
import { stages } from '../leads/lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import type { Enrolment } from './enrolment.ts'
import { leadFacts } from './lead-facts.ts'
import type { Sequence } from './sequence.ts'

/**
 * What the sequence is for has happened: in words, or undefined while it has not. It ends the enrolment as `goal`, counted apart from exits. A goal that is
 * reached in the same moment as an exit counts: the lead did what it was asked for.
 */
export function goalReached(
  { goal }: Sequence,
  enrolment: Enrolment,
  { profile, mailbox }: LeadState,
): string | undefined {
  if (!goal || mailbox.erasedAt) return undefined
  if ('stage' in goal) {
    return stages.indexOf(profile.stage) >= stages.indexOf(goal.stage) ? `goal reached: stage ${goal.stage}` : undefined
  }
  if ('event' in goal)
    return Object.hasOwn(enrolment.seen, goal.event) ? `goal reached: event ${goal.event}` : undefined
  return holds(goal.when, leadFacts(profile, enrolment)) ? 'goal reached: condition' : undefined
}
