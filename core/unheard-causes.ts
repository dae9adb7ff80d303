/** Changes of a lead's sequences: no score hangs on them. */
const ofSequences = [
  'enrolled',
  'settled',
  'enrolment-moved',
  'enrolment-active',
  'enrolment-paused',
  'enrolment-finished',
  'enrolment-exited',
] as const

/**
 * Causes of `LeadChanged` that a consumer has nothing to do for. Its rule leaves them out, since each telling costs a message and a call; should one
 * come nevertheless, the consumer finds nothing to do.
 */
export const unheardCauses = {
  /** What scoring itself changed, and what no score hangs on. */
  scoring: ['scored', 'stage-changed', 'qualified', 'dropped', ...ofSequences],
  /** A changed score comes as `LeadScored` and a new enrolment as `EnrolmentChanged`, beside it. */
  enrolling: ['scored', 'enrolled'],
  /** A new enrolment has a fresh clock. */
  waking: ['enrolled'],
} as const
