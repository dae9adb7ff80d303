import { $ZodError } from 'zod/v4/core'
import { log } from '../runtime/log.ts'
import { type KeptScore, readScore } from '../scoring/score-items.ts'

/** A lead's score for who is told of the lead; undefined where it has none, or one that can't be read. */
export async function readableScore(leadId: string): Promise<KeptScore | undefined> {
  return readScore(leadId).catch((error: unknown) => {
    // A score is made again from the facts: one of an older release must not keep its owner from hearing of the lead.
    if (!(error instanceof $ZodError)) throw error
    log.warn('a score could not be read', { leadId })
    return undefined
  })
}
