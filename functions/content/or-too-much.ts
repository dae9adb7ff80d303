import { Problem } from '../runtime/problem.ts'

/** A function answers with 6 MB at most. */
const answerAtMost = 5_000_000

/** The answer, unless it is larger than what can be answered; throws {@link Problem} 413, for nothing of it is left out silently. */
export function orTooMuch<Answer>(answer: Answer): Answer {
  if (Buffer.byteLength(JSON.stringify(answer)) <= answerAtMost) return answer
  throw new Problem(413, 'That is more than can be shown at once: ask for less.')
}
