import * as z from 'zod/mini'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { reason as givenReason } from '../../core/route.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { answerOnce } from './answer-once.ts'
import { answerPage, type Said } from './answer-page.ts'
import { findByLink } from './find-by-link.ts'

const reason = givenReason().check(z.refine((text) => text.isWellFormed()))
/** What the three forms of the page post. */
const posted = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accepted') }),
  z.object({ answer: z.literal('rejected'), reason }),
  z.object({ answer: z.literal('recycled'), reason, parkUntil: z.optional(z.union([z.literal(''), z.iso.date()])) }),
])

/** `POST /answer/{token}`: the answer of whom the link was mailed to; a page says what became of it, in that person's language. */
export const handler = onFormPost(handoffRoutes.answerHandoff, async ({ params, body }) => {
  const { handoff, lead, reader } = await findByLink(params.token)
  const { profile } = lead
  const given = posted.safeParse(body)
  if (!given.success) return html(answerPage(handoff, profile, reader, wrongIn(given.error)), 422)
  const { answer: kind, ...said } = given.data
  const { parkUntil, ...rest } = { parkUntil: undefined, ...said }
  try {
    const answered = await answerOnce(handoff.handoffId, {
      kind,
      by: reader.userId,
      ...rest,
      ...(parkUntil && { parkUntil: `${parkUntil}T00:00:00.000Z` }),
    })
    return html(answerPage(answered, profile, reader, kind))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 422) return html(answerPage(handoff, profile, reader, 'untilWrong'), 422)
    if (error.status !== 409) throw error
    const { handoff: first } = await findByLink(params.token)
    return html(answerPage(first, profile, reader, 'already'), 409)
  }
})

function wrongIn({ issues }: z.core.$ZodError): Said {
  const fields = issues.map(({ path }) => path[0])
  if (fields.includes('answer')) return 'chooseOne'
  return fields.includes('reason') ? 'reasonMissing' : 'untilWrong'
}
