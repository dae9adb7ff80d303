import { columnName } from '../../core/lists/find-delimiter.ts'
import { ListProblem } from '../../core/lists/list-problem.ts'
import type { CellOf } from '../../core/lists/row-of.ts'
import type { PastMail, PastReader } from '../../core/nurture/send-time/backtest.ts'
import { isZone } from '../../core/zone.ts'
import { cellsOf, type DelimiterName, openColumns, recordsOf } from '../import/list-file.ts'

/** RFC 3339, with the offset that a time is nothing without. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

interface Asked {
  /** Of leads without one. */
  readonly zone: string
  readonly encoding?: string | undefined
  readonly delimiter?: DelimiterName | undefined
}

/**
 * Past mails of a CSV file, by lead. Throws {@link ListProblem} at the first row that is none, with its line: a figure made of what is left would be another one.
 */
export async function readMailTimes(path: string, { zone, ...said }: Asked): Promise<PastReader[]> {
  const file = await openColumns(path, ['lead', 'came', 'clicked'], said)
  const place = new Map(file.columns.map((column, index) => [columnName(column), index]))
  const leads = new Map<string, { zone: string; mails: PastMail[] }>()
  let isHeader = true
  for await (const { line, cells } of recordsOf(file)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    const cellOf = cellsOf(file, place, cells)
    if ('wrong' in cellOf) throw new ListProblem(cellOf.wrong, { line })
    const { lead, mail, own } = rowOf(cellOf, line)
    const known = leads.get(lead) ?? { zone: own ?? zone, mails: [] }
    if (own !== undefined && own !== known.zone) {
      throw new ListProblem('the lead has another zone in a row above', { line, mend: 'give it one' })
    }
    known.mails.push(mail)
    leads.set(lead, known)
  }
  return [...leads.values()]
}

function rowOf(cellOf: CellOf, line: number): { lead: string; mail: PastMail; own: string | undefined } {
  const lead = cellOf('lead')
  if (lead === '') throw new ListProblem('the lead is missing (column “lead”)', { line })
  const cameMs = msOf('came', cellOf('came'), line)
  const clicked = cellOf('clicked')
  const clickedMs = clicked === '' ? undefined : msOf('clicked', clicked, line)
  if (clickedMs !== undefined && clickedMs < cameMs) {
    throw new ListProblem('the mail was clicked before it came', { line })
  }
  const own = cellOf('zone') || undefined
  if (own !== undefined && !isZone(own)) {
    throw new ListProblem('column “zone” is no time zone', { line, mend: 'write it like Europe/Berlin' })
  }
  return { lead, mail: { cameMs, ...(clickedMs !== undefined && { clickedMs }) }, own }
}

function msOf(column: string, cell: string, line: number): number {
  const ms = time.test(cell) ? Date.parse(cell) : Number.NaN
  if (!Number.isNaN(ms)) return ms
  throw new ListProblem(`column “${column}” is no time`, { line, mend: 'write it like 2026-03-02T09:14:00Z' })
}
