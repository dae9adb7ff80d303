import type { RowOutcome } from '../../core/lists/judge-row.ts'
import type { ListImport, ListRow } from '../../core/lists/list-row.ts'
import { readRow } from '../../core/lists/wrong-row.ts'
import { fromInstant } from '../../core/names.ts'
import { leadIdOf } from './identity.ts'
import { importRow, judgeRowOf } from './import-row.ts'

/** People that are worked on at the same time. */
const atOnce = 10

/** What became of one row, or would. */
export interface RowResult {
  readonly n: number
  readonly result: RowOutcome | 'rejected'
  readonly reason?: string
  /** Topics that stay withdrawn, whatever else of the row counts. */
  readonly withdrawn?: readonly string[]
}

/** Takes rows in, or only judges them; those with one address one after the other, as they stand in the list. Answers in the order of the rows. */
export async function importRows(list: ListImport, rows: readonly ListRow[], dryRun: boolean): Promise<RowResult[]> {
  const results = new Map<ListRow, RowResult>()
  const people = new Map<string, ListRow[]>()
  for (const row of rows) {
    const read = readRow(row, fromInstant(list.startedAt))
    if ('wrong' in read) results.set(row, { n: row.n, result: 'rejected', reason: read.wrong })
    else people.set(read.address, [...(people.get(read.address) ?? []), row])
  }
  const left = [...people].values()
  const work = async () => {
    for (const [address, own] of left) {
      const leadId = await leadIdOf(address)
      for (const row of own) {
        const judged = await (dryRun ? judgeRowOf(leadId, list, row, true) : importRow(leadId, address, list, row))
        const withdrawn = judged.withdrawn.length > 0 ? { withdrawn: judged.withdrawn } : {}
        results.set(row, { n: row.n, result: judged.outcome, ...withdrawn })
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return rows.flatMap((row) => results.get(row) ?? [])
}
