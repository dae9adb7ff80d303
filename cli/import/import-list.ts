import { inThousands } from '../../core/in-thousands.ts'
import { ListProblem } from '../../core/lists/list-problem.ts'
import type { Mapping } from '../../core/lists/mapping.ts'
import type { Api } from '../api.ts'
import { endProgress, progress } from '../output.ts'
import { counted, type ImportCounts, noCounts } from './import-counts.ts'
import { endState, type ImportState, writeState } from './import-state.ts'
import { batchesOf } from './list-batches.ts'
import type { ListFile } from './list-file.ts'
import { RejectsFile } from './rejects-file.ts'
import { sendBatches } from './send-batches.ts'

export interface ListImport {
  readonly api: Api
  readonly file: ListFile
  readonly mapping: Mapping
  readonly importId: string
  readonly mappingHash: string
  readonly dryRun: boolean
  /** Rows that said nothing new when it was asked what would be. */
  readonly unchangedBefore?: ReadonlySet<number>
  /** Where it was broken off. */
  readonly left?: ImportState | undefined
  readonly wait?: (ms: number) => Promise<void>
}

/** What a pass over a list came to. */
export interface Passed {
  readonly counts: ImportCounts
  /** Rows of the file, from 1, that say nothing new. */
  readonly unchanged: ReadonlySet<number>
  /** Why rows are rejected, the most frequent first: the first line of each. */
  readonly reasons: readonly { readonly reason: string; readonly line: number; readonly count: number }[]
  /** Somebody pressed Ctrl-C. */
  readonly stopped: boolean
}

/** So many reasons are kept and shown. */
const reasonsAtMost = 10

/**
 * Goes over a list once and sends it: only asking what would be, or importing, and then keeping beside the file how far it is after each answer. Ctrl-C
 * ends it after the calls that are under way; what breaks it off throws an Error that says how to go on.
 */
export async function importList(list: ListImport): Promise<Passed> {
  const { api, file, mapping, importId, mappingHash, dryRun, unchangedBefore, left, wait } = list
  const unchanged = new Set<number>()
  const rejects = dryRun ? undefined : new RejectsFile(file, left?.rejectsBytes ?? 0)
  const reasons = new Map<string, { reason: string; line: number; count: number }>()
  let counts = left?.counts ?? noCounts
  let [stopped, rowsDone] = [false, left?.rowsDone ?? 0]
  const stop = () => {
    stopped = true
  }
  const keep = () => {
    if (!rejects) return
    const { hash: fileHash } = file
    writeState(file.path, {
      importId,
      api: api.url,
      fileHash,
      mappingHash,
      rowsDone,
      pid: process.pid,
      rejectsBytes: rejects.bytes,
      counts,
    })
  }
  process.once('SIGINT', stop)
  try {
    keep()
    const batches = batchesOf(file, mapping, rowsDone)
    const sending = { importId, source: mapping.source, dryRun, unchangedBefore, ...(wait && { wait }) }
    for await (const { upTo, results, unchanged: same, rejected } of sendBatches(
      api,
      until(() => stopped, batches),
      sending,
    )) {
      counts = counted(counts, results)
      for (const n of same) unchanged.add(n)
      rejects?.add(rejected)
      for (const { reason, line } of rejected) {
        const before = reasons.get(reason)
        if (before) before.count += 1
        else if (reasons.size < reasonsAtMost) reasons.set(reason, { reason, line, count: 1 })
      }
      rowsDone = upTo
      keep()
      progress(`${dryRun ? 'looking at' : 'importing'} row ${inThousands(rowsDone)} …`)
    }
  } catch (error) {
    throw goOn(error as Error, file.path, dryRun)
  } finally {
    process.removeListener('SIGINT', stop)
    endProgress()
  }
  if (!dryRun && !stopped) endState(file.path)
  return { counts, unchanged, reasons: [...reasons.values()].sort((a, b) => b.count - a.count), stopped }
}

/** Takes no more of what comes once it is to stop. */
async function* until<Value>(isOver: () => boolean, values: AsyncIterable<Value>): AsyncGenerator<Value> {
  for await (const value of values) {
    if (isOver()) return
    yield value
  }
}

function goOn(error: Error, path: string, dryRun: boolean): Error {
  if (error instanceof ListProblem) {
    const { line, message, mend } = error
    const place = line === undefined ? path : `${path}:${line}`
    const undone = dryRun ? 'Nothing was imported.' : 'What stands above is imported.'
    return new Error(`${place}: ${message}${mend ? `\n    ${mend}` : ''}\n${undone}`)
  }
  return new Error(dryRun ? error.message : `${error.message}\nThe import is broken off: go on with --resume.`, {
    cause: error,
  })
}
