import type { Facts } from '../condition.ts'
import type { Profile } from './lead.ts'

/**
 * Where a lead came from first, as the funnel counts it: what the list or the program said that brought it, or what its first form post tells, whichever was before.
 * `name`, `origin`; of a list `controllable` and `basis` (on what its consents rest), as far as it says so; of a form `medium`, `campaign` and `form`.
 */
export function leadSource({ imported, firstTouch }: Pick<Profile, 'imported' | 'firstTouch'>): Facts | undefined {
  const list = listBefore(imported, firstTouch)
  if (list) {
    const { source: name, origin, controllable, basis } = list
    return { name, origin, controllable, basis }
  }
  if (!firstTouch) return undefined
  const { source: name, medium, campaign, form } = firstTouch
  return { name, origin: 'inbound', medium, campaign, form }
}

/** The list that a lead stood on before its first touch, which is then where it came from. */
export function listBefore<List extends { readonly at: string }>(
  list: List | undefined,
  firstTouch: { readonly at: string } | undefined,
): List | undefined {
  return list && (!firstTouch || list.at < firstTouch.at) ? list : undefined
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
