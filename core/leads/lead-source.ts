import type { Facts } from '../condition.ts'
import type { Profile } from './lead.ts'

/**
 * Where a lead came from first, as the funnel counts it: what the list or the program said that brought it, or what its first form post tells, whichever was before.
 * `name`, `origin`; of a list `controllable` and `basis` (on what its consents rest), as far as it says so; of a form `medium`, `campaign` and `form`.
 */
export function leadSource({ imported, firstTouch }: Pick<Profile, 'imported' | 'firstTouch'>): Facts | undefined {
  if (imported && (!firstTouch || imported.at < firstTouch.at)) {
    const { source: name, origin, controllable, basis } = imported
    return { name, origin, controllable, basis }
  }
  if (!firstTouch) return undefined
  const { source: name, medium, campaign, form } = firstTouch
  return { name, origin: 'inbound', medium, campaign, form }
}

/** The names by which conditions ask for it. */
export const leadSourceNames: readonly string[] = [
  'name',
  'origin',
  'controllable',
  'basis',
  'medium',
  'campaign',
  'form',
].map((name) => `lead-source.${name}`)
