import { fieldsOf } from '../condition.ts'
import type { Profile } from '../leads/lead.ts'
import type { Sequence } from './sequence.ts'

/** Is all that is known of this person that it stood on a list? "An address on a list is not a lead before an act of its own." */
export function isOnlyListed({ imported, createdAt, lastActivityAt }: Profile): boolean {
  return imported !== undefined && imported.at === createdAt && lastActivityAt <= createdAt
}

/** Does a trigger ask for people of lists: by a tag, by an event, or by a condition on tags or on the list itself? To be there is not enough for it. */
export function asksForLists({ trigger }: Pick<Sequence, 'trigger'>): boolean {
  if (!trigger) return false
  if ('tag' in trigger || 'event' in trigger) return true
  const when = 'segment' in trigger ? trigger.segment : trigger.when
  return when !== undefined && fieldsOf(when).some((field) => field === 'tags' || field.startsWith('imported.'))
}
