import { topicAndChannel } from '../../core/consent/channel.ts'
import { type Outcome, withOutcome } from '../../core/outreach/callback.ts'
import { resultFact } from '../../core/outreach/result-fact.ts'
import { readTouchName, type Touch } from '../../core/outreach/touch.ts'
import { recordDecisions } from '../consent/record-decisions.ts'
import { isForgotten } from '../webhooks/is-forgotten.ts'
import { changeTouch, readTouch } from './touch-items.ts'

/**
 * Stores what a provider (`by`) says of a message: who says stop is not spoken to on that channel any more, whatever the topic, before anything else is
 * written. Safe to repeat, in any order. Answers the message as it is then; undefined where the provider has no such one.
 */
export async function recordOutcome(
  said: Outcome & { readonly at: string; readonly by: string },
): Promise<Touch | undefined> {
  const { leadId, touchId } = readTouchName(said.messageId)
  const found = await readTouch(leadId, touchId)
  if (found?.kind !== 'message' || found.provider !== said.by || (await isForgotten(leadId))) return undefined
  if (said.outcome === 'stop') await withdraw(found, said.at)
  return changeTouch(leadId, touchId, (read) => {
    const change = withOutcome(read, said.outcome, said.at, said.reason)
    return change && { change, facts: [resultFact(read, `message-${said.outcome}`, said.outcome, said.at)] }
  })
}

async function withdraw({ leadId, channel, provider }: Touch, at: string): Promise<void> {
  await recordDecisions({
    leadId,
    at,
    decide: (mailbox) =>
      Object.keys(mailbox.consent)
        .filter((name) => topicAndChannel(name).channel === channel)
        .map((topic) => ({ topic, decision: 'withdrawn' })),
    proof: () => ({ by: 'provider', text: `the answer “stop”, as ${provider} reports it` }),
  })
}
