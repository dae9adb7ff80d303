import { toInstant } from '../names.ts'
import type { Handoff } from './handoff.ts'

/** Did this person have the lead, which is with somebody else now? Their old link takes it back from nobody. */
export function isFormerOwner({ owner, previousOwners, legs = [] }: Handoff, userId: string): boolean {
  return owner !== userId && (previousOwners.includes(userId) || legs.some((leg) => leg.owner === userId))
}

/** The hand-off with the mail to who just lost it: nobody goes on working at a lead that another has. */
export function tellingFormer(handoff: Handoff, former: string, nowMs: number): Handoff {
  // Counted, since one person may lose it twice.
  const key = `moved-${handoff.previousOwners.length}-${former}`
  return { ...handoff, tells: [...handoff.tells, { key, to: former, template: 'handoff-moved', at: toInstant(nowMs) }] }
}
