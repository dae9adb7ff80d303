import { isAgreedOn, missingSides } from '../../core/content/approvals.ts'
import type { DraftItem } from './content-items.ts'

/** What is told of a draft beside its files: who wrote it and when and, where both sides have to agree, who did and who is missing. */
export function draftShown({ type, at, by, basedOn, approvals }: DraftItem) {
  const agreed = isAgreedOn(type) && { approvals: approvals ?? {}, missing: missingSides(type, approvals) }
  return { at, by, basedOn, ...agreed }
}
