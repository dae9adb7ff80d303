import { createRequire } from 'node:module'

/** LevelDB as dynalite has it, as far as it is reached into. */
interface Level {
  readonly status: string
  get: (key: string, options?: object) => Promise<unknown>
  getSync: (key: string, options?: object) => unknown
}

/**
 * Makes dynalite read single keys at once instead of in LevelDB's own threads: what is asked for lies in memory nearly always, and is read in the time that
 * the way to another thread and back takes tenfold. dynalite reads two keys for each call, of which one is the table's definition.
 */
export function readAtOnce(): void {
  const ofDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'))
  const { Level } = ofDynalite('level') as { Level: { prototype: Level } }
  const readLater = Level.prototype.get
  Level.prototype.get = async function (key, options) {
    return this.status === 'open' ? this.getSync(key, options) : readLater.call(this, key, options)
  }
}
