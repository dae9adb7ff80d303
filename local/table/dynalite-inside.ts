import { createRequire } from 'node:module'

export type Item = Record<string, unknown>
export type Written = (error: Error | null) => void
export type Batch = { type: 'put' | 'del'; key: string; value?: unknown }[]

interface ItemDb {
  put: (key: string, value: unknown, done: Written) => void
  del: (key: string, done: Written) => void
}

export interface Store {
  readonly db: { batch: (operations: Batch, done: Written) => void }
  readonly getItemDb: (table: string) => ItemDb
}

export interface Table {
  readonly TableName: string
  readonly LocalSecondaryIndexes?: readonly unknown[]
  readonly GlobalSecondaryIndexes?: readonly unknown[]
}

interface Request {
  readonly ConsistentRead?: boolean
}

interface IndexActions {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[]
  readonly deletes: readonly { readonly index: string; readonly key: string }[]
}

/** The inside of dynalite, as far as it is reached into: `test/local/table.test.ts` fails should another version look otherwise. */
interface DynaliteDb {
  getIndexActions: (
    indexes: readonly unknown[],
    before: Item | undefined,
    after: Item | null | undefined,
    table: Table,
  ) => IndexActions
  updateIndexes: (
    store: Store,
    table: Table,
    before: Item | undefined,
    after: Item | null,
    done: (error?: Error) => void,
  ) => void
  addConsumedCapacity: (data: Request, isRead: boolean, item?: Item, before?: Item) => unknown
  checkConditional: (data: Request, item: Item | undefined) => unknown
  queryTable: (
    store: Store,
    table: Table,
    data: Request,
    options: unknown,
    isLocal: unknown,
    fetch: unknown,
    names: unknown,
    done: (error: Error | null, result?: { Items?: Item[] }) => void,
  ) => void
  itemSize: (item: Item) => number
}

export const dynaliteDb = createRequire(import.meta.url)('dynalite/db') as DynaliteDb
