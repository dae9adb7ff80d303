import { sharedFile } from './shared-files.ts'

/** The files of one content as they are stored, an email's with what it shares with others. */
export interface StoredContent {
  /** For example `emails/welcome`. */
  readonly name: string
  /** When they were stored, RFC 3339. */
  readonly at: string
  readonly files: Readonly<Record<string, string>>
}

/** A shared file that not all emails hold in the same state: each was stored with what it was then. */
export interface Differing {
  readonly file: string
  /** The newest of those that hold the state that is taken. */
  readonly takenFrom: string
  /** Those that hold others. */
  readonly others: readonly string[]
}

/** The files of a folder for all this content. Of a shared file that differs between emails the one that was stored last is taken. */
export function pulledFiles(contents: readonly StoredContent[]): {
  readonly files: Readonly<Record<string, string>>
  readonly differing: readonly Differing[]
} {
  const files: Record<string, string> = {}
  const differing: Differing[] = []
  // At the same time the order of names decides, so that the same content makes the same folder.
  const byAge = [...contents].sort((a, b) => compare(a.at, b.at) || compare(a.name, b.name))
  for (const { files: own } of byAge) Object.assign(files, own)
  for (const file of Object.keys(files).sort()) {
    if (!sharedFile(file)) continue
    const holders = byAge.filter((one) => Object.hasOwn(one.files, file))
    const others = holders.filter((one) => one.files[file] !== files[file]).map(({ name }) => name)
    const takenFrom = holders.at(-1)?.name ?? ''
    if (others.length > 0) differing.push({ file, takenFrom, others: others.sort() })
  }
  return { files, differing }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
