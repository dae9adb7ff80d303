import * as z from 'zod/mini'
import { instant, leadId, slug } from '../names.ts'
import { score } from './score.ts'
import { snapshot } from './snapshot.ts'

/**
 * `LEAD#id / SCORE`: the score with its parts, as the profile has it in short, and the snapshot that keeps the next one cheap.
 * All of it can be made again from the facts.
 */
export const storedScore = z.object({
  leadId,
  model: slug,
  modelVersion: z.int(),
  at: instant,
  score,
  snapshot,
  /** Decisions whose activities are written: the last qualification as `qualified-<k>` or `dropped-<k>`, and since when the lead is an MQL by its score. */
  recorded: z.object({ qualification: z.optional(z.string()), mqlAt: z.optional(instant) }),
  /** Since when the lead is ripe and waits for its turn to be forwarded. */
  waitsSince: z.optional(instant),
  /** Optimistic concurrency: every write adds one. */
  version: z.int(),
})
export type StoredScore = z.infer<typeof storedScore>
