import { createHash } from 'node:crypto'
import type { ListRow } from '../../core/lists/list-row.ts'
import type { Mapping } from '../../core/lists/mapping.ts'
import { rowOf } from '../../core/lists/row-of.ts'
import { readRow } from '../../core/lists/wrong-row.ts'
import { cellsOf, type ListFile, recordsOf } from './list-file.ts'

/** Rows of one call: half of what goes, so that a busy machine does them well within the time of a function. */
const rowsEach = 50

/** A row as it stands in the file. */
export interface PlacedRow {
  readonly n: number
  readonly line: number
  readonly cells: readonly string[]
}

/** A row that is sent, and whether its address stood above in the file already. */
export interface SentRow extends PlacedRow {
  readonly row: ListRow
  readonly isRepeat: boolean
}

/** Rows that follow each other in the file: one call, and what is wrong by itself. */
export interface Batch {
  readonly rows: readonly SentRow[]
  readonly rejected: readonly (PlacedRow & { readonly reason: string })[]
  /** The last row of the file that is in it, from 1. */
  readonly upTo: number
}

/** What the rows of a call may take, with room for what goes around them. */
const bytesAtMost = 240 * 1024

/** The rows of a list after the first `done`, as they are sent, in memory that grows by a few bytes for each address: they tell what was there before. */
export async function* batchesOf(file: ListFile, mapping: Mapping, done: number): AsyncGenerator<Batch> {
  const place = new Map(file.columns.map((column, index) => [column, index]))
  const seen = new Set<number>()
  let [rows, rejected, bytes, n] = [[] as SentRow[], [] as Batch['rejected'][number][], 0, 0]
  let isHeader = true
  for await (const { cells, line } of recordsOf(file)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    n += 1
    const read = readCells(file, mapping, n, cells, place)
    const isRepeat = 'address' in read && !isFirst(seen, read.address)
    if (n <= done) continue
    const placed = { n, line, cells }
    const size = 'row' in read ? Buffer.byteLength(JSON.stringify(read.row)) : 0
    if (size + bytes > bytesAtMost && rows.length > 0) {
      yield { rows, rejected, upTo: n - 1 }
      ;[rows, rejected, bytes] = [[], [], 0]
    }
    if ('wrong' in read) rejected.push({ ...placed, reason: read.wrong })
    else if (size > bytesAtMost) rejected.push({ ...placed, reason: 'It is too large to be sent.' })
    else {
      rows.push({ ...placed, row: read.row, isRepeat })
      bytes += size
    }
    if (rows.length + rejected.length >= rowsEach) {
      yield { rows, rejected, upTo: n }
      ;[rows, rejected, bytes] = [[], [], 0]
    }
  }
  if (rows.length + rejected.length > 0) yield { rows, rejected, upTo: n }
}

function readCells(
  file: ListFile,
  mapping: Mapping,
  n: number,
  cells: readonly string[],
  place: ReadonlyMap<string, number>,
) {
  const cellOf = cellsOf(file, place, cells)
  if ('wrong' in cellOf) return cellOf
  const mapped = rowOf(mapping, n, cellOf)
  // What time it is, the API knows: it refuses a consent that is still to come.
  return 'wrong' in mapped ? mapped : readRow(mapped.row, Number.POSITIVE_INFINITY)
}

/** By 48 bits of a hash: of a million addresses two are taken for one with a chance of 1 in 500, and then only a count is wrong. */
function isFirst(seen: Set<number>, address: string): boolean {
  const hash = createHash('sha256').update(address).digest().readUIntBE(0, 6)
  if (seen.has(hash)) return false
  seen.add(hash)
  return true
}
