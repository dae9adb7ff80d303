import { missingSides, sideToApprove } from '../../core/content/approvals.ts'
import { isError } from '../../core/content/problem.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { checkContent } from './check-content.ts'
import { readStanding } from './content-items.ts'
import { changedSince, etagOf, requireMatch } from './etag.ts'
import { existingContent } from './existing-content.ts'
import { forgetCurrent } from './published.ts'
import { refusedFor } from './refused-for.ts'
import { storeApproval } from './store-draft.ts'

const statusOf = { none: 403, 'not-yours': 403, which: 422, 'one-person': 409 } as const

/** `POST /content/{type}/{id}/approve`: one side agrees to just this draft. What can't be published can't be agreed to. */
export const handler = onRequest(
  contentRoutes.approveContent,
  async ({ params: { type, id }, body, headers, caller: { name, groups } }) => {
    const standing = await existingContent(type, id)
    const { draft } = standing
    if (!draft) throw new Problem(409, 'There is nothing to approve: what was drafted last is live.')
    await requireMatch(headers['if-match'], standing)
    if (draft.basedOn !== (standing.current?.version ?? 0)) throw await changedSince(headers['if-match'], standing)
    const decided = sideToApprove(groups, name, body.side, draft.approvals)
    if ('refused' in decided) {
      const errors = decided.refused === 'which' ? [{ pointer: '/side', detail: decided.says }] : undefined
      throw new Problem(statusOf[decided.refused], decided.says, errors && { errors })
    }
    // It is judged by what is live now, not by what was a minute ago.
    forgetCurrent()
    const { problems } = await checkContent(type, id, draft.files, 'publish')
    if (problems.some(isError)) throw refusedFor(problems)
    const { side } = decided
    // Who agreed first stands: a repeat of the call changes nothing.
    const approvals = { ...draft.approvals, [side]: draft.approvals?.[side] ?? { by: name, at: toInstant(now()) } }
    const stored = draft.approvals?.[side] ? draft : await storeApproval(draft, approvals)
    if (!stored) {
      const fresh = await readStanding(type, id)
      if (fresh.draft?.hash !== draft.hash) throw await changedSince(headers['if-match'], fresh)
      throw new Problem(409, 'Somebody else approved at this moment: try again.', { retryAfterSeconds: 1 })
    }
    return answer(
      200,
      { type, id, side, approvals, missing: missingSides(type, approvals) },
      { etag: etagOf({ current: standing.current, draft: stored }) },
    )
  },
)
