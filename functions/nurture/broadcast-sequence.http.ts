import { sequencesKind } from '../../core/content/schemas.ts'
import { toInstant } from '../../core/names.ts'
import type { Audience } from '../../core/nurture/broadcast.ts'
import { nurtureRoutes } from '../../core/nurture/routes.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { current } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readBroadcast, startBroadcast } from './broadcast-items.ts'
import { broadcastIdOf, confirmationOf, confirms } from './confirm-broadcast.ts'
import { countTriggered, readToCount } from './count-triggered.ts'
import { countAudience } from './list-audience.ts'

/** `POST /sequences/{sequenceId}/broadcast`: first the count and what confirms it, nothing done; with that, the list enters page by page. */
export const handler = onRequest(nurtureRoutes.broadcastSequence, async ({ params, body, caller }) => {
  const { confirm, stage, status, triggered, estimate } = body
  if (status === 'erased') throw unfit('/status', 'Erased people enter no sequence.')
  const broadcastId = confirm && broadcastIdOf(confirm)
  // Again 202: the list that has begun to enter is no longer the list that was counted.
  const begun = broadcastId ? await readBroadcast(broadcastId) : undefined
  if (begun?.sequence === params.sequenceId) return answer(202, { broadcastId, count: begun.count })
  const published = await current(sequencesKind, params.sequenceId)
  if (!published) throw new Problem(404, 'There is no published sequence of this name.')
  const asked = {
    sequence: published.id,
    version: published.version,
    audience: { stage, status, ...(triggered && { triggered }) },
  }
  if (estimate) return { reads: await readToCount(published.value, asked.audience) }
  const list = { ...asked, count: await countedFor(published.value, asked.audience) }
  if (!confirm || !broadcastId) return { count: list.count, confirm: await confirmationOf(list) }
  await confirms(confirm, list)
  const by = caller.name
  const fresh = { page: 0, seen: 0, entered: 0, state: 'running' as const }
  await startBroadcast({ ...list, ...fresh, broadcastId, by, startedAt: toInstant(now()) })
  log.info('a list enters a sequence', { broadcastId, sequence: list.sequence, count: list.count, by: caller.sub })
  return answer(202, { broadcastId, count: list.count })
})

function countedFor(sequence: Sequence, audience: Audience): Promise<number> {
  return audience.triggered ? countTriggered(sequence, audience) : countAudience(audience)
}

function unfit(pointer: string, detail: string): Problem {
  return notValid([{ pointer, detail }])
}
