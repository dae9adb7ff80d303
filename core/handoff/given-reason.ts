import type { AnswerPolicy, ListedReason } from './answer-policy.ts'

/** The reason that needs words of one's own, where a list has it. */
const other = 'other'

export type ReasonedAnswer = 'reject' | 'recycle' | 'lost'

/** A reason as it is kept: by its id where the policy lists reasons, with the words beside it. */
export type GivenReason = { readonly reason: string; readonly note?: string | undefined } | { readonly problem: string }

/**
 * "Reject with a reason from a list configurable in the policy": where there is a list, the reason is one of its ids; words of one's own are the note of `other`. Without
 * a list all words will do.
 */
export function givenReason(
  policy: AnswerPolicy | undefined,
  answer: ReasonedAnswer,
  reason: string,
  note?: string | undefined,
): GivenReason {
  const ids = policy?.[answer]?.map(({ id }) => id)
  if (!ids || ids.includes(reason)) return { reason, ...(note !== undefined && { note }) }
  const ownWords = ids.includes(other) ? '; words of your own go into the note of "other"' : ''
  return { problem: `give one of: ${ids.join(', ')}${ownWords}` }
}

/** The reasons that sales may choose from; none where any words will do. */
export function listedReasons(policy: AnswerPolicy | undefined, answer: ReasonedAnswer): readonly ListedReason[] {
  return policy?.[answer] ?? []
}
