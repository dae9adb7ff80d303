import { AbstractKeyIterator, AbstractValueIterator, Entries, Level } from './level-inside.ts'

/**
 * Makes dynalite read single keys at once instead of in LevelDB's own threads: what is asked for lies in memory nearly always, and is read in the time that
 * the way to another thread and back takes tenfold. dynalite reads two keys for each call, of which one is the table's definition.
 */
export function readAtOnce(): void {
  const readLater = Level.prototype.get
  Level.prototype.get = async function (key, options) {
    return this.status === 'open' ? this.getSync(key, options) : readLater.call(this, key, options)
  }
}

/** Makes a query go to LevelDB's threads once for 16 KB instead of once for its first entry and once for the next. */
export function readManyAtOnce(): void {
  const kept = new WeakMap<object, unknown[]>()
  Entries.prototype._next = async function () {
    const ahead = kept.get(this)
    if (ahead && ahead.length > 0) return ahead.pop()
    const entries = (await this._nextv(1_000)).reverse()
    kept.set(this, entries)
    return entries.pop()
  }
}

/** Makes queries let go of what they read: dynalite asks for `return` where LevelDB has `close`, and each query would hold a snapshot of the whole table for good. */
export function closeWhatWasRead(): void {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return = function () {
      return this.close()
    }
  }
}
