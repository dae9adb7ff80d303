/** Why a list can't be read, in words, and where; never with a given value. */
export class ListProblem extends Error {
  /** Counted from 1; absent where the whole file is meant. */
  readonly line: number | undefined
  readonly mend: string | undefined

  constructor(message: string, { line, mend }: { line?: number; mend?: string } = {}) {
    super(message)
    this.name = 'ListProblem'
    this.line = line
    this.mend = mend
  }
}
