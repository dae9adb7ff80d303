import { approvalsInWords, missingSides } from '../../core/content/approvals.ts'
import { Problem } from '../runtime/problem.ts'
import type { DraftItem } from './content-items.ts'

/** Throws {@link Problem} 409, naming who is missing, unless both sides agreed to each of these that needs it. */
export function requireAgreed(drafts: readonly Pick<DraftItem, 'type' | 'id' | 'approvals'>[]): void {
  const waiting = drafts
    .map(({ type, id, approvals = {} }) => ({ type, id, approvals, missing: missingSides(type, approvals) }))
    .filter(({ missing }) => missing.length > 0)
  if (waiting.length === 0) return
  const says = waiting.map(({ type, id, approvals, missing }) => {
    const so = approvalsInWords(approvals)
    return `${type}/${id} waits for the approval of ${missing.join(' and ')}${so ? ` (${so})` : ''}.`
  })
  throw new Problem(409, `${says.join(' ')} Nothing was published.`, { extra: { waiting } })
}
