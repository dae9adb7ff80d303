import { contentRoutes } from '../../core/content/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { checkContent } from './check-content.ts'
import { hashOf, readStanding } from './content-items.ts'
import { etagOf, requireMatch } from './etag.ts'
import { givenFiles } from './given-files.ts'
import { forgetCurrent } from './published.ts'
import { storeDraft } from './store-draft.ts'

/** `PUT /content/{type}/{id}`: stores a draft whatever is wrong with it, and says what is; never live until published. */
export const handler = onRequest(
  contentRoutes.draftContent,
  async ({ params: { type, id }, body, headers, caller }) => {
    const files = givenFiles(type, id, body.files)
    const before = await readStanding(type, id)
    const hash = hashOf(files)
    // The same again changes nothing: it is the repeat of a call whose answer was lost.
    const { current, draft } = before
    const isThere = draft ? draft.hash === hash && draft.basedOn === (current?.version ?? 0) : current?.hash === hash
    if (!isThere) await requireMatch(headers['if-match'], before)
    const by = caller.name
    const standing = isThere ? before : await storeDraft(before, { type, id, files, hash, by }, headers['if-match'])
    // It is judged by what is live now, not by what was a minute ago.
    forgetCurrent()
    const { problems } = await checkContent(type, id, files, 'draft')
    return answer(200, { problems }, { etag: etagOf(standing) })
  },
)
