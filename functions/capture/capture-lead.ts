import { consentAsked, proofOf } from '../../core/capture/consent-asked.ts'
import type { SubmissionRecord } from '../../core/capture/submission-record.ts'
import { submittedFact } from '../../core/capture/submitted-fact.ts'
import { applyConsent, type ConsentDecision } from '../../core/consent/apply-consent.ts'
import { consentFacts } from '../../core/consent/consent-facts.ts'
import { newMailbox } from '../../core/leads/new-lead.ts'
import { changeMailbox, readMailbox } from '../consent/change-mailbox.ts'
import { putEvidence } from '../consent/evidence.ts'
import { ensureLead } from '../leads/ensure-lead.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { formOfVersion } from './published-form.ts'

/**
 * Makes of a submission that is let in what it is: a lead (new or known), the proof of what it consented to, the decision in the mailbox, and the fact that it
 * posted the form. Each write is conditional, so it may run any number of times and go on after a crash anywhere.
 */
export async function captureLead({ leadId, post }: SubmissionRecord): Promise<void> {
  const form = await formOfVersion(post.formId, post.formVersion)
  const fact = submittedFact(leadId, form, post)
  await ensureLead(leadId, post.email, fact)
  const mailbox = (await readMailbox(leadId)) ?? newMailbox(leadId)
  const decisions = consentAsked(form, post, mailbox)
  for (const decision of decisions) {
    await putEvidence(leadId, decision, proofOf(decision.topic, post))
  }
  await decide(leadId, decisions, form.id)
  // A tombstone has no address; who posts after an erasure gives it anew.
  await recordFacts(leadId, [fact], ({ profile }) => (profile.email ? {} : { set: { email: post.email } }))
}

async function decide(leadId: string, decisions: readonly ConsentDecision[], form: string): Promise<void> {
  if (decisions.length === 0) return
  await changeMailbox(leadId, (read) => {
    const change = applyConsent(read, decisions)
    return change && { change, facts: consentFacts(read, change.consent ?? {}, decisions, form) }
  })
}
