import * as z from 'zod/mini'
import { enrolmentId, instant, leadId, sendId, slug } from '../names.ts'
import { isForMail, otherChannel, otherChannels } from './channel.ts'

/** How many marketing claims a mailbox remembers; caps can't look further back. */
export const claimsKept = 50

export const topicConsent = z.object({
  state: z.enum(['pending', 'granted', 'withdrawn']),
  /** The time of the person's act that the state follows from. */
  decidedAt: instant,
  /** The consent evidence item that proves it (its sort key's id). */
  evidence: z.string(),
  /** When a grant that was confirmed had been asked for: it counts from then, so a withdrawal in between stands. */
  requestedAt: z.optional(instant),
  /** The last withdrawal, kept while a later request is pending: a grant asked for before it counts for nothing. */
  withdrawnAt: z.optional(instant),
  /** A request later than the grant: it is pending again should a withdrawal between the two turn up late. */
  laterRequest: z.optional(z.object({ at: instant, evidence: z.string() })),
})
export type TopicConsent = z.infer<typeof topicConsent>

export const suppression = z.object({
  reason: z.enum(['bounced', 'complained', 'soft-bounces', 'manual', 'undeliverable']),
  at: instant,
  detail: z.optional(z.string()),
})

const merge = z.object({ leadId, at: instant, by: z.string(), reason: z.string() })

const mergedLead = z.object({
  leadId,
  at: instant,
  /** The last withdrawal of each topic that no later grant ended. */
  withdrawn: z.record(z.string(), z.object({ at: instant, evidence: z.string() })),
  suppression: z.optional(suppression),
})
export type MergedLead = z.infer<typeof mergedLead>

/** Which try made a claim: tells an answer that got lost on the way from somebody else's claim of the same mail. */
const by = z.optional(z.string())

/** One marketing mail that was decided: it counts against caps, whatever SES said later, until released. */
export const claim = z.object({ sendId, at: instant, by, topic: slug, sequence: z.optional(slug) })
export type Claim = z.infer<typeof claim>

/** A task or a message that was decided: it counts against the cap of its channel, and says whether the provider was called. */
export const touchClaim = z.object({
  id: sendId,
  at: instant,
  by,
  topic: slug,
  channel: z.optional(otherChannel),
  sequence: z.optional(slug),
  /** Which try was about to call the provider: written before the call, so that no other makes one. */
  call: z.optional(z.string()),
})
export type TouchClaim = z.infer<typeof touchClaim>

/**
 * The mailbox item `LEAD#id / MAILBOX`: all that decides a send, so that one conditional write on `rev` decides it.
 * No record of consent for a topic means no marketing mail for it (fail closed).
 */
export const mailbox = z.object({
  leadId,
  rev: z.int(),
  /** Consent by topic: to mail under the topic's name, to another channel under `<topic>:<channel>`. */
  consent: z.record(z.string(), topicConsent),
  suppression: z.optional(suppression),
  /** Soft bounces in a row without a delivery between. */
  softBounces: z._default(z.int(), 0),
  /** Which mails those were, so that a repeated report counts once. */
  softBounced: z._default(z.array(z.object({ sendId, at: instant })), []),
  claims: z.array(claim).check(z.maxLength(claimsKept)),
  /** Claims of touches that are no mail. */
  touches: z.optional(z.array(touchClaim).check(z.maxLength(claimsKept))),
  /** When confirmation mails were claimed, by sendId; at most 1 in 24 h and 3 in 30 days. */
  confirmations: z._default(z.array(z.object({ sendId, at: instant, by })), []),
  /** Claims of transactional mail still to be told apart from repeats. */
  others: z._default(z.array(z.object({ sendId, at: instant, by })), []),
  /** When the person last replied to a mail: it lies here, so that no claim falls between a reply and what it holds. */
  repliedAt: z.optional(instant),
  /** Highest visit claimed per open enrolment (at most 20). */
  visits: z._default(z.record(enrolmentId, z.int()), {}),
  /** The lead that this one is merged into: no mail goes to this address, and what happens counts for that one. */
  mergedInto: z.optional(merge),
  /** The merge that was undone last: out of which lead, when and why. */
  unmerged: z.optional(merge),
  /** The leads that are merged into this one, with what binds it of them: their withdrawals, and why staff or the person stopped all mail. */
  merged: z.optional(z.array(mergedLead)),
  /** While any are: the consent that the person gave or withdrew by this lead, without what comes of those. */
  ownConsent: z.optional(z.record(z.string(), topicConsent)),
  /** The tombstone: no further mail, no further read; a fresh double opt-in lifts it. */
  erasedAt: z.optional(instant),
  /** What an erasure that was lifted since had covered stays forgotten: acts and facts up to then count for nothing. */
  forgottenUntil: z.optional(instant),
})
export type Mailbox = z.infer<typeof mailbox>

/** What was decided about mail, topic by topic: a lead without any can't be nurtured, whatever else it agreed to. */
export function consentsToMail({ consent }: Mailbox): TopicConsent[] {
  return Object.entries(consent).flatMap(([name, one]) => (isForMail(name) ? [one] : []))
}

/** Immutable proof of a consent decision: `LEAD#id / CONSENT#time#id`. */
export const consentEvidence = z.object({
  leadId,
  id: z.string(),
  topic: slug,
  channel: z.enum(['email', ...otherChannels]),
  decision: z.enum(['requested', 'granted', 'withdrawn']),
  at: instant,
  /** The exact text shown beside the box, and the version of the form that showed it. */
  text: z.optional(z.string()),
  form: z.optional(z.object({ id: slug, version: z.int() })),
  url: z.optional(z.string()),
  ip: z.optional(z.string()),
  userAgent: z.optional(z.string()),
  locale: z.optional(z.string()),
  /** The evidence of the request that this confirms. */
  confirms: z.optional(z.string()),
  /** What a list says of it: on what it rests, where and how it was given; from which list and row. */
  list: z.optional(
    z.object({
      basis: z.string(),
      evidence: z.string(),
      source: z.string(),
      origin: z.string(),
      importId: z.string(),
      row: z.int(),
    }),
  ),
  /** What it was done with: a form post, the confirming POST, one-click, the preference page, a reply that says stop (to a mail, or to a provider of messages), an import, staff. */
  by: z.enum([
    'form',
    'confirmation',
    'one-click',
    'unsubscribe-page',
    'preferences',
    'reply',
    'provider',
    'complaint',
    'import',
    'staff',
  ]),
})
export type ConsentEvidence = z.infer<typeof consentEvidence>
