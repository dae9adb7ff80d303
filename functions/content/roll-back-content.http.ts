import { isAgreedOn, sides } from '../../core/content/approvals.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, readVersion } from './content-items.ts'
import { etagOf, requireMatch } from './etag.ts'
import { publishNext } from './publish-next.ts'
import { standingToChange } from './standing-to-change.ts'

/** `POST /content/{type}/{id}/roll-back`: an earlier version goes live again as the next one, by the very way of publishing. A draft stays as it is. */
export const handler = onRequest(
  contentRoutes.rollBackContent,
  async ({ params: { type, id }, body, headers, caller }) => {
    const standing = await standingToChange(type, id)
    const { current } = standing
    const wanted = current && body.version <= current.version ? await readVersion(type, id, body.version) : undefined
    if (!current || !wanted) throw new Problem(404, 'There is no such version.')
    // It says so already, or this is the repeat of a call whose answer was lost.
    if (wanted.hash === current.hash) {
      return answer(200, { version: current.version, problems: [] }, { etag: etagOf(standing) })
    }
    const ifMatch = headers['if-match']
    await requireMatch(ifMatch, standing)
    if (isAgreedOn(type)) throw agreeAnew(type, id, wanted.version)
    const by = caller.name
    const { live, problems } = await publishNext({
      draft: wanted,
      current,
      asked: body,
      by,
      ifMatch,
      restores: wanted.version,
    })
    return answer(200, { version: live.version, problems }, { etag: etagOf(await readStanding(type, id)) })
  },
)

/** What both sides agreed to since, one side alone doesn't take back. */
function agreeAnew(type: string, id: string, version: number): Problem {
  return new Problem(
    409,
    `Marketing and sales agreed to what is live: to go back, store what version ${version} of ${type}/${id} says as a draft, and have both sides approve that.`,
    { extra: { missing: sides } },
  )
}
