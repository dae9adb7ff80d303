import { isFormerOwner } from '../../core/handoff/former-owner.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { answerChoices } from './answer-choices.ts'
import { answerPage } from './answer-page.ts'
import { findByLink } from './find-by-link.ts'
import { movedPage } from './moved-page.ts'
import { personOf } from './person-of.ts'
import { tellStory } from './tell-story.ts'

/** `GET /answer/{token}`: shows the lead and changes nothing, since scanners of mail follow links; `?do=` puts one answer first. */
export const handler = onRequest(handoffRoutes.showAnswer, async ({ params, query }) => {
  const { handoff, lead, reader } = await findByLink(params.token)
  // Who lost the lead takes it back from nobody.
  if (isFormerOwner(handoff, reader.userId)) return html(await movedPage(handoff, lead.profile, reader))
  const person = await personOf(lead)
  const [choices, told] = await Promise.all([answerChoices(handoff, reader), tellStory(handoff, person, reader)])
  return html(answerPage({ handoff, profile: person.profile, reader, choices, told, first: query.do }))
})
