import type { Facts } from '../condition.ts'
import type { Profile } from '../leads/lead.ts'

/**
 * What fit rules and indicators may ask: the lead's own answers by field name, then `locale`, `tags` and `customer`.
 * Never what scoring makes or sets going (`score`, `stage`, `status`): a score would feed itself.
 */
export function scoringFacts({ fields, locale, tags, customerSince }: Profile): Facts {
  return { ...fields, locale, tags, customer: customerSince !== undefined }
}

/** The names that {@link scoringFacts} gives beside the lead's own fields. */
export const scoringFactNames: readonly string[] = ['locale', 'tags', 'customer']
