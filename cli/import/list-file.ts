import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { columnName, findDelimiter } from '../../core/lists/find-delimiter.ts'
import { encodingOf, nothingSeen, seeBytes } from '../../core/lists/list-encoding.ts'
import { ListProblem } from '../../core/lists/list-problem.ts'
import { columnsOf, type Mapping } from '../../core/lists/mapping.ts'
import { readCsv } from '../../core/lists/read-csv.ts'
import type { CellOf } from '../../core/lists/row-of.ts'

const named = { comma: ',', semicolon: ';', tab: '\t' } as const
export type DelimiterName = keyof typeof named
export const delimiterNames = Object.keys(named)

/** A list as it lies on the disk: how it is written, and what its columns are called. */
export interface ListFile {
  readonly path: string
  /** SHA-256 of its bytes. */
  readonly hash: string
  readonly encoding: string
  readonly delimiter: string
  readonly columns: readonly string[]
}

/** How somebody says that a file is written. */
interface Written {
  readonly encoding?: string | undefined
  readonly delimiter?: DelimiterName | undefined
}

/** What the header is looked for in. */
const headBytes = 256 * 1024

/**
 * Goes through a file once, without keeping it, and tells how it is to be read. Throws {@link ListProblem} where that can't be told, or where it has not the
 * columns that the mapping names.
 */
export function openList(path: string, mapping: Mapping, said: Written): Promise<ListFile> {
  const { encoding = mapping.encoding, delimiter = mapping.delimiter } = said
  return openColumns(path, columnsOf(mapping), { encoding, delimiter })
}

/** As {@link openList} for a file that is to have these columns. */
export async function openColumns(path: string, columns: readonly string[], said: Written): Promise<ListFile> {
  if (!existsSync(path)) throw new ListProblem('there is no such file')
  const [hash, seen, head] = [createHash('sha256'), nothingSeen(), [] as Buffer[]]
  let bytes = 0
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece)
    seeBytes(seen, piece)
    if (bytes < headBytes) head.push(piece)
    bytes += piece.length
  }
  const encoding = encodingOf(seen, said.encoding)
  const text = new TextDecoder(encoding).decode(Buffer.concat(head))
  const delimiter = said.delimiter ? named[said.delimiter] : findDelimiter(text, columns)
  const file = { path, hash: hash.digest('hex'), encoding, delimiter, columns: [] }
  for await (const { cells } of recordsOf(file))
    return { ...file, columns: withColumns(cells.map(columnName), columns) }
  throw new ListProblem('there is nothing in it', { mend: 'its first line is to name the columns' })
}

/** The cells of a row by the names of their columns; or why it is none of this list. */
export function cellsOf(
  { columns }: ListFile,
  place: ReadonlyMap<string, number>,
  cells: readonly string[],
): CellOf | { readonly wrong: string } {
  // Programs leave empty cells at the end of a row; anything else has slipped.
  const extra = cells.slice(columns.length).some((cell) => cell.trim() !== '')
  if (cells.length < columns.length || extra) {
    return { wrong: `It has ${cells.length} cells where the header has ${columns.length}.` }
  }
  return (column) => (cells[place.get(column) ?? -1] ?? '').trim()
}

/** The records of a list, its header first. */
export function recordsOf({ path, encoding, delimiter }: Pick<ListFile, 'path' | 'encoding' | 'delimiter'>) {
  return readCsv(createReadStream(path), { encoding, delimiter })
}

export function delimiterName(delimiter: string): string {
  return Object.entries(named).find(([, one]) => one === delimiter)?.[0] ?? delimiter
}

function withColumns(there: readonly string[], wanted: readonly string[]): readonly string[] {
  const missing = wanted.filter((column) => !there.includes(column))
  if (missing.length > 0) {
    throw new ListProblem(`it has no column ${missing.map((one) => `“${one}”`).join(', ')}, which is needed`, {
      line: 1,
      mend: `its columns are ${there.map((one) => `“${one}”`).join(', ')}`,
    })
  }
  const twice = wanted.filter((column) => there.indexOf(column) !== there.lastIndexOf(column))
  if (twice.length === 0) return there
  throw new ListProblem(`two of its columns are called “${twice[0]}”`, {
    line: 1,
    mend: 'give them names of their own',
  })
}
