import * as z from 'zod/mini'
import { words } from '../content/words.ts'
import { duration } from '../duration.ts'
import { slug } from '../names.ts'

/** One reason that sales may give, as it is counted and as people read it. */
const listedReason = z.strictObject({ id: slug, says: words })
export type ListedReason = z.infer<typeof listedReason>

const reasons = z.array(listedReason).check(
  z.minLength(1),
  z.maxLength(30),
  z.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each reason has an id of its own'),
)

/** What a policy says of the answers of sales: what they may give as reasons, and what becomes of a lead whose deal was lost. */
export const answerPolicy = z.strictObject({
  reject: z.optional(reasons),
  recycle: z.optional(reasons),
  lost: z.optional(reasons),
  /** Days of the calendar after which a lost lead is nurtured again; absent: never by itself. */
  'nurture-lost-after': z.optional(
    duration.check(z.refine((text) => /^\d+[dw]$/.test(text), 'write days or weeks, for example 90d')),
  ),
})
export type AnswerPolicy = z.infer<typeof answerPolicy>

/** The topics of consent by which sales may call and mail a lead. */
export const contactPolicy = z.strictObject({ call: z.optional(slug), email: z.optional(slug) })

/** What to say to a lead, sentence by sentence, in its language. Of it are known `{firstName}`, `{company}` and `{owner}`. */
export const talkTrack = z.array(words).check(
  z.minLength(1),
  z.maxLength(20),
  z.refine(
    (all) => all.flatMap((one) => Object.values(typeof one === 'string' ? [one] : one)).every(hasKnownNames),
    'in braces may stand {firstName}, {company} and {owner} alone',
  ),
)

function hasKnownNames(text: string): boolean {
  return [...text.matchAll(/\{([^{}]*)\}/g)].every(([, name]) => ['firstName', 'company', 'owner'].includes(name ?? ''))
}
