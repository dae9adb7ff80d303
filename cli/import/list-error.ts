import { ListProblem } from '../../core/lists/list-problem.ts'

/** What went wrong with a list, for people: a problem of the file with its place and what to do. */
export function listError(path: string, error: unknown): Error {
  if (!(error instanceof ListProblem)) return error as Error
  const { line, message, mend } = error
  return new Error(`${path}${line === undefined ? '' : `:${line}`}: ${message}${mend ? `\n    ${mend}` : ''}`)
}
