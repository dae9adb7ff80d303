import * as z from 'zod/mini'
import { instant, leadId, slug } from '../names.ts'
import { activitySummary } from './activity-summary.ts'
import { clickHours } from './click-hours.ts'
import { interests } from './interests.ts'

/** How far along a lead is; a visitor has no lead item yet. `sales-ready` is an MQL over the bar that sales set: it is a decision (`Qualified#k`), not a stage of its own. */
export const stages = ['subscriber', 'lead', 'mql', 'sql', 'opportunity', 'customer'] as const
export const stage = z.enum(stages)
export type Stage = z.infer<typeof stage>

/** Where a lead is, exactly one at any time; the first that applies wins, in this order. */
export const statuses = ['erased', 'with-sales', 'customer', 'parked', 'nurturing'] as const
/** Where a lead is that is not erased. */
export const presentStatus = z.enum(['nurturing', 'with-sales', 'customer', 'parked'])
export const status = z.enum([...presentStatus.options, 'erased'])
export type Status = z.infer<typeof status>

export const parkReason = z.enum([
  'unconfirmed',
  'no-consent',
  'sequences-finished',
  'rejected',
  'recycled',
  'lost',
  'suppressed',
  'new',
  'waiting',
  'paused',
  'merged',
])
export type ParkReason = z.infer<typeof parkReason>

export const profileValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** Where a touch came from: UTM parameters and referrer as the form post told them. */
export const touch = z.object({
  at: instant,
  source: z.optional(z.string()),
  medium: z.optional(z.string()),
  campaign: z.optional(z.string()),
  term: z.optional(z.string()),
  content: z.optional(z.string()),
  referrer: z.optional(z.string()),
  page: z.optional(z.string()),
  form: z.optional(slug),
})
export type Touch = z.infer<typeof touch>

/**
 * The lead item `LEAD#id / PROFILE`: a fold over its activities, plus what was decided about it.
 * `fields` are the person's own answers (firstName, company, jobTitle, country ...); `fieldsSetBy` keeps, per field, which fact set it, so that facts may come in any order.
 */
export const profile = z.object({
  leadId,
  email: z.string(),
  fields: z.record(z.string(), profileValue),
  fieldsSetBy: z.record(
    z.string(),
    z.object({
      at: instant,
      id: z.string(),
      /** A list said it, and not the person. */
      listed: z.optional(z.literal(true)),
    }),
  ),
  tags: z._default(z.array(slug), []),
  locale: z._default(z.string(), 'en'),
  /** IANA zone, when known. */
  zone: z.optional(z.string()),
  firstTouch: z.optional(touch),
  lastTouch: z.optional(touch),
  /** The first list that it stood on: which, when, and how its people came to be known. */
  imported: z.optional(
    z.object({
      at: instant,
      importId: z.string(),
      source: z.string(),
      origin: z.string(),
      /** Can the company make more of them come? Absent where the list does not say. */
      controllable: z.optional(z.boolean()),
      /** On what the consents that came with it rest. */
      basis: z.optional(z.array(z.string())),
      /** It is forwarded by an act of its own alone. */
      qualifyBy: z.optional(z.literal('reaction')),
    }),
  ),
  createdAt: instant,
  lastActivityAt: instant,
  /** Absent where the profile was stored before there were any: whoever reads the lead makes it from the facts. */
  activitySummary: z.optional(activitySummary),
  /** What it reads of, by tag. */
  interests: z.optional(interests),
  /** When it clicked in mails: mails of sequences with `send-time: habit` go by them. */
  clickHours: z.optional(clickHours),
  stage,
  status,
  /** Why parked, with the date it ends where there is one. */
  parked: z.optional(z.object({ reason: parkReason, until: z.optional(instant) })),
  mailable: z.boolean(),
  /** Why no marketing mail can go to this lead, when not mailable because of suppression. */
  suppressed: z.optional(z.string()),
  score: z.optional(
    z.object({
      total: z.number(),
      fit: z.number(),
      interest: z.number(),
      /** Fit and interest as a letter and a number, `A1`; absent where it was scored before there was one here. */
      grade: z.optional(z.string()),
      /** The indicators that hold. */
      indicators: z.optional(z.array(slug)),
      model: slug,
      modelVersion: z.int(),
      /** When it last changed. */
      at: instant,
      /** Since when the score makes the lead an MQL, where it was the score that did. */
      mqlAt: z.optional(instant),
    }),
  ),
  /** How often the lead qualified, and whether that still stands. */
  qualification: z.optional(
    z.object({
      k: z.int(),
      state: z.enum(['qualified', 'dropped']),
      at: instant,
      /** Who of sales said so, where it was not the score; `for`: themselves, or whoever is next. */
      handedIn: z.optional(z.object({ by: slug, for: z.enum(['me', 'team']), reason: z.string() })),
    }),
  ),
  customerSince: z.optional(instant),
  /** Optimistic concurrency: every write adds one. */
  version: z.int(),
})
export type Profile = z.infer<typeof profile>
