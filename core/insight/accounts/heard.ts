/** The causes of `LeadChanged` by which a person joins a company, moves its stage or leaves it (who is merged counts where the other is). Points come as `LeadScored`. */
export const accountCauses: readonly string[] = [
  'form-submitted',
  'list-imported',
  'stage-changed',
  'handoff-accepted',
  'handoff-qualified',
  'opportunity-opened',
  'deal-won',
  'erased',
  'merged-into',
  'unmerged',
]
