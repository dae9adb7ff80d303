import { inThousands } from '../../core/in-thousands.ts'
/** What becomes of the rows of a list, by kind. */
export interface ImportCounts {
  readonly rows: number
  readonly new: number
  /** Known before: blanks of theirs are filled, tags or consent added. */
  readonly changed: number
  /** Known before, and the list says nothing new of them. */
  readonly unchanged: number
  /** Rows whose address stood above in the file: their blanks and tags went to the same person. */
  readonly merged: number
  readonly withdrawn: number
  readonly suppressed: number
  readonly erased: number
  readonly rejected: number
}
export type CountedResult = Exclude<keyof ImportCounts, 'rows'>

export const noCounts: ImportCounts = {
  rows: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  merged: 0,
  withdrawn: 0,
  suppressed: 0,
  erased: 0,
  rejected: 0,
}

/** The counts with these results added. */
export function counted(counts: ImportCounts, results: readonly CountedResult[]): ImportCounts {
  const sum: Record<keyof ImportCounts, number> = { ...counts, rows: counts.rows + results.length }
  for (const result of results) sum[result] += 1
  return sum
}

/** The counts for people, line by line. */
export function countLines(counts: ImportCounts, dryRun: boolean): string[] {
  const lines: [number, string][] = [
    [counts.new, dryRun ? 'would be new' : 'new'],
    [counts.changed, `${dryRun ? 'would be ' : ''}changed: a blank is filled, a tag or a consent added`],
    [counts.unchanged, 'unchanged: the list says nothing new of them'],
    [counts.merged, 'merged: their address stands above in the file'],
    [counts.withdrawn, 'withdrawn: stay unsubscribed, nothing changed'],
    [counts.suppressed, 'suppressed: get no mail, nothing changed'],
    [counts.erased, 'erased: come back by an act of their own alone'],
    [counts.rejected, 'rejected'],
  ]
  const width = Math.max(...lines.map(([count]) => inThousands(count).length))
  return lines
    .filter(([count], index) => count > 0 || index === 0)
    .map(([count, text]) => `  ${inThousands(count).padStart(width)}  ${text}`)
}
