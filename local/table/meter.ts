import { dynaliteDb, type Item } from './dynalite-inside.ts'

/** The operations that are counted by name, in the order of their cells. */
const operations = ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'] as const
const cellOf = { reads: operations.length, writes: operations.length + 1 }

/** What a table was asked for since the start: calls by operation, and the units that AWS would bill on demand. */
export interface TableUse {
  readonly calls: Readonly<Record<string, number>>
  readonly readUnits: number
  readonly writeUnits: number
}

export function meterMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((operations.length + 2) * Float64Array.BYTES_PER_ELEMENT)
}

export function readMeter(memory: SharedArrayBuffer): TableUse {
  const cells = new Float64Array(memory)
  return {
    calls: Object.fromEntries(operations.map((name, cell) => [name, cells[cell] ?? 0])),
    readUnits: cells[cellOf.reads] ?? 0,
    writeUnits: cells[cellOf.writes] ?? 0,
  }
}

/**
 * Counts in the engine's thread. A write costs a unit per KB of the larger of the item before and after, and one for each index entry written (they
 * hold keys alone); a read a unit per 4 KB, half if eventually consistent; a refused condition costs as the write would have.
 */
export function meter(memory: SharedArrayBuffer): {
  call: (operation: string) => void
  indexWrites: (n: number) => void
} {
  const cells = new Float64Array(memory)
  const add = (cell: number, n: number) => {
    cells[cell] = (cells[cell] ?? 0) + n
  }
  const { addConsumedCapacity, checkConditional, queryTable } = dynaliteDb
  dynaliteDb.addConsumedCapacity = (data, isRead, item, before) => {
    if (isRead) add(cellOf.reads, readUnits([item], data.ConsistentRead))
    else add(cellOf.writes, Math.max(writeUnits(item), writeUnits(before)))
    return addConsumedCapacity(data, isRead, item, before)
  }
  dynaliteDb.checkConditional = (data, item) => {
    const refusal = checkConditional(data, item)
    if (refusal) add(cellOf.writes, writeUnits(item))
    return refusal
  }
  dynaliteDb.queryTable = (store, table, data, options, isLocal, fetch, names, done) =>
    queryTable(store, table, data, options, isLocal, fetch, names, (error, result) => {
      add(cellOf.reads, readUnits(result?.Items ?? [], data.ConsistentRead))
      done(error, result)
    })
  return {
    call: (operation) => {
      const cell = (operations as readonly string[]).indexOf(operation)
      if (cell >= 0) add(cell, 1)
    },
    indexWrites: (n) => add(cellOf.writes, n),
  }
}

function readUnits(items: readonly (Item | undefined)[], consistent = false): number {
  const size = items.reduce((sum, item) => sum + (item ? dynaliteDb.itemSize(item) : 0), 0)
  return Math.max(1, Math.ceil(size / 4_096)) * (consistent ? 1 : 0.5)
}

function writeUnits(item: Item | undefined): number {
  return Math.max(1, Math.ceil((item ? dynaliteDb.itemSize(item) : 0) / 1_024))
}
