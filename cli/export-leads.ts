import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { csvLine } from '../core/lists/csv-line.ts'
import { fieldsOf, type ListedLead, leadCells, leadColumns } from '../core/lists/lead-cells.ts'
import { endProgress, progress } from './output.ts'

/** Only who runs it may read people's data. */
const ownersAlone = 0o600

/** As a file: standard output. */
export const standardOutput = '-'

/**
 * Writes leads as CSV (RFC 4180, UTF-8) in memory that does not grow with them: which columns there are is known only after the last one, so they lie in a
 * file of their own until then, beside the one that is asked for. Answers how many there were.
 */
export async function exportLeads(file: string, leads: AsyncIterable<ListedLead>, { bom }: { bom: boolean }) {
  const room = mkdtempSync(join(file === standardOutput ? tmpdir() : dirname(file), '.ripen-leads-'))
  const part = join(room, 'part')
  try {
    const { count, fields } = await spool(part, leads)
    const columns = leadColumns(fields)
    const lines = async function* () {
      yield (bom ? '\ufeff' : '') + csvLine(columns)
      const input = createReadStream(part)
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
        yield csvLine(leadCells(JSON.parse(line) as ListedLead, columns))
    }
    if (file === standardOutput) await pipeline(lines, process.stdout, { end: false }).catch(unlessNobodyReads)
    else await pipeline(lines, createWriteStream(file, { mode: ownersAlone }))
    return { count, columns }
  } finally {
    rmSync(room, { recursive: true, force: true })
  }
}

/** Writes each lead on a line of its own; answers how many there are, and the answers that they have. */
async function spool(part: string, leads: AsyncIterable<ListedLead>): Promise<{ count: number; fields: Set<string> }> {
  const fields = new Set<string>()
  let count = 0
  const out = openSync(part, 'w', ownersAlone)
  try {
    for await (const lead of leads) {
      for (const field of fieldsOf(lead)) fields.add(field)
      writeSync(out, `${onOneLine(lead)}\n`)
      count += 1
      if (count % 100 === 0) progress(`${count.toLocaleString('en')} leads …`)
    }
  } finally {
    closeSync(out)
    endProgress()
  }
  return { count, fields }
}

/** Who has seen enough closes the pipe. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** As JSON without the line and paragraph separators of Unicode, at which lines are cut when they are read again. */
function onOneLine(lead: ListedLead): string {
  return JSON.stringify(lead).replace(/[\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`)
}
