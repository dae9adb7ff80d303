import * as z from 'zod'
import { condition } from '../condition.ts'
import { words } from '../content/words.ts'
import { duration } from '../duration.ts'
import { slug } from '../names.ts'

const points = z.number().int().min(-1_000).max(1_000)

/** Points for who the lead is, by its own answers. */
const fitRule = z.strictObject({ id: slug.optional(), when: condition, points })

/** Points for what the lead does: each such fact counts, halves with time, and the rule's sum stops at `cap`. */
const engagementRule = z.strictObject({
  id: slug.optional(),
  /** Activity type, for example `email-clicked`. */
  on: slug,
  /** Asks the fact's own data. */
  where: condition.optional(),
  points,
  'half-life': duration.optional(),
  cap: z.number().int().min(1).max(10_000).optional(),
})

/** "Quantity early, quality late": another bar for a time at the turn of each quarter (UTC); a minus counts backwards. */
const dialStep = z.strictObject({
  from: z.enum(['quarter-start', 'quarter-end']),
  for: z
    .string()
    .regex(/^-?([1-9]|1[0-2])w$|^-?([1-9]|[1-7]\d|8[0-4])d$/, 'write 1d to 84d or 1w to 12w, for example 4w or -4w'),
  score: z.number().int(),
})

const indicator = z.strictObject({ id: slug, when: condition, ask: words })

/** What marketing and sales write in `templates/scoring-models/*.yaml`. */
export const scoringModel = z.strictObject({
  id: slug,
  description: z.string().max(2_000).optional(),
  fit: z.array(fitRule).min(1).max(200),
  engagement: z.array(engagementRule).min(1).max(200),
  indicators: z.array(indicator).max(5).default([]),
  /** Marketing's criteria: over these a lead is an MQL. Both gates must hold. */
  mql: z.strictObject({
    score: z.number().int(),
    'fit-at-least': z.number().int().min(1),
    'interest-at-least': z.number().int().min(1),
  }),
  /** Sales' bar: over it an MQL is sales-ready and is forwarded. */
  qualify: z
    .strictObject({
      score: z.number().int(),
      'fit-at-least': z.number().int().min(1),
      'interest-at-least': z.number().int().min(1),
      /** Of the indicators, so many must hold. */
      indicators: z
        .string()
        .regex(/^\d+ of \d+$/, 'write for example "2 of 4"')
        .optional(),
      /** Falls out again only under this. */
      'drop-below': z.number().int(),
    })
    .refine((bar) => bar['drop-below'] < bar.score, {
      path: ['drop-below'],
      message: '"drop-below" must be less than "score", so that nobody flaps',
    }),
  /** The first step whose time it is sets the bar of `qualify`; `drop-below` follows it down. */
  dial: z.array(dialStep).max(10).default([]),
})
export type ScoringModel = z.infer<typeof scoringModel>
