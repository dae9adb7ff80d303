import type { Handoff, HandoffState } from './handoff.ts'
import { nextDutyDue } from './keep-sla.ts'

const never = '9999-12-31T23:59:59.999Z'

/** Where a hand-off stands in the lists of its state: priority, then due time of its next duty; those that ended by the time they were opened. */
export function inboxOrder(handoff: Handoff): string {
  if (hasEnded(handoff.state)) return handoff.openedAt
  return `${handoff.priority}#${nextDutyDue(handoff) ?? never}`
}

/** Sales and marketing have nothing to do about these any more. */
export function hasEnded(state: HandoffState): boolean {
  return state !== 'open' && state !== 'accepted' && state !== 'opportunity'
}

/** A range of {@link inboxOrder}, both ends included. */
export interface InboxPart {
  readonly from: string
  readonly to: string
}

/** The ranges to read one after the other: "overdue first, then priority, then due time", as of one instant. */
export function inboxParts(at: string): InboxPart[] {
  const priorities = [1, 2, 3, 4]
  return [
    ...priorities.map((priority) => ({ from: `${priority}#`, to: `${priority}#${at}` })),
    // `!` comes after the end of an instant and before any later one.
    ...priorities.map((priority) => ({ from: `${priority}#${at}!`, to: `${priority}#~` })),
  ]
}
