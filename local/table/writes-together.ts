import { Level, type LevelWrite } from './level-inside.ts'

interface Waiting {
  readonly writes: readonly LevelWrite[]
  readonly done: (error?: Error) => void
}

/**
 * Makes writes that come while another one is on its way to LevelDB's threads go there together, in their order: what LevelDB does with writers of several
 * threads. Each is still whole or not there at all.
 */
export function writeTogether(): void {
  const writeMany = Level.prototype._batch
  const queues = new WeakMap<Level, Waiting[]>()

  function write(level: Level, writes: readonly LevelWrite[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { writes, done: (error?: Error) => (error ? reject(error) : resolve()) }
      const queue = queues.get(level)
      if (queue) queue.push(waiting)
      else {
        queues.set(level, [waiting])
        void writeAll(level)
      }
    })
  }

  async function writeAll(level: Level): Promise<void> {
    for (let queue = queues.get(level) ?? []; queue.length > 0; queue = queues.get(level) ?? []) {
      queues.set(level, [])
      const error = await writeMany
        .call(
          level,
          queue.flatMap(({ writes }) => writes),
          {},
        )
        .then(
          () => undefined,
          (cause) => cause,
        )
      for (const { done } of queue) done(error)
    }
    queues.delete(level)
  }

  Level.prototype._put = function (key, value) {
    return write(this, [{ type: 'put', key, value }])
  }
  Level.prototype._del = function (key) {
    return write(this, [{ type: 'del', key }])
  }
  Level.prototype._batch = function (writes) {
    return write(this, writes)
  }
}
