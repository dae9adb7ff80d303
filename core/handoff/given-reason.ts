import type { AnswerPolicy, ListedReason } from './answer-policy.ts'

/** The reason that takes any words, where a list has it. */
const other = 'other'

export type ReasonedAnswer = 'reject' | 'recycle' | 'lost'

/** A reason as it is kept: by its id where the policy lists reasons, with the words beside it. */
export type GivenReason = { readonly reason: string; readonly note?: string | undefined } | { readonly problem: string }

/**
 * "Reject with a reason from a list configurable in the policy": where there is a list, the reason is one of its ids. A list that has `other` takes any words, and
 * keeps them as the note of that. Without a list all words will do.
 */
export function givenReason(
  policy: AnswerPolicy | undefined,
  answer: ReasonedAnswer,
  reason: string,
  note?: string | undefined,
): GivenReason {
  const listed = policy?.[answer]
  const beside = note === undefined ? {} : { note }
  if (!listed || listed.some(({ id }) => id === reason)) return { reason, ...beside }
  if (listed.some(({ id }) => id === other)) {
    return { reason: other, note: note === undefined ? reason : `${reason}: ${note}` }
  }
  return { problem: `give one of: ${listed.map(({ id }) => id).join(', ')}` }
}

/** The reasons that sales may choose from; none where any words will do. */
export function listedReasons(policy: AnswerPolicy | undefined, answer: ReasonedAnswer): readonly ListedReason[] {
  return policy?.[answer] ?? []
}
