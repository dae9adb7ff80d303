import { type Condition, fieldsOf } from '../condition.ts'
import type { Profile } from '../leads/lead.ts'
import { segmentsIn, type UsedSegment } from './segment.ts'
import type { Sequence } from './sequence.ts'

/** Is all that is known of this person that it stood on a list? "An address on a list is not a lead before an act of its own." */
export function isOnlyListed({ imported, createdAt, lastActivityAt }: Profile): boolean {
  return imported !== undefined && imported.at === createdAt && lastActivityAt <= createdAt
}

/** Does a trigger ask for people of lists: by a tag, by an event, or by a condition on tags, on the list itself or on a source by name? To be there is not enough for it. */
export function asksForLists({ trigger, segments = [] }: Pick<Sequence, 'trigger' | 'segments'>): boolean {
  if (!trigger) return false
  if ('tag' in trigger || 'event' in trigger) return true
  const when = 'segment' in trigger ? trigger.segment : trigger.when
  return when !== undefined && asksOfLists(typeof when === 'string' ? { segment: when } : when, segments)
}

function asksOfLists(when: Condition, segments: readonly UsedSegment[]): boolean {
  if (fieldsOf(when).some((field) => field === 'tags' || field === 'lead-source.name' || field.startsWith('imported.')))
    return true
  const named = segmentsIn(when)
  // Each uses none but those before it.
  return segments.some((one, index) => named.includes(one.id) && asksOfLists(one.when, segments.slice(0, index)))
}
