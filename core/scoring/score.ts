import * as z from 'zod/mini'
import { instant, slug } from '../names.ts'

/** What one rule gives now; the parts of a score add up to its total, to the point. */
export const scorePart = z.object({
  /** Name of the rule: its id, or what it is about and its place. */
  rule: slug,
  kind: z.enum(['fit', 'engagement']),
  /** What is left of it, in whole points. */
  points: z.int(),
  /** What it would be without fading and cap. */
  full: z.int(),
  /** Of its points, how many the cap of its group takes. */
  held: z.optional(z.int()),
  /** How many facts it counts; 0 for fit. */
  facts: z.int(),
  /** The newest of them. */
  last: z.optional(instant),
})
export type ScorePart = z.infer<typeof scorePart>

/** A lead's score at one time, explained by its parts. */
export const score = z.object({
  total: z.int(),
  fit: z.int(),
  interest: z.int(),
  parts: z.array(scorePart),
  /** Ids of the indicators that hold. */
  indicators: z.array(slug),
  /** When the lead became known by a form or a list. */
  capturedAt: z.optional(instant),
  /** The newest act of the lead that a rule counts. */
  actedAt: z.optional(instant),
  /** Did it ask for sales, by a form with `intent: explicit`? */
  explicit: z.boolean(),
})
export type Score = z.infer<typeof score>
