import { type ContentProblem, isError, pointerOf } from '../../core/content/problem.ts'
import { Problem } from '../runtime/problem.ts'

/** The 422 of a content that can't be published: each error with its file, line and column, and all problems as they are. */
export function refusedFor(problems: readonly ContentProblem[]): Problem {
  const errors = problems.filter(isError).map((one) => ({
    pointer: pointerOf(['files', one.file]) + (one.pointer ?? ''),
    detail: inWords(one),
  }))
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`
  return new Problem(422, `This can't be published: it has ${count}.`, { errors, extra: { problems } })
}

function inWords({ line, column, message, mend }: ContentProblem): string {
  const place = line === undefined ? '' : `line ${line}, column ${column}: `
  return `${place}${message}${mend ? `; ${mend}` : ''}`
}
