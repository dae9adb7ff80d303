import type { $ZodError } from 'zod/v4/core'
import { findingNames } from '../../core/handoff/finding.ts'
import { isFormerOwner } from '../../core/handoff/former-owner.ts'
import { mayAnswer } from '../../core/handoff/may-answer.ts'
import { postedAnswer } from '../../core/handoff/posted-answer.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { answerChoices } from './answer-choices.ts'
import { answerPage, type Said } from './answer-page.ts'
import { findByLink } from './find-by-link.ts'
import { giveAnswer } from './give-answer.ts'
import { movedPage } from './moved-page.ts'
import { personOf } from './person-of.ts'
import { tellStory } from './tell-story.ts'

/** `POST /answer/{token}`: the answer of whom the link was mailed to; a page says what became of it, in that person's language. */
export const handler = onFormPost(handoffRoutes.answerHandoff, async ({ params, body }) => {
  const { handoff, lead, reader } = await findByLink(params.token)
  if (isFormerOwner(handoff, reader.userId)) return html(await movedPage(handoff, lead.profile, reader), 409)
  if (!mayAnswer(reader)) throw new Problem(403, 'Sales answers this lead.')
  const choices = await answerChoices(handoff, reader)
  const given = postedAnswer.safeParse(body)
  const page = async (said: Said, status = 200) => {
    // As it is now: somebody may have been first.
    const { handoff: now, lead: leadNow } = await findByLink(params.token)
    const person = await personOf(leadNow)
    const told = await tellStory(now, person, reader)
    const first = status === 422 && typeof body.answer === 'string' ? body.answer : undefined
    return html(answerPage({ handoff: now, profile: person.profile, reader, choices, told, said, first }), status)
  }
  if (!given.success) return page(wrongIn(given.error), 422)
  try {
    await giveAnswer(handoff.handoffId, reader.userId, given.data, choices.zone)
    const { answer } = given.data
    return page(answer === 'accepted' || answer === 'rejected' || answer === 'recycled' ? answer : 'stored')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 422) return page(wrongs[error.errors?.[0]?.pointer ?? ''] ?? 'chooseOne', 422)
    if (error.status !== 409) throw error
    // What comes after an answer, where there is none yet.
    return error.extra?.state === 'open' ? page('chooseOne', 422) : page('already', 409)
  }
})

const wrongs: Readonly<Record<string, Said>> = {
  '/reason': 'reasonMissing',
  '/note': 'reasonMissing',
  '/parkUntil': 'untilWrong',
  '/on': 'meetingWrong',
  '/value': 'numberWrong',
  '/revenue': 'numberWrong',
  ...Object.fromEntries(
    findingNames.flatMap((name) => [`/${name}`, `/findings/${name}`].map((at) => [at, 'findingsMissing' as const])),
  ),
}

function wrongIn({ issues }: $ZodError): Said {
  const fields = issues.map(({ path }) => `/${String(path[0])}`)
  if (fields.includes('/answer')) return 'chooseOne'
  return fields.map((field) => wrongs[field]).find((said) => said !== undefined) ?? 'chooseOne'
}
