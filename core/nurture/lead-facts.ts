import type { Facts } from '../condition.ts'
import type { Profile } from '../leads/lead.ts'
import type { Enrolment } from './enrolment.ts'

/**
 * What conditions in sequences may ask: the lead's own answers by field name, then `stage`, `status`, `locale`, `country`, `tags`, `customer`,
 * `score`, `fit`, `interest`, `imported.source` and `imported.origin` (the first list that it stood on); inside a sequence also `sent` and `clicked` (template ids), `event` (activity types seen since the start)
 * and `split.<step>` (the variant drawn there).
 */
export function leadFacts(profile: Profile, enrolment?: Enrolment): Facts {
  return {
    ...profile.fields,
    stage: profile.stage,
    status: profile.status,
    locale: profile.locale,
    tags: profile.tags,
    ...(profile.imported && { imported: { source: profile.imported.source, origin: profile.imported.origin } }),
    customer: profile.customerSince !== undefined,
    score: profile.score?.total,
    fit: profile.score?.fit,
    interest: profile.score?.interest,
    ...(enrolment && {
      sent: Object.keys(enrolment.sent),
      clicked: Object.keys(enrolment.clicked),
      event: Object.keys(enrolment.seen),
      split: enrolment.splits,
    }),
  }
}
