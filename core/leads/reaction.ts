import type { Profile } from './lead.ts'

/** Among a lead's own acts these show no interest: what was agreed elsewhere and imported, a no, what it is put right about it, and a call, which sales makes. */
const noReaction: ReadonlySet<string> = new Set([
  'consent-granted',
  'consent-withdrawn',
  'email-complained',
  'call',
  'profile-edited',
])

/**
 * Does this lead still owe its source a reaction? "Leads of a source with `qualify-by: reaction` are never forwarded before an own human act." The clicks of machines
 * and what others do about a lead are not in its summary.
 */
export function awaitsReaction({
  imported,
  activitySummary = {},
}: Pick<Profile, 'imported' | 'activitySummary'>): boolean {
  return imported?.qualifyBy === 'reaction' && Object.keys(activitySummary).every((type) => noReaction.has(type))
}
