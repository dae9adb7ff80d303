import type { Server } from 'node:http'
import { createRequire, flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { writeIndexesWithItems } from './atomic-indexes.ts'
import { meter } from './meter.ts'
import { closeWhatWasRead, readAtOnce, readManyAtOnce } from './reads-at-once.ts'
import { writeTogether } from './writes-together.ts'

/** What the thread is started with: where LevelDB keeps its files, and the memory that the meter counts in. */
export interface Start {
  readonly folder: string
  readonly meter: SharedArrayBuffer
}

const { folder, meter: memory } = workerData as Start
const counted = meter(memory)
writeIndexesWithItems(counted.indexWrites)
readAtOnce()
readManyAtOnce()
closeWhatWasRead()
writeTogether()

type Dynalite = (options: {
  path: string
  createTableMs: number
  deleteTableMs: number
  updateTableMs: number
}) => Server
const dynalite = createRequire(import.meta.url)('dynalite') as Dynalite
const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })

// Clients keep their connections as long as they live: an idle one that is closed at the wrong moment costs a call.
server.keepAliveTimeout = 0
server.prependListener('request', (request) => {
  counted.call(String(request.headers['x-amz-target']).split('.')[1] ?? '')
  // dynalite throws what its requests emit as errors; a client that went away must not take the table along.
  const on = request.on.bind(request) as (event: string, listener: () => void) => unknown
  Object.assign(request, {
    on: (event: string, listener: () => void) => (event === 'error' ? request : on(event, listener)),
  })
})
server.listen(0, '127.0.0.1', () => {
  parentPort?.postMessage({ port: (server.address() as AddressInfo).port })
  setImmediate(flushCompileCache)
})

parentPort?.on('message', () => {
  server.closeAllConnections()
  server.close(() => process.exit())
})
