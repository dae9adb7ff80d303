import type { Activity } from '../leads/activity.ts'
import { fromInstant } from '../names.ts'
import type { Duty, Handoff } from './handoff.ts'
import { nextLook } from './keep-sla.ts'

/** The facts that prove a duty done, by activity type: sales reports them (`POST /leads/{leadId}/activities`). An answer proves itself. */
export const provenBy: Readonly<Record<Duty['what'], readonly string[]>> = {
  answer: [],
  call: ['call'],
  email: ['email'],
  meeting: ['meeting-booked', 'demo'],
}

/** The types of facts that would meet a duty of this hand-off; none when no clock waits for a fact. */
export function awaitedFacts({ duties }: Pick<Handoff, 'duties'>): ReadonlySet<string> {
  return new Set(duties.filter(({ metAt }) => !metAt).flatMap(({ what }) => provenBy[what]))
}

/**
 * The hand-off with the duties met that these facts prove, by the time at which they happened ("met by a logged call, not by accepting"). Facts from before
 * it was opened prove nothing, and those dated ahead not yet. Answers the same object when nothing is met by them.
 */
export function meetDuties(handoff: Handoff, facts: readonly Pick<Activity, 'type' | 'at'>[], nowMs: number): Handoff {
  const countable = facts.filter(({ at }) => at >= handoff.openedAt && fromInstant(at) <= nowMs)
  const duties = handoff.duties.map((duty) => {
    const proof = countable
      .filter(({ type }) => provenBy[duty.what].includes(type))
      .map(({ at }) => at)
      .sort()[0]
    return duty.metAt || proof === undefined ? duty : { ...duty, metAt: proof }
  })
  if (duties.every((duty, index) => duty === handoff.duties[index])) return handoff
  const met = { ...handoff, duties }
  return { ...met, due: nextLook(met, nowMs) }
}

/** The fact of the k-th hand-off's beginning. */
export function openedFact(handoff: Handoff): Activity {
  return fact(handoff, 'handoff-opened', handoff.openedAt, { owner: handoff.owner, team: handoff.team })
}

/** The fact of its answer; there is one at most of each kind. */
export function answerFact(
  handoff: Handoff,
  { kind, at, by, reason, parkUntil }: NonNullable<Handoff['answer']>,
): Activity {
  return fact(handoff, `handoff-${kind}`, at, { by, ...(reason && { reason }), ...(parkUntil && { parkUntil }) })
}

const outcomeTypes = { opportunity: 'opportunity-opened', won: 'deal-won', lost: 'deal-lost' } as const

/** The fact of what became of it. */
export function outcomeFact(handoff: Handoff, outcome: NonNullable<Handoff['outcome']>): Activity {
  const { result, at, by, revenue, reason } = outcome
  return fact(handoff, outcomeTypes[result], at, {
    by,
    ...(revenue !== undefined && { revenue }),
    ...(reason && { reason }),
  })
}

/** Named by the hand-off and not at random: told twice it is one fact. */
function fact({ leadId, handoffId, k }: Handoff, type: string, at: string, data: Activity['data']): Activity {
  return { leadId, id: `${type}-${k}`, type, at, data: { handoffId, ...data } }
}
