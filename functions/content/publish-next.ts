import { type ContentProblem, isError } from '../../core/content/problem.ts'
import { checkContent } from './check-content.ts'
import { type CurrentItem, type DraftItem, readStanding } from './content-items.ts'
import { changedSince } from './etag.ts'
import type { AskedInFlight } from './judge-in-flight.ts'
import { judgeInside } from './judge-inside.ts'
import { makeLive } from './make-live.ts'
import { forgetCurrent } from './published.ts'
import { refusedFor } from './refused-for.ts'
import { requireAgreed } from './require-agreed.ts'

/** The one way by which anything goes live alone: checked by today's rules and beside today's other content, those inside a sequence judged, then made live. */
export async function publishNext(given: {
  /** Its sources: of the draft, or of an earlier version. */
  readonly draft: Pick<DraftItem, 'type' | 'id' | 'files' | 'hash' | 'approvals'>
  readonly current: CurrentItem | undefined
  readonly asked: AskedInFlight
  readonly by: string
  readonly ifMatch: string | undefined
  readonly restores?: number
}): Promise<{ live: CurrentItem; problems: readonly ContentProblem[] }> {
  const { draft, current, asked, by, ifMatch, restores } = given
  const { type, id, files } = draft
  // It is judged by what is live now, not by what was a minute ago.
  forgetCurrent()
  const checked = await checkContent(type, id, files, 'publish')
  if (checked.problems.some(isError)) throw refusedFor(checked.problems)
  requireAgreed([draft])
  const inFlight = await judgeInside({ type, id, value: checked.value }, current, asked)
  const live = await makeLive({ draft, current, checked, inFlight, by, restores })
  if (!live) throw await changedSince(ifMatch, await readStanding(type, id))
  return { live, problems: checked.problems }
}
