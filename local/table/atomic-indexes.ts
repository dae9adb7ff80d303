import { type Batch, dynaliteDb, type Item, type Store, type Table } from './dynalite-inside.ts'

/**
 * Makes dynalite write an item and its index entries in one batch of LevelDB, and only the entries that change. It writes the entries first, one by
 * one, and the item last: a process that dies in between would leave an item that its indexes don't find, so that no sweep would. It is faster, too.
 */
export function writeIndexesWithItems(count: (indexWrites: number) => void): void {
  dynaliteDb.updateIndexes = (store, table, before, after, done) => {
    const owed = indexWrites(table, before, after)
    count(owed.length)
    if (owed.length === 0) done()
    else takingAlong(store, table.TableName, owed, done)
  }
}

function indexWrites(table: Table, before: Item | undefined, after: Item | null): Batch {
  return [
    ...writesOf('local', table.LocalSecondaryIndexes, table, before, after),
    ...writesOf('global', table.GlobalSecondaryIndexes, table, before, after),
  ]
}

function writesOf(
  kind: 'local' | 'global',
  indexes: readonly unknown[] = [],
  table: Table,
  before: Item | undefined,
  after: Item | null,
): Batch {
  const { puts, deletes } = dynaliteDb.getIndexActions(indexes, before, after, table)
  const entries = before ? dynaliteDb.getIndexActions(indexes, undefined, before, table).puts : []
  const isThere = (put: (typeof puts)[number]) =>
    entries.some(
      ({ index, key, item }) =>
        index === put.index && key === put.key && JSON.stringify(item) === JSON.stringify(put.item),
    )
  const place = (index: string) => `index-${kind}~${table.TableName}~${index}~`
  return [
    ...deletes.map(({ index, key }) => ({ type: 'del' as const, key: place(index) + key })),
    ...puts
      .filter((put) => !isThere(put))
      .map(({ index, key, item }) => ({ type: 'put' as const, key: place(index) + key, value: item })),
  ]
}

/** dynalite writes the item within `done`, in the same turn: that write takes the owed ones along. */
function takingAlong(store: Store, tableName: string, owed: Batch, done: () => void): void {
  const items = store.getItemDb(tableName)
  const { put, del } = items
  const place = `item-${tableName}~`
  items.put = (key, value, kept) => store.db.batch([...owed, { type: 'put', key: place + key, value }], kept)
  items.del = (key, kept) => store.db.batch([...owed, { type: 'del', key: place + key }], kept)
  try {
    done()
  } finally {
    items.put = put
    items.del = del
  }
}
