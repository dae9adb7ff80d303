import { createHash } from 'node:crypto'
import { addCounts, type Counts } from '../../core/insight/funnel/counts.ts'
import { staysSplit } from '../../core/insight/funnel/funnel-cells.ts'
import { funnelCellKey, funnelStaysKey, type Key } from '../aws/keys.ts'
import { everyItem, getItem, type Item, ifAbsent, putItem } from '../aws/table.ts'
import { packed, unpacked } from './packed.ts'

/** A key of the table has room for 1,024 bytes, and a source that somebody typed into a link may be longer. */
const longestInKey = 200

/** Raised when cells lie otherwise than before: then all is counted anew. */
export const layoutOfCells = 4

export interface StoredCell {
  /** A year or a month, as the kind of cell has it. */
  readonly time: string
  readonly value: string
  readonly counts: Counts
}

/**
 * Adds what batch n changes to one cell (`2026/source/google`), once: a cell that has the batch is passed over. One that comes to nothing stays, since it says which
 * batch it has.
 */
export async function addToCell(generation: number, batch: number, cell: string, difference: Counts): Promise<void> {
  const [time = '', split = '', ...rest] = cell.split('/')
  const value = rest.join('/')
  const key = keyOfCell(generation, time, split, value)
  for (;;) {
    const item = await getItem(key)
    const before = Number(item?.batch ?? 0)
    if (before >= batch) return
    const counts = countsIn(item?.counts)
    addCounts(counts, difference)
    const next = { time, value, batch, counts: packed(counts) }
    const condition = item
      ? { text: '#batch = :read', names: { '#batch': 'batch' }, values: { ':read': before } }
      : ifAbsent
    if (await putItem(key, next, condition)) return
  }
}

/** Where a cell lies. */
export function keyOfCell(generation: number, time: string, split: string, value: string): Key {
  const name = nameInKey(value)
  return split === staysSplit ? funnelStaysKey(generation, name, time) : funnelCellKey(generation, split, time, name)
}

/** The cells of a split of these years or months, both in it: one range of the table. */
export async function readCells(generation: number, split: string, from: string, to: string): Promise<StoredCell[]> {
  const { pk } = funnelCellKey(generation, split, '', '')
  return cellsIn({ pk, between: { from: `${from}#`, to: `${to}#~` } })
}

/** The one cell of a split of a year and value; undefined where nothing is counted. */
export async function readCell(
  generation: number,
  split: string,
  time: string,
  value: string,
): Promise<StoredCell | undefined> {
  const item = await getItem(keyOfCell(generation, time, split, value), { consistent: false })
  return item && cellOf(item)
}

/** The stays of one value of a split, of leads that came in these months, both in it: one range of the table. */
export async function readStays(
  generation: number,
  split: string,
  value: string,
  from: string,
  to: string,
): Promise<StoredCell[]> {
  const { pk } = keyOfCell(generation, '', staysSplit, `${split}/${value}`)
  return cellsIn({ pk, between: { from, to } })
}

async function cellsIn(range: { pk: string; between: { from: string; to: string } }): Promise<StoredCell[]> {
  const cells: StoredCell[] = []
  for await (const item of everyItem({ ...range, consistent: false })) {
    const cell = cellOf(item)
    if (cell) cells.push(cell)
  }
  return cells
}

function cellOf({ time, value, counts }: Item): StoredCell | undefined {
  const read = countsIn(counts)
  return Object.keys(read).length > 0 ? { time: String(time), value: String(value), counts: read } : undefined
}

function nameInKey(value: string): string {
  if (Buffer.byteLength(value) <= longestInKey && /^[ -}]*$/.test(value)) return value
  return createHash('sha256').update(value).digest('base64url')
}

function countsIn(bytes: unknown): Counts {
  return (unpacked(bytes) ?? {}) as Counts
}
