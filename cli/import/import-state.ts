import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

const count = z.int().min(0)

/** How far an import is: `<file>.ripen-import.json`, until it is done. No address is in it. */
const importState = z.object({
  importId: z.string(),
  /** Where it goes to, and of what: going on with something else would mix two lists. */
  api: z.string(),
  fileHash: z.string(),
  mappingHash: z.string(),
  rowsDone: count,
  /** The process that is at it. */
  pid: z.int().optional(),
  /** So long is the rejects file with what these rows put in. */
  rejectsBytes: count,
  counts: z.object({
    rows: count,
    new: count,
    changed: count,
    unchanged: count,
    merged: count,
    withdrawn: count,
    suppressed: count,
    erased: count,
    rejected: count,
  }),
})
export type ImportState = z.infer<typeof importState>

export function statePath(file: string): string {
  return `${file}.ripen-import.json`
}

/** Where an import of this file was broken off; undefined where none was. Throws Error for a file that is no state. */
export function readState(file: string): ImportState | undefined {
  const path = statePath(file)
  if (!existsSync(path)) return undefined
  try {
    return importState.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new Error(`${path} can’t be read: delete it and begin anew, which changes nothing twice`)
  }
}

/** Keeps how far an import is; a machine that goes down in between leaves the state before. */
export function writeState(file: string, state: ImportState): void {
  const path = statePath(file)
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

export function endState(file: string): void {
  rmSync(statePath(file), { force: true })
}

/** A state is written after each answer; one that is older belongs to nobody who is still at it, in ms. */
const writtenWithinMs = 120_000

/** Is another process at this import now? Its number may have gone to another program since: then the state has grown old. */
export function isUnderWay(file: string, { pid }: ImportState): boolean {
  if (pid === undefined || pid === process.pid) return false
  if (Date.now() - statSync(statePath(file)).mtimeMs > writtenWithinMs) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
