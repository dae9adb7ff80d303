import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readVersion } from './content-items.ts'

/** `GET /content/{type}/{id}/versions/{version}`: one version with its sources, as it will always be. */
export const handler = onRequest(contentRoutes.showContentVersion, async ({ params: { type, id, version } }) => {
  const found = await readVersion(type, id, version)
  if (!found) throw new Problem(404, 'There is no such version.')
  const { files, at, by, locales, inFlight, approvals } = found
  return {
    ...{ type, id, version, files, at, by },
    ...(type === 'emails' && { locales }),
    ...(inFlight && { inFlight }),
    ...(approvals && { approvals }),
  }
})
