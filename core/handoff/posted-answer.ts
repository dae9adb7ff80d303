import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { orEmpty } from '../or-empty.ts'
import { reason as givenReason } from '../route.ts'

const reason = givenReason().check(z.refine((text) => text.isWellFormed()))
/** As people type it: `12000`, `12 000.50`, `12000,50`; no more than the table can hold exactly. */
const amount = z.pipe(
  z.string().check(
    z.regex(/^\s*\d[\d\s\u00a0\u202f]{0,18}([.,]\d{1,4})?\s*$/),
    z.refine((text) => numberOf(text) <= 1e15),
  ),
  z.transform(numberOf),
)
const why = { reason, note: orEmpty(reason) }
/** What was found; fields that are not shown, and those left empty, say nothing. */
const findings = { need: orEmpty(reason), authority: orEmpty(reason), budget: orEmpty(reason), timing: orEmpty(reason) }

function numberOf(text: string): number {
  return Number(text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
}

/** What the forms of the page behind the links in sales mails post. */
export const postedAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accepted') }),
  z.object({ answer: z.literal('meeting'), on: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/)) }),
  z.object({ answer: z.literal('rejected'), ...why }),
  z.object({ answer: z.literal('recycled'), ...why, parkUntil: orEmpty(z.iso.date()) }),
  z.object({ answer: z.literal('qualified'), ...findings }),
  z.object({ answer: z.literal('opportunity'), stage: orEmpty(slug), value: orEmpty(amount), ...findings }),
  z.object({ answer: z.literal('won'), revenue: orEmpty(amount), ...findings }),
  z.object({ answer: z.literal('lost'), ...why }),
  z.object({ answer: z.literal('upheld'), reason }),
  z.object({ answer: z.literal('withdrawn'), reason }),
])
export type PostedAnswer = z.infer<typeof postedAnswer>
