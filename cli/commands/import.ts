import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { derivedId } from '../../core/consent/derived-id.ts'
import { inThousands } from '../../core/in-thousands.ts'
import { type Mapping, mapping as mappingSchema } from '../../core/lists/mapping.ts'
import { countLines } from '../import/import-counts.ts'
import { importList, type Passed } from '../import/import-list.ts'
import { isUnderWay, readState, statePath } from '../import/import-state.ts'
import { listError } from '../import/list-error.ts'
import { type DelimiterName, delimiterName, type ListFile, openList } from '../import/list-file.ts'
import { withListOptions } from '../import/list-options.ts'
import { readMapping } from '../import/read-mapping.ts'
import { rejectsPath } from '../import/rejects-file.ts'
import { bad, bold, dim, good, printJson, warning } from '../output.ts'
import { saysYes } from '../says-yes.ts'
import { showProblems } from '../show-problems.ts'
import { withApi } from './with-api.ts'

const more = `
The mapping says what the columns are, where the list is from, and what proves that its people consented:

  source: { name: spring-fair-2026, origin: outbound }   # inbound, outbound, referral or existing-customer
  fields:                       # field of a form: column of the file
    email: E-mail
    firstName: First name
    employees: { column: Staff, as: number }              # or as: yes-no
  fixed: { country: Germany }   # for all rows, where their own column says nothing
  tags: [spring-fair, { column: Interests, separator: ";" }]
  locale: { column: Language }  # or one for all: de
  zone: Europe/Berlin           # or { column: … }
  consent:                      # without it, nothing is imported
    - topic: product-education
      basis: opt-in             # opt-in, double-opt-in or existing-customer; or { column: … }
      evidence: Signed paper form at the stand, kept in binder 12     # or { column: Proof }
      at: 2026-04-22            # or { column: Signed on, format: DD.MM.YYYY }
      where: { column: Newsletter, is: [yes, x] }         # only those rows

Who unsubscribed stays so, whatever the list says; suppressed and erased addresses stay as they are. A list fills
blanks alone: what people said themselves stands. Nothing is mailed by an import; sequences that are
published and whose trigger asks for a tag of the list begin ("ripen broadcast" takes in who came before).`

interface Options {
  mapping: string
  encoding?: string
  delimiter?: DelimiterName
  dryRun?: boolean
  resume?: boolean
  yes?: boolean
}

/** `ripen import leads.csv --mapping m.yaml`: first what would be, then, once somebody said yes, the import. */
export function importCommand(): Command {
  const command = new Command('import')
    .argument('<file>', 'a CSV file whose first line names the columns')
    .description('people of a list, with proof of their consent: counts first, then the import')
    .requiredOption('--mapping <file>', 'which column is what, the source, and the consent, in YAML')
    .option('--dry-run', 'only say what would be')
    .option('--resume', 'go on with an import that was broken off')
    .option('--yes', 'import without asking')
  return withListOptions(command)
    .addHelpText(
      'after',
      `${more}

Exit code 1 when nothing was imported that should have been, 130 after Ctrl-C (then --resume goes on).

Examples:
  ripen import list.csv --mapping fair.yaml --dry-run
  ripen import list.csv --mapping fair.yaml`,
    )
    .action(async (path: string, options: Options, command: Command) => {
      const { api, json } = withApi(command)
      const read = readMapping(options.mapping, mappingSchema)
      if (!read.value) {
        if (json) printJson({ problems: read.problems })
        else console.log(`${showProblems(read.problems)}\n\n${bad('Nothing was imported.')}`)
        process.exitCode = 1
        return
      }
      const mapping = read.value
      const mappingHash = createHash('sha256').update(read.text).digest('hex')
      const file = await opened(path, mapping, options)
      const importId = derivedId('import', file.hash, mappingHash)
      const named = { importId, api: api.url, fileHash: file.hash, mappingHash }
      const left = options.dryRun ? undefined : leftOf(path, named, options.resume ?? false)
      const list = { api, file, mapping, importId, mappingHash }
      let unchangedBefore: ReadonlySet<number> | undefined
      if (!left) {
        if (!json) console.log(`${headOf(file, mapping)}\n`)
        const tried = await importList({ ...list, dryRun: true })
        if (!json) console.log(shown(tried, path, true))
        if (options.dryRun && json) printJson(resultOf(tried, file, importId, true))
        if (options.dryRun || tried.stopped) return ended(tried, path, json)
        const some = tried.counts.new + tried.counts.changed + tried.counts.merged
        if (some === 0) {
          if (json) printJson(resultOf(tried, file, importId, true))
          else console.log(warning(`\n${nothingToDo(tried)}`))
          return
        }
        if (!options.yes && !(await saysYes(`Import ${inThousands(some)} rows?`))) {
          console.error('Nothing was imported.')
          process.exitCode = 1
          return
        }
        unchangedBefore = tried.unchanged
      }
      const done = await importList({ ...list, dryRun: false, left, ...(unchangedBefore && { unchangedBefore }) })
      if (json) printJson(resultOf(done, file, importId, false))
      else console.log(shown(done, path, false))
      ended(done, path, json)
    })
}

