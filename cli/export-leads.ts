import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { csvLine } from '../core/lists/csv-line.ts'
import { fieldsOf, type ListedLead, leadCells, leadColumns } from '../core/lists/lead-cells.ts'
import { endProgress, progress } from './output.ts'

/** Only who runs it may read people's data. */
const ownersAlone = 0o600

/**
 * Writes leads as CSV (RFC 4180, UTF-8) in memory that does not grow with them: which columns there are is known only after the last one, so they lie in
 * `<file>.part` until then. Answers how many there were.
 */
export async function exportLeads(file: string, leads: AsyncIterable<ListedLead>, { bom }: { bom: boolean }) {
  const part = `${file}.part`
  const fields = new Set<string>()
  let count = 0
  try {
    const spool = openSync(part, 'w', ownersAlone)
    try {
      for await (const lead of leads) {
        for (const field of fieldsOf(lead)) fields.add(field)
        writeSync(spool, `${onOneLine(lead)}\n`)
        count += 1
        if (count % 100 === 0) progress(`${count.toLocaleString('en')} leads …`)
      }
    } finally {
      closeSync(spool)
      endProgress()
    }
    const columns = leadColumns(fields)
    const out = openSync(file, 'w', ownersAlone)
    try {
      writeSync(out, (bom ? '\ufeff' : '') + csvLine(columns))
      for await (const line of createInterface({
        input: createReadStream(part),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        writeSync(out, csvLine(leadCells(JSON.parse(line) as ListedLead, columns)))
      }
    } finally {
      closeSync(out)
    }
    return { count, columns }
  } finally {
    rmSync(part, { force: true })
  }
}

/** As JSON without the line and paragraph separators of Unicode, at which lines are cut when they are read again. */
function onOneLine(lead: ListedLead): string {
  return JSON.stringify(lead).replace(/[\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`)
}
