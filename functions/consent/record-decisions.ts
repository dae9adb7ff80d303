import { applyConsent, type ConsentDecision } from '../../core/consent/apply-consent.ts'
import { consentFacts } from '../../core/consent/consent-facts.ts'
import { derivedId } from '../../core/consent/derived-id.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { changeMailbox, readMailbox } from './change-mailbox.ts'
import { type Proof, putEvidence } from './evidence.ts'

/** What a person (or SES in a person's name) does to a mailbox. */
export interface Act {
  readonly leadId: string
  /** The time of the person's act. */
  readonly at: string
  readonly decide: (
    mailbox: Mailbox,
  ) => readonly { topic: string; decision: 'granted' | 'withdrawn'; requestedAt?: string }[]
  /** What is kept as proof, by topic. */
  readonly proof: (topic: string) => Proof
  /** Changes of the same mailbox that go with it. */
  readonly beside?: (mailbox: Mailbox) => Partial<Mailbox> | undefined
}

/**
 * Stores what a person decided: first the proof of each decision that changes something, then all of it in the mailbox by one write, which owes the facts.
 * "A withdrawal counts for both": where leads of one person are merged, it is in all their mailboxes before this returns; what it grants is for this address alone.
 * Answers the mailbox as it is then, or undefined when there is none. Throws when it is not stored.
 */
export async function recordDecisions(act: Act): Promise<Mailbox | undefined> {
  const stored = await recordOne(act)
  const done = new Set([act.leadId])
  for (const waits = samePerson(stored); waits.length > 0; ) {
    const leadId = waits.shift() as string
    if (done.has(leadId)) continue
    done.add(leadId)
    const decide = (mailbox: Mailbox) => act.decide(mailbox).filter(({ decision }) => decision === 'withdrawn')
    waits.push(...samePerson(await recordOne({ ...act, leadId, decide })))
  }
  return stored
}

function samePerson(mailbox: Mailbox | undefined): string[] {
  const { mergedInto, merged = [] } = mailbox ?? {}
  return [...(mergedInto ? [mergedInto.leadId] : []), ...merged.map(({ leadId }) => leadId)]
}

async function recordOne({ leadId, at, decide, proof, beside }: Act): Promise<Mailbox | undefined> {
  const read = await readMailbox(leadId)
  if (!read) return undefined
  const decisions = decide(read)
    .map((one): ConsentDecision => {
      const { by } = proof(one.topic)
      return { ...one, at, evidence: derivedId('consent', leadId, one.topic, one.decision, at, by) }
    })
    .filter((one) => applyConsent(read, [one]) !== undefined)
  if (decisions.length === 0 && !beside?.(read)) return read
  for (const decision of decisions) await putEvidence(leadId, decision, proof(decision.topic))
  return changeMailbox(leadId, (current) => {
    const consent = applyConsent(current, decisions)
    const other = beside?.(current)
    if (!consent && !other) return undefined
    const form = decisions.map(({ topic }) => proof(topic).form?.id).find(Boolean)
    return {
      change: { ...consent, ...other },
      facts: consentFacts(current, consent?.consent ?? current.consent, decisions, form),
    }
  })
}
