import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { readUser } from '../staff/directory.ts'
import { callerId, findHandoff } from './find-handoff.ts'
import { personOf } from './person-of.ts'
import { storyOf } from './story.ts'

/** `GET /handoffs/{handoffId}`: the whole story of one hand-off, in the caller's language, with what to say to the lead in the lead's. */
export const handler = onRequest(handoffRoutes.showHandoff, async ({ params, caller }) => {
  const { lead, handoff } = await findHandoff(params.handoffId)
  const reader = await readUser(callerId(caller))
  return storyOf(handoff, await personOf(lead), reader ?? { locale: 'en', zone: undefined, name: '' })
})
