import { createHash, randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Journal } from '../journal.ts'
import type { Published } from './publish-samples.ts'

/** A data folder in which the samples were published, to begin others from: publishing takes seconds, copying none. */
export interface Seed {
  readonly folder: string
  readonly published: Published
}

/** Published so long ago that no run begins before. */
export const seedTime = Date.parse('2020-01-01T00:00:00Z')

/** Rows of the journal that belong to what was published; all else (secrets, keys, clock) each data folder has of its own. */
const carried = ['pool_users', 'custom_resources'] as const

/**
 * The seed of an assembly and its samples, made where there is none of just these: `publish` runs the stack on an empty folder, publishes the samples
 * through the API and stops.
 */
export async function seedOf(given: {
  folder: string
  /** Files and folders that it is made of. */
  madeOf: readonly string[]
  publish: (dataFolder: string) => Promise<Published>
}): Promise<Seed> {
  const seed = join(given.folder, fingerprint(given.madeOf))
  const result = join(seed, 'published.json')
  if (!existsSync(result)) {
    const fresh = `${seed}.${randomUUID()}`
    mkdirSync(fresh, { recursive: true })
    const published = await given.publish(fresh)
    writeFileSync(join(fresh, 'published.json'), JSON.stringify(published))
    putInPlace(fresh, seed)
  }
  return { folder: seed, published: JSON.parse(readFileSync(result, 'utf8')) as Published }
}

/** Begins an empty data folder from a seed; to be called before its tables are opened. */
export function plant(seed: Seed, dataFolder: string, journal: Journal): void {
  // Files and images of the samples lie in buckets.
  for (const name of ['tables', 'buckets']) {
    if (!existsSync(join(seed.folder, name))) continue
    rmSync(join(dataFolder, name), { recursive: true, force: true })
    cpSync(join(seed.folder, name), join(dataFolder, name), { recursive: true })
  }
  const from = new DatabaseSync(join(seed.folder, 'journal.db'), { readOnly: true })
  journal.transaction(() => {
    for (const table of carried) {
      const { sql } = from.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(table) as { sql: string }
      journal.exec(sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS'))
      for (const row of from.prepare(`SELECT * FROM ${table}`).all()) {
        const columns = Object.keys(row)
        const places = columns.map(() => '?').join(', ')
        journal
          .prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
          .run(...Object.values(row))
      }
    }
  })
  from.close()
}

/** Another process may have made the same meanwhile. Seeds of yesterday and before are no longer of use. */
function putInPlace(fresh: string, seed: string): void {
  try {
    renameSync(fresh, seed)
  } catch (error) {
    if (!existsSync(join(seed, 'published.json'))) throw error
    rmSync(fresh, { recursive: true, force: true })
  }
  const folder = dirname(seed)
  for (const name of readdirSync(folder)) {
    const other = join(folder, name)
    if (other !== seed && Date.now() - statSync(other).mtimeMs > dayMs) rmSync(other, { recursive: true, force: true })
  }
}

const dayMs = 86_400_000

function fingerprint(madeOf: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of madeOf)
    for (const file of filesOf(path))
      hash.update(file.slice(path.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 20)
}

/** The file itself, or all files in a folder. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
