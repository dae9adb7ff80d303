import type { ConsentDecision } from '../consent/apply-consent.ts'
import type { ConsentEvidence, Mailbox } from '../consent/mailbox.ts'
import { type Form, nameOfConsent } from './form.ts'
import type { FormSubmission } from './judge-submission.ts'

/** Names the evidence of one topic of a submission. */
export function evidenceIdOf(submissionId: string, topic: string): string {
  return `${submissionId}-${topic.replace(':', '_')}`
}

/**
 * What the ticked boxes of a submission decide: `requested` where the form asks to confirm, `granted` where it does not. Only ticked topics are decided; a box
 * left empty withdraws nothing. After an erasure every topic must be confirmed: "a fresh double opt-in lifts it".
 */
export function consentAsked(form: Form, submission: FormSubmission, mailbox: Mailbox): ConsentDecision[] {
  return form.consent
    .map((one) => ({ topic: nameOfConsent(one), optIn: one['opt-in'] }))
    .filter(({ topic }) => Object.hasOwn(submission.consent, topic))
    .map(({ topic, optIn }) => ({
      topic,
      decision: optIn === 'single' && !mailbox.erasedAt ? 'granted' : 'requested',
      at: submission.actedAt,
      evidence: evidenceIdOf(submission.submissionId, topic),
    }))
}

/** The proof of what was decided about a topic: the text that was shown, where, to whom, by which form. */
export function proofOf(topic: string, submission: FormSubmission): Omit<ConsentEvidence, DecisionPart> {
  const { proof } = submission
  return {
    text: submission.consent[topic]?.text,
    form: { id: submission.formId, version: submission.formVersion },
    url: proof.url,
    ip: proof.ip,
    userAgent: proof.userAgent,
    locale: submission.locale,
    by: 'form',
  }
}

type DecisionPart = 'leadId' | 'id' | 'topic' | 'channel' | 'decision' | 'at'

/** The ticked topics that still wait for their confirmation. */
export function topicsToConfirm(submission: FormSubmission, mailbox: Mailbox): string[] {
  return Object.keys(submission.consent)
    .filter((topic) => Object.hasOwn(mailbox.consent, topic) && mailbox.consent[topic]?.state === 'pending')
    .sort()
}

/** The ticked topics that nobody asked for before: only those are worth a mail that can't go at once. */
export function topicsNewlyAsked(submission: FormSubmission, mailbox: Mailbox | undefined): string[] {
  return Object.keys(submission.consent).filter((topic) => {
    const before = mailbox && Object.hasOwn(mailbox.consent, topic) ? mailbox.consent[topic]?.state : undefined
    return before !== 'pending' && before !== 'granted'
  })
}
