/** How a lead came to be known: what it did before, or by that alone, shows no interest after capture. */
const captures: ReadonlySet<string> = new Set(['form-submitted', 'list-imported'])

/** What happens to a lead, belongs to its capture, or is decided about it; everything else is an act of its own. */
const noActs: ReadonlySet<string> = new Set([
  'list-imported',
  'consent-granted',
  'consent-withdrawn',
  'email-sent',
  'email-delivered',
  'email-delayed',
  'email-rejected',
  'email-failed',
  'email-bounced',
  'email-complained',
  'handed-in',
  'service-passed',
  'handoff-opened',
  'handoff-taken',
  'handoff-passed',
  'handoff-accepted',
  'handoff-qualified',
  'handoff-rejected',
  'handoff-recycled',
  'opportunity-opened',
  'deal-won',
  'deal-lost',
])

/** What scoring itself decides: a rule about it would let a score feed itself. */
export const ownDecisions: readonly string[] = ['qualified', 'dropped', 'stage-changed']

/** What a change of a lead by scoring is told as. */
export const scoringCauses: readonly string[] = ['scored', ...ownDecisions]

/** Did the lead become known by a fact of this type? */
export function isCapture(type: string): boolean {
  return captures.has(type)
}

/** Does a fact of this type show that the person did something? Types from outside (a call, a demo, a webinar) do. */
export function isAct(type: string): boolean {
  return !noActs.has(type) && !ownDecisions.includes(type)
}
