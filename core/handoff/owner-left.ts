import { isWithSales } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import type { User } from '../staff/user.ts'
import type { Handoff } from './handoff.ts'
import type { Choice } from './route-lead.ts'
import { telling } from './telling.ts'

/** Has the owner of a lead that sales has left the company? Whoever is only away comes back. */
export function hasLeft(handoff: Handoff, owner: User | undefined): boolean {
  return isWithSales(handoff) && owner?.active !== true
}

/** The hand-off with the one who takes it over: what was done stays done, what is due stays due, and what the one who left was owed is told to nobody. */
export function takeOver(handoff: Handoff, { owner, why }: Choice, nowMs: number): Handoff {
  const { owner: before, previousOwners, tells } = handoff
  const given: Handoff = {
    ...handoff,
    owner,
    routedBy: `${before} is not there any more; ${why}`,
    previousOwners: [...previousOwners, before],
    tells: tells.filter(({ to }) => to !== before),
  }
  return telling(given, 'opened', owner, { template: 'handoff-opened', at: toInstant(nowMs) })
}
