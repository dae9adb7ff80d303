import { consentNameOf } from '../../core/consent/channel.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { type Proof, readEvidence } from './evidence.ts'
import type { ReadLink } from './link-page.ts'
import { recordDecisions } from './record-decisions.ts'

/**
 * "With double opt-in the grant is the confirming POST, never the form": grants the topics of a confirmation link, each proven with the words that were
 * shown. True when at least one of them is granted afterwards; false when nothing was left to confirm, since the person withdrew or was erased.
 */
export async function confirmRequest(
  { claims, signedAt }: ReadLink<'confirm'>,
  from: Pick<Proof, 'ip' | 'userAgent' | 'locale'>,
): Promise<boolean> {
  const { leadId, topics, evidence, form, formVersion } = claims
  const asked = await readEvidence(leadId)
  const mailbox = await recordDecisions({
    leadId,
    at: toInstant(now()),
    decide: () => topics.map((topic) => ({ topic, decision: 'granted', requestedAt: signedAt })),
    proof: (topic) => ({
      ...from,
      by: 'confirmation',
      form: { id: form, version: formVersion },
      confirms: evidence,
      text: asked.findLast(
        (one) => consentNameOf(one.topic, one.channel) === topic && one.decision === 'requested' && one.at <= signedAt,
      )?.text,
    }),
  })
  return topics.some((topic) => mailbox?.consent[topic]?.state === 'granted')
}
