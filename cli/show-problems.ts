import type { ContentProblem } from '../core/content/problem.ts'
import { bad, dim, good, warning } from './output.ts'

/** Problems for people: file:line:column, what is wrong, what to do. */
export function showProblems(problems: readonly ContentProblem[]): string {
  return problems
    .map(({ file, line, column, pointer, severity, message, mend, mails }) => {
      const place = [file, line, column].filter((part) => part !== undefined).join(':')
      const head = `${place}  ${severity === 'error' ? bad('error') : warning('warning')}  ${message}${pointer ? dim(`  ${pointer}`) : ''}${mails ? dim(`  in ${someOf(mails)}`) : ''}`
      return mend ? `${head}\n    ${dim(mend)}` : head
    })
    .join('\n')
}

function someOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

/** How many of each, in words. */
export function countProblems(problems: readonly ContentProblem[], files: number): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const counts = `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
  const text = `${counts} in ${files} files`
  return errors > 0 ? bad(text) : good(text)
}
