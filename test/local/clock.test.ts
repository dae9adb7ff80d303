import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { VirtualClock, virtualTimeReader } from '../../local/clock.ts'
import { openJournal } from '../../local/journal.ts'
import { keptClock } from '../../local/kept-clock.ts'
import { aDataFolder } from '../fixtures/a-data-folder.ts'
import { monday } from './an-engine-room.ts'

const dayMs = 86_400_000

describe('the virtual clock', () => {
  it('stands still at speed 0 and never goes backwards', () => {
    const clock = new VirtualClock({ startAt: monday, speed: 0 })
    expect(clock.now()).toBe(monday)
    clock.set(monday + 5)
    clock.set(monday)
    expect(clock.now()).toBe(monday + 5)
  })

  it('runs as fast as it is told', () => {
    const clock = new VirtualClock({ startAt: monday, speed: 86_400_000 })
    const before = performance.now()
    while (performance.now() - before < 3) {
      // A few real milliseconds are days on this clock.
    }
    expect(clock.now() - monday).toBeGreaterThan(dayMs)
  })

  it('shows every thread the same time, while it is set again and again', async () => {
    const clock = new VirtualClock({ startAt: monday, speed: 0 })
    const reader = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads')
       import(workerData.module).then(({ virtualTimeReader }) => {
         const now = virtualTimeReader(workerData.shared)
         let last = 0
         let wrong = 0
         parentPort.on('message', () => parentPort.postMessage({ wrong, last: now() }))
         parentPort.postMessage('reads')
         const look = () => {
           for (let n = 0; n < 2000; n += 1) {
             const at = now()
             if (at < last || (at - workerData.start) % 1000 !== 0) wrong += 1
             last = at
           }
           setImmediate(look)
         }
         look()
       })`,
      {
        eval: true,
        workerData: {
          module: new URL('../../local/clock.ts', import.meta.url).href,
          shared: clock.shared,
          start: monday,
        },
      },
    )
    await new Promise((resolve) => reader.once('message', resolve))
    for (let n = 1; n <= 20_000; n += 1) clock.set(monday + n * 1_000)
    const answered = new Promise((resolve) => reader.once('message', resolve))
    reader.postMessage('done')
    expect(await answered).toEqual({ wrong: 0, last: monday + 20_000_000 })
    await reader.terminate()
  })

  it('is read through shared memory', () => {
    const clock = new VirtualClock({ startAt: monday, speed: 0 })
    expect(virtualTimeReader(clock.shared)()).toBe(monday)
  })
})

describe('the clock of a data folder', () => {
  it('goes on from where it stood, as if time had passed outside', () => {
    const folder = aDataFolder()
    const first = openJournal(folder)
    keptClock(first, { speed: 1, startAt: monday }).clock.set(monday + 3 * dayMs)
    first.close()
    const second = openJournal(folder)
    const { clock, stop } = keptClock(second, { speed: 1, startAt: 0 })
    expect(clock.now() - monday).toBeGreaterThanOrEqual(3 * dayMs)
    expect(clock.now() - monday).toBeLessThan(3 * dayMs + 60_000)
    stop()
    second.close()
  })

  it('is never behind what a fast clock had shown before a crash', () => {
    const folder = aDataFolder()
    const first = openJournal(folder)
    const shown = keptClock(first, { speed: 86_400, startAt: monday }).clock.now()
    first.close()
    const second = openJournal(folder)
    const { clock, stop } = keptClock(second, { speed: 0 })
    expect(clock.now()).toBeGreaterThanOrEqual(shown)
    stop()
    second.close()
  })
})
