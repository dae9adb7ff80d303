import { contentRoutes } from '../../core/content/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, readVersion } from './content-items.ts'
import { etagOf } from './etag.ts'

/** `GET /content/{type}/{id}`: the live version and the draft with their sources; the ETag is what an edit starts from. */
export const handler = onRequest(contentRoutes.showContent, async ({ params: { type, id } }) => {
  const standing = await readStanding(type, id)
  const { current, draft } = standing
  if (!current && !draft) throw new Problem(404, 'There is no such content.')
  const live = current && (await readVersion(type, id, current.version))
  const shown = {
    type,
    id,
    ...(current && { version: current.version, publishedAt: current.at, publishedBy: current.by, files: live?.files }),
    ...(current && type === 'emails' && { locales: current.locales }),
    ...(draft && { draft: { files: draft.files, at: draft.at, by: draft.by, basedOn: draft.basedOn } }),
  }
  return answer(200, shown, { etag: etagOf(standing) })
})
