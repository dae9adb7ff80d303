import type { Facts } from '../condition.ts'
import type { Profile } from '../leads/lead.ts'
import { leadSource, leadSourceNames } from '../leads/lead-source.ts'

/**
 * What fit rules and indicators may ask: the lead's own answers by field name, then `locale`, `tags`, `customer`,
 * `lead-source.name` and the like (where it came from), and of the first list or other source that it came from `imported.source` and `imported.origin`.
 * Never what scoring makes or sets going (`score`, `stage`, `status`): a score would feed itself.
 */
export function scoringFacts(profile: Profile): Facts {
  const { fields, locale, tags, customerSince, imported } = profile
  return {
    ...fields,
    locale,
    tags,
    customer: customerSince !== undefined,
    'lead-source': leadSource(profile),
    ...(imported && { imported: { source: imported.source, origin: imported.origin } }),
  }
}

/** The names that {@link scoringFacts} gives beside the lead's own fields. */
export const scoringFactNames: readonly string[] = [
  'locale',
  'tags',
  'customer',
  ...leadSourceNames,
  'imported.source',
  'imported.origin',
]
