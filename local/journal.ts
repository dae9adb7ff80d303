import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the journal, the one SQLite file in which the embedded engines keep what must survive `kill -9`.
 *
 * Each engine creates its own tables in it. `synchronous = NORMAL` with a write-ahead log loses nothing when the process dies (only a power cut may cost the last commits).
 */
export function openJournal(dataFolder: string): DatabaseSync {
  mkdirSync(dataFolder, { recursive: true })
  const journal = new DatabaseSync(join(dataFolder, 'journal.db'))
  journal.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
  return journal
}

/** Runs `act` in one transaction of the journal: all of it is kept or nothing. */
export function inTransaction<Result>(journal: DatabaseSync, act: () => Result): Result {
  journal.exec('BEGIN IMMEDIATE')
  try {
    const result = act()
    journal.exec('COMMIT')
    return result
  } catch (error) {
    journal.exec('ROLLBACK')
    throw error
  }
}
