import * as z from 'zod'
import { instant, leadId, slug } from '../names.ts'

/** How far along a lead is; a visitor has no lead item yet. `sales-ready` is an MQL over the bar that sales set: it is a decision (`Qualified#k`), not a stage of its own. */
export const stages = ['subscriber', 'lead', 'mql', 'sql', 'opportunity', 'customer'] as const
export const stage = z.enum(stages)
export type Stage = z.infer<typeof stage>

/** Where a lead is, exactly one at any time; the first that applies wins, in this order. */
export const statuses = ['erased', 'with-sales', 'customer', 'parked', 'nurturing'] as const
export const status = z.enum(['nurturing', 'with-sales', 'customer', 'parked', 'erased'])
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
])
export type ParkReason = z.infer<typeof parkReason>

export const profileValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** Where a touch came from: UTM parameters and referrer as the form post told them. */
export const touch = z.object({
  at: instant,
  source: z.string().optional(),
  medium: z.string().optional(),
  campaign: z.string().optional(),
  term: z.string().optional(),
  content: z.string().optional(),
  referrer: z.string().optional(),
  page: z.string().optional(),
  form: slug.optional(),
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
  fieldsSetBy: z.record(z.string(), z.object({ at: instant, id: z.string() })),
  tags: z.array(slug).default([]),
  locale: z.string().default('en'),
  /** IANA zone, when known. */
  zone: z.string().optional(),
  firstTouch: touch.optional(),
  lastTouch: touch.optional(),
  createdAt: instant,
  lastActivityAt: instant,
  stage,
  status,
  /** Why parked, with the date it ends where there is one. */
  parked: z.object({ reason: parkReason, until: instant.optional() }).optional(),
  mailable: z.boolean(),
  /** Why no marketing mail can go to this lead, when not mailable because of suppression. */
  suppressed: z.string().optional(),
  score: z
    .object({
      total: z.number(),
      fit: z.number(),
      interest: z.number(),
      model: slug,
      modelVersion: z.number().int(),
      /** When it last changed. */
      at: instant,
      /** Since when the score makes the lead an MQL, where it was the score that did. */
      mqlAt: instant.optional(),
    })
    .optional(),
  /** How often the lead qualified, and whether that still stands. */
  qualification: z.object({ k: z.number().int(), state: z.enum(['qualified', 'dropped']), at: instant }).optional(),
  customerSince: instant.optional(),
  /** Optimistic concurrency: every write adds one. */
  version: z.number().int(),
})
export type Profile = z.infer<typeof profile>
