import type { ContentProblem } from '../core/content/problem.ts'

/**
 * A problem as a command of GitHub's workflows, which shows it at its line of a pull request: `::error file=,line=,col=,title=::what to do`.
 * `path`: from the root of the repository.
 */
export function githubAnnotation(problem: ContentProblem, path: string): string {
  const { severity, line, column, message, mend, pointer, mails } = problem
  const properties = Object.entries({ file: path, line, col: column, title: message })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
  const where = [pointer ? `at ${pointer}` : '', mails ? `in ${mails.join(', ')}` : ''].filter(Boolean).join(', ')
  const text = [mend ?? message, where && `(${where})`].filter(Boolean).join(' ')
  return `::${severity} ${properties.join(',')}::${escaped(text)}`
}

/** As GitHub's own toolkit escapes what follows `::`; in properties also `:` and `,`. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
