import type { Handoff } from './handoff.ts'
import { telling } from './telling.ts'

/** Did this person have the lead, which is with somebody else now? Their old link takes it back from nobody. */
export function isFormerOwner({ owner, previousOwners, legs = [] }: Handoff, userId: string): boolean {
  return owner !== userId && (previousOwners.includes(userId) || legs.some((leg) => leg.owner === userId))
}

/** The hand-off with the mail to who just lost it: nobody goes on working at a lead that another has. */
export function tellingFormer(handoff: Handoff, former: string, at: string): Handoff {
  // Counted, since one person may lose it twice.
  return telling(handoff, `moved-${handoff.previousOwners.length}`, former, { template: 'handoff-moved', at })
}
