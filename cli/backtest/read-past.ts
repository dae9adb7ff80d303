import { inThousands } from '../../core/in-thousands.ts'
import { ListProblem } from '../../core/lists/list-problem.ts'
import type { CellOf } from '../../core/lists/row-of.ts'
import { activityReader } from '../../core/scoring/backtest/past-activity.ts'
import { readPastLead } from '../../core/scoring/backtest/past-lead.ts'
import type { PastLeads } from '../../core/scoring/backtest/past-leads.ts'
import { activityColumns, type PastMapping, pastColumns } from '../../core/scoring/backtest/past-mapping.ts'
import { cellsOf, type DelimiterName, type ListFile, openColumns, recordsOf } from '../import/list-file.ts'
import { type RejectedRow, RejectsFile } from '../import/rejects-file.ts'
import { progress } from '../output.ts'

/** Why rows were not taken: the first line of each reason, and how many. */
export interface Reason {
  readonly reason: string
  readonly line: number
  readonly count: number
}

/** What became of the rows of a file. */
export interface RowsRead {
  readonly rows: number
  readonly taken: number
  readonly rejected: number
  /** The most frequent first. */
  readonly reasons: readonly Reason[]
}

export interface LeadsRead extends RowsRead {
  /** Not decided yet. */
  readonly open: number
  /** Came before --from or not before --until. */
  readonly outside: number
}

export interface ActivitiesRead extends RowsRead {
  /** After the lead was judged. */
  readonly later: number
  /** Of nobody in the list, or of somebody whose row was not taken. */
  readonly ofOthers: number
}

interface Source {
  readonly mapping: PastMapping
  readonly encoding?: string | undefined
  readonly delimiter?: DelimiterName | undefined
  /** Where rejected rows are written to, where somebody wants them. */
  readonly rejects?: string | undefined
}

/** Reads the leads of a file into `leads`. Throws {@link ListProblem} where the file is not as it should be. */
export async function readLeads(
  path: string,
  leads: PastLeads,
  { mapping, encoding, delimiter, rejects }: Source,
  asked: {
    readonly outcome: string
    readonly afterMs: number
    readonly fromMs: number
    readonly untilMs: number
    readonly needsKey: boolean
  },
): Promise<LeadsRead> {
  const columns = pastColumns(mapping, asked.outcome)
  const said = { encoding: encoding ?? mapping.encoding, delimiter: delimiter ?? mapping.delimiter }
  const file = await openColumns(path, columns, said)
  let [open, outside, taken] = [0, 0, 0]
  const rows = await eachRow(file, rejects, 'leads', (_, cellOf) => {
    const read = readPastLead(mapping, asked, cellOf)
    if ('wrong' in read) return read.wrong
    if ('open' in read) {
      open += 1
      return undefined
    }
    const { lead } = read
    if (lead.cameMs < asked.fromMs || lead.cameMs >= asked.untilMs) {
      outside += 1
      return undefined
    }
    if (asked.needsKey && !lead.key) return `Its name is missing (column “${mapping.lead}”).`
    if (!leads.add(lead)) return `A lead with its name (column “${mapping.lead}”) stands above.`
    taken += 1
    return undefined
  })
  return { ...rows, taken, open, outside }
}

/** Reads what leads did into `leads`, which has all of them. */
export async function readActivities(
  path: string,
  leads: PastLeads,
  { mapping, encoding, delimiter, rejects }: Source,
): Promise<ActivitiesRead> {
  const file = await openColumns(path, activityColumns(mapping), { encoding, delimiter })
  const readActivity = activityReader(mapping, file.columns)
  let [later, ofOthers, taken] = [0, 0, 0]
  const rows = await eachRow(file, rejects, 'activities', (n, cellOf) => {
    const read = readActivity(n, cellOf)
    if ('wrong' in read) return read.wrong
    const became = leads.act(read.key, read.fact)
    if (became === 'counts') taken += 1
    else if (became === 'later') later += 1
    else ofOthers += 1
    return undefined
  })
  return { ...rows, taken, later, ofOthers }
}

/** So many reasons are kept and shown; the file of rejects has all. */
const reasonsAtMost = 10
const toldEach = 5_000
/** So many rejected rows are written at once. */
const writtenEach = 1_000

async function eachRow(
  file: ListFile,
  rejectsPath: string | undefined,
  what: string,
  take: (n: number, cellOf: CellOf) => string | undefined,
): Promise<Pick<RowsRead, 'rows' | 'rejected' | 'reasons'>> {
  const place = new Map(file.columns.map((column, index) => [column, index]))
  const rejects = rejectsPath === undefined ? undefined : new RejectsFile(file, 0, rejectsPath)
  let waiting: RejectedRow[] = []
  const reasons = new Map<string, { reason: string; line: number; count: number }>()
  let [n, rejected, isHeader] = [0, 0, true]
  try {
    for await (const { cells, line } of recordsOf(file)) {
      if (isHeader) {
        isHeader = false
        continue
      }
      n += 1
      if (n % toldEach === 0) progress(`reading ${what}: ${inThousands(n)} …`)
      const cellOf = cellsOf(file, place, cells)
      const reason = 'wrong' in cellOf ? cellOf.wrong : take(n, cellOf)
      if (reason === undefined) continue
      rejected += 1
      if (rejects) waiting.push({ line, cells, reason })
      if (waiting.length === writtenEach) {
        rejects?.add(waiting)
        waiting = []
      }
      const before = reasons.get(reason)
      if (before) before.count += 1
      else if (reasons.size < reasonsAtMost) reasons.set(reason, { reason, line, count: 1 })
    }
  } finally {
    // Of a file that breaks off, what was found until then is there.
    rejects?.add(waiting)
  }
  return { rows: n, rejected, reasons: [...reasons.values()].sort((a, b) => b.count - a.count) }
}
