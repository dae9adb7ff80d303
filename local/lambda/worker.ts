import { Resolver } from 'node:dns/promises'
import { flushCompileCache } from 'node:module'
import { setPriority } from 'node:os'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { virtualTimeReader } from '../clock.ts'

export interface Start {
  readonly bundle: string
  readonly exported: string
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMb: number
  readonly clock: SharedArrayBuffer
  readonly givesWay: boolean
}

/** One call; `payload` is JSON, as Lambda's is. `deadline` is real time in ms since the epoch. */
export interface Call {
  readonly id: number
  readonly payload: string
  readonly deadline: number
}

export type Answer =
  | { readonly id: number; readonly value: string }
  | { readonly id: number; readonly error: { readonly type: string; readonly message: string; readonly trace: string } }

// It was for loading this file and the bundle; no function sees it.
delete process.env.NODE_COMPILE_CACHE

type Handler = (event: unknown, context: unknown) => unknown

const { bundle, exported, functionName, functionArn, memoryMb, clock, givesWay } = workerData as Start
// functions/runtime/clock.ts looks here, when it is loaded.
;(globalThis as Record<symbol, unknown>)[Symbol.for('ripen.clock')] = virtualTimeReader(clock)
// Domains of a stack on one machine are nobody's: its mail comes to where SES would receive it, and no server of names is asked.
Object.assign(Resolver.prototype, {
  resolveMx: async () => [{ exchange: `inbound-smtp.${process.env.AWS_REGION}.amazonaws.com`, priority: 10 }],
  resolve4: async () => ['127.0.0.1'],
})
// Linux has a priority for each thread; other systems would take it for the whole run. The table and the engines, which all functions wait for, go first.
if (process.platform === 'linux') setPriority(givesWay ? 12 : 4)

const loaded = import(pathToFileURL(bundle).href).then((module: Record<string, Handler>) => {
  const handler = module[exported]
  if (!handler) throw new Error(`the bundle exports no ${exported}`)
  setImmediate(flushCompileCache)
  return handler
})
// A bundle that can't be loaded fails each call, not the thread.
loaded.catch(() => {}).then(() => parentPort?.postMessage('loaded'))

parentPort?.on('message', async ({ id, payload, deadline }: Call) => {
  try {
    const handler = await loaded
    const context = {
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(memoryMb),
      awsRequestId: `${process.pid}-${id}`,
      logGroupName: `/aws/lambda/${functionName}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    }
    const value = JSON.stringify((await handler(JSON.parse(payload), context)) ?? null)
    parentPort?.postMessage({ id, value } satisfies Answer)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    parentPort?.postMessage({
      id,
      error: { type: error.name, message: error.message, trace: error.stack ?? '' },
    } satisfies Answer)
  }
})
