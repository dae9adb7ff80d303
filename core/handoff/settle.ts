import type { Profile } from '../leads/lead.ts'
import { further } from '../leads/stage.ts'
import { isQualifiedBySales } from './findings.ts'
import type { Handoff } from './handoff.ts'

/**
 * What a lead's profile must say after its latest hand-off came to this state; status follows by itself. Accepted is SQL once what the funnel asks
 * is found ("sales found need and authority"), a stage only rises; what sales gives back is parked with its reason, and the date where sales or the policy set one. The facts that the hand-off makes
 * say the same of the stage: whichever comes first.
 */
export function profileAfter(handoff: Handoff, profile: Profile): Partial<Profile> {
  switch (handoff.state) {
    // One that was passed on is open once more: what sales development found stays found.
    case 'open':
    case 'accepted':
      return isQualifiedBySales(handoff) ? { stage: further(profile.stage, 'sql') } : {}
    case 'opportunity':
      return { stage: further(profile.stage, 'opportunity') }
    case 'won':
      return { stage: 'customer', customerSince: profile.customerSince ?? handoff.outcome?.at }
    case 'lost': {
      const until = handoff.outcome?.until
      return { parked: { reason: 'lost', ...(until && { until }) } }
    }
    case 'rejected':
      return { parked: { reason: 'rejected' } }
    case 'recycled': {
      const until = handoff.answer?.parkUntil
      return { parked: { reason: 'recycled', ...(until && { until }) } }
    }
  }
}
