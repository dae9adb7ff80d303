import type { ActivityTest, Condition } from '../condition.ts'
import { segmentsIn } from './segment.ts'

/** What a condition asks of segments and activity, for people who want to know what held or did not: ` (segment at-rest, page-visited not within 30d)`; empty where it asks neither. */
export function askedInWords(...conditions: readonly Condition[]): string {
  const asked = conditions.flatMap(partsOf)
  return asked.length === 0 ? '' : ` (${[...new Set(asked)].join(', ')})`
}

function partsOf(when: Condition): string[] {
  return Object.entries(when).flatMap(([field, test]) => {
    if (field === 'any') return (test as Condition[]).flatMap(partsOf)
    if (field === 'none') return (test as Condition[]).flatMap(partsOf).map((part) => `not ${part}`)
    if (field === 'segment') return [`segment ${segmentsIn({ segment: test }).join(' or ')}`]
    if (field !== 'activity') return []
    return Object.entries(test as ActivityTest).map(([type, acts]) =>
      [type, ...Object.entries(acts).map(([how, much]) => `${how.replace('-', ' ')} ${much}`)].join(' '),
    )
  })
}
