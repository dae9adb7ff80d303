import { contentRoutes } from '../../core/content/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { alreadyLive } from './already-live.ts'
import { changedSince, etagOf, requireMatch } from './etag.ts'
import { publishNext } from './publish-next.ts'
import { standingToChange } from './standing-to-change.ts'

/** `POST /content/{type}/{id}/publish`: makes the draft live as the next version, if nothing is wrong with it. */
export const handler = onRequest(
  contentRoutes.publishContent,
  async ({ params: { type, id }, body, headers, caller }) => {
    const standing = await standingToChange(type, id)
    const { current, draft } = standing
    const ifMatch = headers['if-match']
    if (!current && !draft) throw new Problem(404, 'There is no draft of this content.')
    const done = await alreadyLive(ifMatch, standing, body)
    if (done) return answer(200, { version: done.version, problems: [] }, { etag: etagOf(standing) })
    await requireMatch(ifMatch, standing)
    // What is live is what was drafted last: there is nothing to do.
    if (!draft) return answer(200, { version: current?.version, problems: [] }, { etag: etagOf(standing) })
    // Somebody else published since this draft was begun: it would undo that without a word.
    if (draft.basedOn !== (current?.version ?? 0)) throw await changedSince(ifMatch, standing)
    const by = caller.name
    const { live, problems } = await publishNext({ draft, current, asked: body, by, ifMatch })
    return answer(200, { version: live.version, problems }, { etag: etagOf({ current: live, draft: undefined }) })
  },
)
