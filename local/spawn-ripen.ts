import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { clientOf, type RipenClient } from './ripen-client.ts'
import type { RipenOptions } from './run.ts'

/** A run in a process of its own, which can be killed as by a power cut. */
export interface SpawnedRipen extends RipenClient {
  readonly pid: number
  /** Ends it as Ctrl-C does; answers its exit code. */
  readonly stop: () => Promise<number | null>
  /** `kill -9`: nothing more is written, nobody is told. */
  readonly kill: () => Promise<void>
}

/** Starts a run in a process of its own, as `npm start` does; resolves once it is ready, throws Error with what it said where it does not get so far. */
export async function spawnRipen(options: Omit<RipenOptions, 'say'>): Promise<SpawnedRipen> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), ...argumentsOf(options)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(import.meta.dirname, '../.build/compiled') },
  })
  const { url, pid } = await ready(child)
  const ended = once(child, 'exit')
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const [code] = await ended
    return code as number | null
  }
  return { ...clientOf(url), pid, stop: () => end('SIGINT'), kill: async () => void (await end('SIGKILL')) }
}

function argumentsOf(options: Omit<RipenOptions, 'say'>): string[] {
  const { data, port = 0, speed = 1, startAt, publishSamples = true, assembly, functionEnvironment = {} } = options
  return [
    ...['--data', data, '--port', String(port), '--speed', String(speed)],
    ...(startAt === undefined ? [] : ['--start-at', new Date(startAt).toISOString()]),
    ...(publishSamples ? [] : ['--no-samples']),
    ...(assembly === undefined ? [] : ['--assembly', assembly]),
    ...Object.entries(functionEnvironment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ]
}

function ready(child: ChildProcess): Promise<{ url: string; pid: number }> {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000)
    })
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ url: (message as { url: string }).url, pid: child.pid ?? 0 }))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the run ended before it was ready (exit code ${code}):\n${said}`)))
  })
}
