import { clickDiscounted } from '../../leads/own-acts.ts'

/** The facts that a journey is made of; whatever else happens to a lead changes none. */
export const journeyFacts = [
  'form-submitted',
  'list-imported',
  'page-visited',
  'stage-changed',
  'qualified',
  'handoff-accepted',
  'handoff-qualified',
  'opportunity-opened',
  'deal-won',
  'deal-lost',
  'consent-withdrawn',
  'email-delivered',
  'email-opened',
  'email-clicked',
  'email-complained',
] as const

/** The states of `EnrolmentChanged` that are an end. */
export const journeyEnds: readonly string[] = ['exited', 'goal', 'finished']

/** Is a journey made of facts of this type? */
export function isOfJourney(type: string): boolean {
  return (journeyFacts as readonly string[]).includes(type)
}

/** Deliveries are told by SES alone, and of visits those alone are heard that name where they come from. */
const toldOtherwise: readonly string[] = ['email-delivered', 'page-visited']

/** Of whom it is known anew what counts for whom: the journey is made from all facts. */
export const mergeCauses: readonly string[] = ['merged-into', 'merged-from', 'unmerged']

/**
 * The causes of `LeadChanged` that the funnel hears. Deliveries are told by SES alone, since no one decides by them; an erasure takes its lead out of all counts, and the click of a machine that came to light takes out its click.
 */
export const heardCauses: readonly string[] = [
  ...journeyFacts.filter((type) => !toldOtherwise.includes(type)),
  'erased',
  clickDiscounted,
  ...mergeCauses,
]
