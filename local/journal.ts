import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** Another run holds the data folder. */
export class FolderInUse extends Error {
  constructor(dataFolder: string) {
    super(
      `another run of Ripen works on ${dataFolder}: stop it first, or give this one a folder of its own with --data`,
    )
    this.name = 'FolderInUse'
  }
}

export class UnusableFolder extends Error {
  constructor(dataFolder: string, code: string | undefined) {
    super(`${dataFolder} can’t be the folder of the data (${code}): give one that can be written to with --data`)
    this.name = 'UnusableFolder'
  }
}

/**
 * The journal: the one SQLite file in which the embedded engines keep what must survive `kill -9`. Each engine makes its own tables in it.
 * Statements are prepared once: engines run the same few all the time.
 */
export class Journal extends DatabaseSync {
  readonly #prepared = new Map<string, StatementSync>()

  override prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) return known
    const made = super.prepare(sql)
    this.#prepared.set(sql, made)
    return made
  }

  /** Runs `act` in one transaction: all of it is kept or nothing. Inside another transaction it becomes part of that one. */
  transaction<Result>(act: () => Result): Result {
    if (this.isTransaction) return act()
    this.prepare('BEGIN IMMEDIATE').run()
    try {
      const result = act()
      this.prepare('COMMIT').run()
      return result
    } catch (error) {
      this.prepare('ROLLBACK').run()
      throw error
    }
  }

  /** A setting kept under a name, or undefined. */
  setting(name: string): string | undefined {
    const row = this.prepare('SELECT value FROM settings WHERE name = ?').get(name)
    return row && String(row.value)
  }

  keepSetting(name: string, value: string): void {
    this.prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ).run(name, value)
  }
}

/**
 * Opens the journal of a data folder and holds it alone; throws {@link FolderInUse} or {@link UnusableFolder}. The lock is the operating system's, so it ends with the process
 * however that ends. `synchronous = NORMAL` with a write-ahead log loses nothing when the process dies (only a power cut may cost the last commits).
 */
export function openJournal(dataFolder: string): Journal {
  try {
    mkdirSync(dataFolder, { recursive: true })
    accessSync(dataFolder, constants.W_OK)
  } catch (error) {
    throw new UnusableFolder(dataFolder, (error as NodeJS.ErrnoException).code)
  }
  const journal = new Journal(join(dataFolder, 'journal.db'))
  try {
    journal.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0')
    journal.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT')
    journal.exec('CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
    return journal
  } catch (error) {
    journal.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) throw new FolderInUse(dataFolder)
    throw error
  }
}

const sqliteBusy = 5
