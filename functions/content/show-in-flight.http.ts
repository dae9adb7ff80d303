import { type InFlightJob, inFlightJob } from '../../core/content/in-flight-job.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { contentPartition } from '../aws/keys.ts'
import { queryItems } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'

/**
 * `GET /content/{type}/{id}/in-flight`: what came of the leads inside a sequence, or of the clocks of a policy, for each version that moved them or took
 * them out, newest first.
 */
export const handler = onRequest(contentRoutes.showInFlight, async ({ params, query: { limit, cursor } }) => {
  const pk = contentPartition(params.type, params.id)
  const { items, next } = await withCursor(() =>
    queryItems({ pk, prefix: 'INFLIGHT#', newestFirst: true, limit, cursor }),
  )
  return { items: items.map((item) => shown(inFlightJob.parse(item))), ...(next !== undefined && { next }) }
})

function shown({
  version,
  choice,
  steps,
  again,
  state,
  settled,
  left,
  failed,
  leads,
  startedAt,
  endedAt,
}: InFlightJob) {
  return { version, choice, steps, again, state, settled, left, failed, leads, startedAt, endedAt }
}
