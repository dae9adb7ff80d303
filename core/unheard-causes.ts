import { scoringCauses } from './scoring/acts.ts'

/** Changes of a lead's sequences: no score hangs on them. */
const ofSequences = [
  'enrolled',
  'settled',
  'enrolment-moved',
  'enrolment-active',
  'enrolment-paused',
  'enrolment-finished',
  'enrolment-exited',
  'enrolment-goal',
] as const

/** What scoring and sequences changed, and what Ripen tells sales: nothing that a person did. */
const ofRipen = [...scoringCauses, 'handoff-opened', ...ofSequences]

/**
 * Causes of `LeadChanged` that a consumer has nothing to do for. Its rule leaves them out, since each telling costs a message and a call; should one
 * come nevertheless, the consumer finds nothing to do.
 */
export const unheardCauses = {
  /** What scoring itself changed, and what no score hangs on. */
  scoring: ofRipen,
  /** An enrolment that is new or ended comes as `EnrolmentChanged` beside it. */
  enrolling: ['enrolled', 'enrolment-finished', 'enrolment-exited', 'enrolment-goal'],
  /** A new enrolment has a fresh clock. */
  waking: ['enrolled'],
  /** No duty is met by these. A hand-off that was opened settles its lead, too: that is heard, for what sales did just before. */
  duties: ofRipen,
} as const
