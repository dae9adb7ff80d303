import { contentRoutes } from '../../core/content/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { readVersion } from './content-items.ts'
import { draftShown } from './draft-shown.ts'
import { etagOf } from './etag.ts'
import { existingContent } from './existing-content.ts'

/** `GET /content/{type}/{id}`: the live version and the draft with their sources; the ETag is what an edit starts from. */
export const handler = onRequest(contentRoutes.showContent, async ({ params: { type, id } }) => {
  const standing = await existingContent(type, id)
  const { current, draft } = standing
  const live = current && (await readVersion(type, id, current.version))
  const shown = {
    type,
    id,
    ...(current && { version: current.version, publishedAt: current.at, publishedBy: current.by, files: live?.files }),
    ...(live?.approvals && { approvals: live.approvals }),
    ...(current && type === 'emails' && { locales: current.locales }),
    ...(draft && { draft: { files: draft.files, ...draftShown(draft) } }),
  }
  return answer(200, shown, { etag: etagOf(standing) })
})