async function opened(path: string, mapping: Mapping, options: Options): Promise<ListFile> {
  try {
    return await openList(path, mapping, options)
  } catch (error) {
    throw listError(path, error)
  }
}

function nothingToDo({ counts }: Passed): string {
  return counts.unchanged > 0
    ? 'Nothing was imported: the list says nothing new of those whom it may change.'
    : 'There is nobody to import.'
}

function leftOf(path: string, named: { api: string; fileHash: string; mappingHash: string }, resume: boolean) {
  const left = readState(path)
  if (!left) {
    if (resume) throw new Error(`no import of ${path} was broken off (there is no ${statePath(path)})`)
    return undefined
  }
  if (isUnderWay(path, left)) {
    const done = `${inThousands(left.rowsDone)} ${left.rowsDone === 1 ? 'row is' : 'rows are'} done`
    throw new Error(`this list is being imported already, by the process ${left.pid}: ${done}. Wait until it has ended`)
  }
  const isSame = left.fileHash === named.fileHash && left.mappingHash === named.mappingHash && left.api === named.api
  if (resume && isSame) return left
  const broken = `an import of this file to ${left.api} was broken off after ${inThousands(left.rowsDone)} rows`
  if (!resume) {
    throw new Error(
      `${broken}: go on with --resume, or delete ${statePath(path)} and begin anew (nothing is stored twice)`,
    )
  }
  const what = left.api !== named.api ? 'the API' : left.fileHash !== named.fileHash ? 'the file' : 'the mapping'
  throw new Error(`${broken}, and ${what} is another now: delete ${statePath(path)} and begin anew`)
}

function headOf({ path, encoding, delimiter, columns }: ListFile, { source }: Mapping): string {
  const how = `${encoding}, ${delimiterName(delimiter)} between ${columns.length} columns`
  return `${bold(path)}  ${dim(how)}\n${source.name}, ${source.origin}`
}

function shown({ counts, reasons, stopped }: Passed, path: string, dryRun: boolean): string {
  const rows = counts.rows === 1 ? '1 row' : `${inThousands(counts.rows)} rows`
  const head = stopped ? warning(`Stopped after ${rows}.`) : dryRun ? `${rows}:` : good(`Imported: ${rows}.`)
  const lines = [head, ...countLines(counts, dryRun)]
  for (const { reason, line, count } of reasons) {
    lines.push(dim(`      line ${line}${count > 1 ? ` and ${inThousands(count - 1)} more` : ''}: ${reason}`))
  }
  if (counts.rejected > 0 && !dryRun) lines.push(`The rejected rows are in ${rejectsPath(path)}.`)
  return lines.join('\n')
}

function resultOf({ counts, reasons, stopped }: Passed, file: ListFile, importId: string, dryRun: boolean) {
  const { path, encoding, delimiter } = file
  const rejects = counts.rejected > 0 && !dryRun ? { rejects: rejectsPath(path) } : {}
  return { importId, dryRun, encoding, delimiter: delimiterName(delimiter), counts, reasons, ...rejects, stopped }
}

/** Ctrl-C is no success. */
function ended({ stopped }: Passed, path: string, json: boolean): void {
  if (!stopped) return
  if (!json && existsSync(statePath(path))) console.error('Go on with --resume.')
  process.exitCode = 130
}
