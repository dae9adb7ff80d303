import * as z from 'zod/mini'
import { type Condition, condition } from '../condition.ts'
import { slug } from '../names.ts'

/** What marketing writes in `templates/segments/*.yaml`: a condition on leads with a name, that sequences share. */
export const segment = z.strictObject({
  id: slug,
  name: z.optional(z.string().check(z.maxLength(200))),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  when: condition,
})
export type Segment = z.infer<typeof segment>

/** A segment as a version of a sequence holds it. */
export const usedSegment = z.object({ id: slug, when: condition })
export type UsedSegment = z.infer<typeof usedSegment>

/** The names of the segments that a condition asks for. */
export function segmentsIn(when: Condition): string[] {
  return Object.entries(when).flatMap(([field, test]) => {
    if (field === 'any' || field === 'none') return (test as Condition[]).flatMap(segmentsIn)
    if (field !== 'segment') return []
    const wanted = typeof test === 'object' && !Array.isArray(test) ? Object.values(test) : test
    return [wanted].flat(2).filter((one) => typeof one === 'string')
  })
}
