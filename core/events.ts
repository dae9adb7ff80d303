import * as z from 'zod/mini'
import { consentName } from './consent/channel.ts'
import { activity } from './leads/activity.ts'
import { profileValue, stage, status, touch } from './leads/lead.ts'
import { enrolmentId, handoffId, instant, leadId, slug } from './names.ts'
import { once } from './once.ts'

/** One kind of event on Ripen's bus: serves the publisher, the rule and the handler alike. */
export interface EventKind<Name extends string = string, Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: Name
  readonly schema: Schema
  /** The EventBridge pattern that matches it. */
  readonly pattern: { readonly source: readonly string[]; readonly 'detail-type': readonly string[] }
}

/** The `source` of everything that Ripen publishes. */
export const eventSource = 'ripen'

export function eventKind<Name extends string, Schema extends z.ZodMiniType>(
  name: Name,
  schema: () => Schema,
): EventKind<Name, Schema> {
  const made = once(schema)
  return {
    name,
    get schema() {
      return made()
    },
    pattern: { source: [eventSource], 'detail-type': [name] },
  }
}

/** A form was posted and acknowledged. The one durable write of capture: everything later is made from this. */
export const FormSubmitted = eventKind('FormSubmitted', () =>
  z.object({
    submissionId: z.string(),
    formId: slug,
    formVersion: z.int(),
    /** The server's time of the post: the time of the person's act. */
    actedAt: instant,
    /** Canonical address; identity is made from it. */
    email: z.string(),
    fields: z.record(z.string(), profileValue),
    /** What was ticked, by topic (and channel), with the exact text that was shown. */
    consent: z.record(consentName, z.object({ text: z.string() })),
    touch,
    locale: z.string(),
    /** What makes it suspect, judged by the consumer. */
    signs: z.object({
      honeypot: z.boolean(),
      renderedAt: z.optional(instant),
      tokenValid: z.optional(z.boolean()),
      origin: z.optional(z.string()),
      originAllowed: z.boolean(),
    }),
    proof: z.object({ url: z.optional(z.string()), ip: z.optional(z.string()), userAgent: z.optional(z.string()) }),
    /** A hash of form and content where the post named no key of its own: the same within a minute is a double click. */
    sameAs: z.optional(z.string()),
    /** A person looked at it in quarantine and let it in. */
    released: z.optional(z.object({ at: instant, by: z.string() })),
    /** The browser that posted it, where its owner agreed to be tracked. */
    visitor: z.optional(z.string()),
    /** What the browser was called before its owner gave this address, where it had said to be somebody. */
    visitorBefore: z.optional(z.string()),
    /** Whose mail had the link that the form was opened by, where the post gives another address than theirs. */
    reader: z.optional(leadId),
  }),
)

/** A fact about a known lead, from any door but the forms: SES, website, sales, imports. */
export const ActivityObserved = eventKind('ActivityObserved', () => z.object({ activity }))

/** A lead's facts changed; consumers read the lead and drive it to where it should be. */
export const LeadChanged = eventKind('LeadChanged', () =>
  z.object({
    leadId,
    version: z.int(),
    /** The type and id of the fact that changed it, or the decision. */
    cause: z.object({ type: z.string(), id: z.string(), at: instant }),
    /** What triggers and wakers of sequences look at. */
    data: z._default(z.record(z.string(), z.unknown()), {}),
    stage,
    status,
    /** Is any of its enrolments open? Where none is, there is nothing to wake. */
    inSequence: z.optional(z.boolean()),
  }),
)

export const LeadScored = eventKind('LeadScored', () =>
  z.object({
    leadId,
    total: z.number(),
    fit: z.number(),
    interest: z.number(),
    model: slug,
    modelVersion: z.int(),
    at: instant,
    stage,
  }),
)

/** `Qualified#k` was decided: the lead is sales-ready for the k-th time. */
export const LeadQualified = eventKind('LeadQualified', () =>
  z.object({
    leadId,
    k: z.int(),
    total: z.number(),
    model: slug,
    modelVersion: z.int(),
    at: instant,
  }),
)

/** Somebody of sales made the lead sales-ready by hand. */
export const LeadHandedIn = eventKind('LeadHandedIn', () => z.object({ leadId, k: z.int(), by: slug, at: instant }))

/** The people of a company qualify together, which none of them may alone. */
export const AccountQualified = eventKind('AccountQualified', () =>
  z.object({ domain: z.string(), at: instant, people: z.int(), engaged: z.int(), fit: z.int(), interest: z.int() }),
)

export const EnrolmentChanged = eventKind('EnrolmentChanged', () =>
  z.object({
    leadId,
    enrolmentId,
    sequence: slug,
    state: z.enum(['active', 'paused', 'finished', 'exited', 'goal']),
    reason: z.optional(z.string()),
    /** When it came to this state. */
    at: instant,
  }),
)

/** One page of a list is to enter a sequence; the item of the broadcast says where it begins. */
export const BroadcastRequested = eventKind('BroadcastRequested', () =>
  z.object({ broadcastId: z.string(), page: z.int() }),
)

export const HandoffChanged = eventKind('HandoffChanged', () =>
  z.object({ leadId, handoffId, state: z.string(), owner: slug, cause: z.string(), at: instant }),
)

export const ContentPublished = eventKind('ContentPublished', () =>
  z.object({ type: z.string(), id: z.string(), version: z.int(), at: instant }),
)

/**
 * One page of the leads inside a sequence is to be moved to this version, or taken out, or one of the clocks under `sla-policies/<id>`; the item of the job says
 * where it begins.
 */
export const InFlightRequested = eventKind('InFlightRequested', () =>
  z.object({ sequence: z.string().check(z.regex(/^(sla-policies\/)?[a-z0-9-]+$/)), version: z.int(), page: z.int() }),
)

/** All leads are to be scored anew, since the model or its bar is another; the item of the pass says how far it is. */
export const RescoringRequested = eventKind('RescoringRequested', () => z.object({ page: z.int() }))

/** One piece of what a model would do with all leads is to be looked at; the item of the trial says where it begins. */
export const TrialRequested = eventKind('TrialRequested', () => z.object({ trialId: z.string(), page: z.int() }))

/** The tombstone is written; a consumer now deletes what is held. */
export const LeadErased = eventKind('LeadErased', () => z.object({ leadId, erasedAt: instant }))

/** A lead was merged into another, or that was undone: the lead's mailbox says which, and a consumer drives both to it. */
export const LeadMerged = eventKind('LeadMerged', () =>
  z.object({ leadId, into: leadId, state: z._default(z.enum(['merged', 'undone']), 'merged'), at: instant }),
)

/** What SES reports on the default bus; the rule also filters by the configuration set. */
export const sesDetailTypes = {
  send: 'Email Sent',
  delivery: 'Email Delivered',
  delay: 'Email Delivery Delayed',
  reject: 'Email Rejected',
  'rendering-failure': 'Email Rendering Failed',
  open: 'Email Opened',
  click: 'Email Clicked',
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
} as const

/** The pattern that matches SES's events of one configuration set. */
export function sesEventPattern(configurationSet: string) {
  return {
    source: ['aws.ses'],
    'detail-type': Object.values(sesDetailTypes),
    detail: { mail: { tags: { 'ses:configuration-set': [configurationSet] } } },
  }
}
