import type { Activity } from '../leads/activity.ts'
import { fromInstant } from '../names.ts'
import { missingFindings } from './findings.ts'
import type { Duty, Handoff } from './handoff.ts'
import { isClockRunning, nextLook } from './keep-sla.ts'

/** The facts that prove a duty done, by activity type: sales reports them (`POST /leads/{leadId}/activities`). An answer proves itself. */
export const provenBy: Readonly<Record<Duty['what'], readonly string[]>> = {
  answer: [],
  call: ['call'],
  email: ['email'],
  meeting: ['meeting-booked', 'demo'],
  pass: [],
}

/** What proves this duty: what the policy names, else what it is. */
export function proofOf({ what, proof }: Pick<Duty, 'what' | 'proof'>): readonly string[] {
  return proof ?? provenBy[what]
}

/** The types of facts that would meet a duty of this hand-off; none when no clock waits for a fact. */
export function awaitedFacts({ duties }: Pick<Handoff, 'duties'>): ReadonlySet<string> {
  return new Set(duties.filter(({ metAt }) => !metAt).flatMap(proofOf))
}

/**
 * The hand-off with the duties met that these facts prove, by the time at which they happened ("met by a logged call, not by accepting"). Facts from before
 * it was opened prove nothing, and those dated ahead not yet. Answers the same object when nothing is met by them.
 */
export function meetDuties(handoff: Handoff, facts: readonly Pick<Activity, 'type' | 'at'>[], nowMs: number): Handoff {
  const countable = facts.filter(({ at }) => at >= handoff.openedAt && fromInstant(at) <= nowMs)
  const duties = handoff.duties.map((duty) => {
    const proof = countable
      .filter(({ type }) => proofOf(duty).includes(type))
      .map(({ at }) => at)
      .sort()[0]
    return duty.metAt || proof === undefined ? duty : { ...duty, metAt: proof }
  })
  if (duties.every((duty, index) => duty === handoff.duties[index])) return handoff
  const met = { ...handoff, duties }
  return { ...met, due: nextLook(met, nowMs) }
}

/** The duties of this hand-off that this fact meets, by their ids; none where no clock runs on it. */
export function dutiesMetBy(handoff: Handoff, fact: Pick<Activity, 'type' | 'at'>): string[] {
  if (!isClockRunning(handoff)) return []
  const met = meetDuties(handoff, [fact], fromInstant(fact.at)).duties
  return met.filter(({ metAt }, index) => metAt !== handoff.duties[index]?.metAt).map(({ id }) => id)
}

/** The fact of the k-th hand-off's beginning. */
export function openedFact(handoff: Handoff): Activity {
  return fact(handoff, 'handoff-opened', handoff.openedAt, { owner: handoff.owner, team: handoff.team })
}

/** The fact of its answer; there is one at most of each kind. */
export function answerFact(
  handoff: Handoff,
  { kind, at, by, reason, note, parkUntil }: NonNullable<Handoff['answer']>,
): Activity {
  const awaits = kind === 'accepted' ? missingFindings(handoff) : []
  const data = {
    by,
    ...(reason && { reason }),
    ...(note && { note }),
    ...(parkUntil && { parkUntil }),
    // It is no SQL before these are found.
    ...(awaits.length > 0 && { awaits }),
  }
  // What sales development takes is no SQL yet.
  const type = kind === 'accepted' && handoff.passesTo ? 'handoff-taken' : `handoff-${kind}`
  return fact(handoff, type, at, data)
}

/** The fact that sales development passed it on. */
export function passedFact(
  handoff: Handoff,
  { from, at, note }: { from: string; at: string; note?: string | undefined },
): Activity {
  return fact(handoff, 'handoff-passed', at, { from, owner: handoff.owner, team: handoff.team, ...(note && { note }) })
}

const outcomeTypes = { opportunity: 'opportunity-opened', won: 'deal-won', lost: 'deal-lost' } as const

/** The fact of what became of it; an opportunity that moved on is another one each time. */
export function outcomeFact(handoff: Handoff, outcome: NonNullable<Handoff['outcome']>, moved = false): Activity {
  const { result, at, ...said } = outcome
  const isMoved = moved && result === 'opportunity'
  // A CRM may report a deal of which nobody said here what was found: the deal counts, and that is said with it.
  const without = result === 'lost' ? [] : missingFindings(handoff)
  const data = { ...said, ...(without.length > 0 && { without }) }
  const made = fact(handoff, isMoved ? 'opportunity-moved' : outcomeTypes[result], at, data)
  return isMoved ? { ...made, id: `${made.id}-${fromInstant(at)}` } : made
}

/** The fact of a meeting that was agreed on; for the same time it is one. */
export function meetingFact(handoff: Handoff, { on, at, by }: NonNullable<Handoff['meeting']>): Activity {
  const made = fact(handoff, 'meeting-booked', at, { by, on })
  return { ...made, id: `${made.id}-${fromInstant(on)}` }
}

/** Named by the hand-off and not at random: told twice it is one fact. */
function fact({ leadId, handoffId, k }: Handoff, type: string, at: string, data: Activity['data']): Activity {
  return { leadId, id: `${type}-${k}`, type, at, data: { handoffId, ...data } }
}
