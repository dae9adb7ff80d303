import type { Activity } from '../leads/activity.ts'
import type { ConsentDecision } from './apply-consent.ts'
import { topicAndChannel } from './channel.ts'
import type { Mailbox } from './mailbox.ts'

/** The facts that a change of consent makes: one for each topic that is granted or withdrawn now and was not before. */
export function consentFacts(
  before: Mailbox,
  after: Mailbox['consent'],
  decisions: readonly ConsentDecision[],
  form?: string,
): Activity[] {
  return decisions.flatMap(({ topic, decision, at, evidence }) => {
    if (decision === 'requested' || after[topic]?.evidence !== evidence) return []
    if (before.consent[topic]?.state === decision) return []
    const { topic: about, channel } = topicAndChannel(topic)
    const data = { topic: about, ...(channel !== 'email' && { channel }), ...(form && { form }) }
    return [{ leadId: before.leadId, id: evidence, type: `consent-${decision}`, at, data }]
  })
}
