import type { Touch } from './touch.ts'

/** What one of the staff says of a task. */
export interface GivenAnswer {
  readonly answer: string
  readonly note?: string | undefined
  readonly by: string
  readonly at: string
}

/** `known`: they said so before, and it counts. `late`: kept (without a change: it is already), but it decides nothing. `problem`: no such answer. */
export type Answered =
  | { readonly verdict: 'first'; readonly change: Partial<Touch> }
  | { readonly verdict: 'late'; readonly change?: Partial<Touch> }
  | { readonly verdict: 'known' }
  | { readonly verdict: 'problem'; readonly problem: string }

const lateAtMost = 20

/** What an answer makes of a task: the first one counts, others and those that come too late are kept beside it. */
export function answerTask(task: Touch, given: GivenAnswer): Answered {
  const { answers = [], state, answer, late = [] } = task
  if (!answers.includes(given.answer)) {
    return { verdict: 'problem', problem: `This task is answered by one of: ${answers.join(', ')}.` }
  }
  const isSame = (one: { answer: string; note?: string | undefined; by: string }) =>
    one.by === given.by && one.answer === given.answer && one.note === given.note
  if (answer && isSame(answer)) return { verdict: 'known' }
  if (late.some(isSame)) return { verdict: 'late' }
  const said = { answer: given.answer, by: given.by, at: given.at, ...(given.note && { note: given.note }) }
  if (state !== 'open') return { verdict: 'late', change: { late: [...late, said].slice(-lateAtMost) } }
  return {
    verdict: 'first',
    change: { state: 'answered', answer: said, result: given.answer, settledAt: given.at },
  }
}
