import { closeSync, existsSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { csvLine } from '../../core/lists/csv-line.ts'
import type { ListFile } from './list-file.ts'

/** What is added to the columns of the list; taken out again from a rejects file that is imported once mended. */
const added = ['ripen_line', 'ripen_reason']

export function rejectsPath(file: string): string {
  return `${file}.rejects.csv`
}

/** A row that is not taken: the line it begins at, what stands there, and why. */
export interface RejectedRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly reason: string
}

/**
 * `<file>.rejects.csv`: the rows that were not taken, as they stand in the list, with line and reason, ready to be mended and imported. It begins anew unless
 * `keep` bytes of it belong to rows that are done.
 */
export class RejectsFile {
  readonly #file: ListFile
  readonly #path: string
  readonly #own: readonly number[]
  #bytes: number

  constructor(file: ListFile, keep: number, path = rejectsPath(file.path)) {
    this.#file = file
    this.#path = path
    this.#own = file.columns.flatMap((column, index) => (added.includes(column) ? [] : [index]))
    this.#bytes = keep
    if (keep === 0) rmSync(path, { force: true })
    else if (existsSync(path)) truncateSync(path, keep)
  }

  /** Its length, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  add(rejected: readonly RejectedRow[]): void {
    if (rejected.length === 0) return
    const lines = rejected.map(({ line, cells, reason }) => this.#line(cells, String(line), reason))
    const head = this.#bytes === 0 ? `\ufeff${this.#line(this.#file.columns, ...added)}` : ''
    const text = Buffer.from(head + lines.join(''))
    const handle = openSync(this.#path, 'a')
    try {
      writeSync(handle, text)
    } finally {
      closeSync(handle)
    }
    this.#bytes += text.length
  }

  #line(cells: readonly string[], ...more: string[]): string {
    return csvLine([...this.#own.map((index) => cells[index] ?? ''), ...more], this.#file.delimiter)
  }
}
