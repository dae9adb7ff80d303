import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { readVirtualTime } from '../clock.ts'

interface Start {
  readonly bundle: string
  readonly exported: string
  readonly functionName: string
  readonly memoryMb: number
  readonly clock: SharedArrayBuffer
}

export interface Call {
  readonly id: number
  readonly payload: unknown
  readonly deadline: number
}

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly type: string; readonly message: string; readonly trace: string } }

const { bundle, exported, functionName, memoryMb, clock } = workerData as Start
const cells = new Float64Array(clock)
// functions/runtime/clock.ts looks here, when it is loaded.
;(globalThis as Record<symbol, unknown>)[Symbol.for('ripen.clock')] = () => readVirtualTime(cells)

const loaded: Promise<Record<string, (event: unknown, context: unknown) => unknown>> = import(
  pathToFileURL(bundle).href
)
// A bundle that can't be loaded fails each call, not the worker.
loaded.catch(() => {})

parentPort?.on('message', async ({ id, payload, deadline }: Call) => {
  try {
    const handler = (await loaded)[exported]
    if (!handler) throw new Error(`the bundle exports no ${exported}`)
    const context = {
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionName,
      memoryLimitInMB: String(memoryMb),
      awsRequestId: `${process.pid}-${id}`,
      logGroupName: functionName,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    }
    parentPort?.postMessage({ id, value: await handler(payload, context) } satisfies Answer)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    parentPort?.postMessage({
      id,
      error: { type: error.name, message: error.message, trace: error.stack ?? '' },
    } satisfies Answer)
  }
})
