import { isMap } from '../is-map.ts'
import type { Sequence } from './sequence.ts'

const known = new WeakMap<Sequence, boolean>()
/** What of a lead fades by time alone, beside its activity. */
const fades = /^(interests|main-interest|interest-in\..+)$/

/**
 * Does any condition of this sequence ask what the lead did, and when, or what it reads of? Such a one comes true by time alone ("no page visit for 30 days"), and no event tells of
 * it.
 */
export function asksActivity(sequence: Sequence): boolean {
  const before = known.get(sequence)
  if (before !== undefined) return before
  const asks = holdsKey(sequence)
  known.set(sequence, asks)
  return asks
}

function holdsKey(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(
    ([key, inner]) => (key === 'activity' && isMap(inner)) || fades.test(key) || holdsKey(inner),
  )
}
