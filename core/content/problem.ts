/** What is wrong (`error`: it can't be published) or doubtful (`warning`) in one place of one content file. */
export interface ContentProblem {
  /** Path under `templates/`, for example `emails/welcome/en.md`. */
  readonly file: string
  /** Counted from 1. */
  readonly line?: number
  /** In UTF-16 units, counted from 1. */
  readonly column?: number
  /** JSON pointer into what the file says, where it is data. */
  readonly pointer?: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** What to do about it. */
  readonly mend?: string
  /** Of a file that mails share: the mails in which this shows. */
  readonly mails?: readonly string[]
}

export interface Place {
  readonly line: number
  readonly column: number
}

export type Path = readonly (string | number)[]

/** A problem of a value, before it is known where in the file that value stands. */
export interface Finding {
  readonly path: Path
  /** The key itself is meant and not what stands behind it. */
  readonly atKey?: boolean
  readonly severity: ContentProblem['severity']
  readonly message: string
  readonly mend?: string
}

/** What can't be published, at a value. */
export function error(path: Path, message: string, mend?: string): Finding {
  return { path, severity: 'error', message, ...(mend && { mend }) }
}

/** What is doubtful, at a value. */
export function warning(path: Path, message: string, mend?: string): Finding {
  return { path, severity: 'warning', message, ...(mend && { mend }) }
}

/** What is wrong at an offset of a source, before it is known which file that is part of. */
export interface SourceProblem {
  readonly offset: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly mend?: string
}

/** One tag that is not closed may make thousands. */
const toldAtMost = 100
export function theFirst(problems: SourceProblem[]): SourceProblem[] {
  if (problems.length <= toldAtMost) return problems
  const mend = 'mend these first'
  const message = `there are ${problems.length - toldAtMost} more problems like these`
  return [...problems.slice(0, toldAtMost), { offset: 0, severity: 'error', message, mend }]
}

/** Line and column of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)))
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 1 }
}

/** JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

export function isError({ severity }: Pick<ContentProblem, 'severity'>): boolean {
  return severity === 'error'
}

/** By file, then by place; those without a place first. */
export function inOrder(problems: readonly ContentProblem[]): ContentProblem[] {
  return [...problems].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  )
}
