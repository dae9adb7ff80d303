import { type ContentProblem, inOrder } from './problem.ts'

/** Problems in their order. What is wrong in a file that mails share is told once, with all the mails in which it shows. */
export function toldOnce(problems: readonly ContentProblem[]): ContentProblem[] {
  const once = new Map<string, ContentProblem>()
  const own: ContentProblem[] = []
  for (const problem of problems) {
    if (!problem.mails) {
      own.push(problem)
      continue
    }
    const name = JSON.stringify([problem.file, problem.line, problem.column, problem.message])
    const before = once.get(name)
    once.set(name, before ? { ...before, mails: [...new Set([...(before.mails ?? []), ...problem.mails])] } : problem)
  }
  return inOrder([...own, ...once.values()])
}
