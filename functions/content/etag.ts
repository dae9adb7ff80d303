import { Problem } from '../runtime/problem.ts'
import type { Standing } from './content-items.ts'

/** Names a content as it stands: `"v3"` is version 3, `"v3-6f1d…"` a draft on top of it. */
export function etagOf({ current, draft }: Standing): string {
  return `"v${current?.version ?? 0}${draft ? `-${draft.hash}` : ''}"`
}

/**
 * "Edits of content take `If-Match` with the `ETag` of the version they started from": throws {@link Problem} 428 when it is absent and 412, naming both,
 * when it is another. What is not there yet needs none.
 */
export function requireMatch(ifMatch: string | undefined, standing: Standing): void {
  const now = etagOf(standing)
  const exists = standing.current !== undefined || standing.draft !== undefined
  if (ifMatch === undefined) {
    if (!exists) return
    throw new Problem(
      428,
      `This content is there already: send If-Match with the ETag that you started from. Now it is ${now}.`,
    )
  }
  const given = ifMatch.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (given.includes(now) || (given.includes('*') && exists)) return
  throw changedSince(ifMatch, standing)
}

/** The 412 of an edit that started from something else. */
export function changedSince(ifMatch: string | undefined, standing: Standing): Problem {
  const given = /^[\w", /*-]{1,80}$/.test(ifMatch ?? '') ? ifMatch : 'something else'
  const { current, draft } = standing
  const who = draft
    ? ` A draft was stored at ${draft.at}.`
    : current
      ? ` Version ${current.version} went live at ${current.at}.`
      : ''
  return new Problem(
    412,
    `You started from ${given}, and now it is ${etagOf(standing)}.${who} Read it again and repeat your change.`,
  )
}
