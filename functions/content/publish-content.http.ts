import { isError } from '../../core/content/problem.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { alreadyLive } from './already-live.ts'
import { checkContent } from './check-content.ts'
import { readStanding } from './content-items.ts'
import { changedSince, etagOf, requireMatch } from './etag.ts'
import { judgeInFlight } from './judge-in-flight.ts'
import { makeLive } from './make-live.ts'
import { refusedFor } from './refused-for.ts'

/** `POST /content/{type}/{id}/publish`: makes the draft live as the next version, if nothing is wrong with it. */
export const handler = onRequest(
  contentRoutes.publishContent,
  async ({ params: { type, id }, body, headers, caller }) => {
    const standing = await readStanding(type, id)
    const { current, draft } = standing
    if (!current && !draft) throw new Problem(404, 'There is no draft of this content.')
    const done = await alreadyLive(headers['if-match'], standing, body)
    if (done) return answer(200, { version: done.version, problems: [] }, { etag: etagOf(standing) })
    requireMatch(headers['if-match'], standing)
    // What is live is what was drafted last: there is nothing to do.
    if (!draft) return answer(200, { version: current?.version, problems: [] }, { etag: etagOf(standing) })
    // Somebody else published since this draft was begun: it would undo that without a word.
    if (draft.basedOn !== (current?.version ?? 0)) throw changedSince(headers['if-match'], standing)
    const checked = await checkContent(type, id, draft.files, 'publish')
    if (checked.problems.some(isError)) throw refusedFor(checked.problems)
    const inFlight = type === 'sequences' ? await judgeInFlight(checked.value as Sequence, current, body) : undefined
    const live = await makeLive({ draft, current, checked, inFlight, by: caller.username || caller.sub })
    if (!live) throw changedSince(headers['if-match'], await readStanding(type, id))
    const etag = etagOf({ current: live, draft: undefined })
    return answer(200, { version: live.version, problems: checked.problems }, { etag })
  },
)
