import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clientOf, type RipenClient } from '../../local/ripen-client.ts'
import type { Reached } from '../flows/read-history.ts'

const child = join(import.meta.dirname, 'child.ts')
/** Longer than any start takes on a loaded machine. */
const upWithinMs = 120_000
const retryMs = 50

/** An embedded run in a process of its own, on one data folder and one port, which may be killed at any moment and is started again at once. */
export class KillableRun {
  readonly #data = mkdtempSync(join(tmpdir(), 'ripen-kill-'))
  #process: ChildProcess | undefined
  #up = Promise.withResolvers<Reached>()
  #isUp = false
  #port = '0'
  #stopping = false
  /** What the child said on its way out, for when it was not killed. */
  #said = ''
  #failed: Error | undefined
  readonly #diesBefore: readonly string[]

  /** `diesBefore`: templates at whose first mail it dies by itself, claimed and not yet taken by SES. */
  constructor(diesBefore: readonly string[] = []) {
    this.#diesBefore = diesBefore
  }

  async start(): Promise<Reached> {
    this.#spawn()
    const reached = await this.up()
    this.#port = new URL(reached.url).port
    return reached
  }

  /** Where it is reached, once it is up. */
  up(): Promise<Reached> {
    return this.#up.promise
  }

  /** `kill -9`; a new process takes over the folder as soon as the old one is gone. */
  kill(): void {
    this.#isDown()
    this.#process?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const ended = new Promise((resolve) => this.#process?.once('exit', resolve))
    this.#process?.kill('SIGKILL')
    await ended
    rmSync(this.#data, { recursive: true, force: true })
  }

  /** Does something that may be repeated until it succeeds: while the process is down it is tried again. Throws what is no matter of being down. */
  async steadily<Result>(act: (ripen: RipenClient) => Promise<Result>): Promise<Result> {
    const giveUp = performance.now() + upWithinMs
    for (;;) {
      const { url } = await this.up()
      try {
        return await act(clientOf(url))
      } catch (error) {
        if (this.#failed) throw this.#failed
        if (!isDown(error) || performance.now() > giveUp) throw error
        await pause(retryMs)
      }
    }
  }

  /** Who waits for a process that dies while it starts waits for the next. */
  #isDown(): void {
    if (this.#isUp) this.#up = Promise.withResolvers()
    this.#isUp = false
  }

  #spawn(): void {
    const spawned = spawn(process.execPath, [child, this.#data, this.#port, this.#diesBefore.join(',')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#process = spawned
    for (const stream of [spawned.stdout, spawned.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.#said = (this.#said + part.toString()).slice(-4_000)
      })
    }
    spawned.on('message', (reached) => {
      // It may have spoken before it was killed, and be heard after.
      if (this.#process !== spawned || spawned.killed) return
      this.#isUp = true
      this.#up.resolve(reached as Reached)
    })
    spawned.on('exit', (code, signal) => {
      if (this.#stopping) return
      if (signal === 'SIGKILL') {
        this.#isDown()
        return this.#spawn()
      }
      this.#failed = new Error(`the run ended by itself with ${code ?? signal}:\n${this.#said}`)
      this.#up.reject(this.#failed)
    })
  }
}

const downCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED']

function isDown(error: unknown): boolean {
  const { code, cause, message } = error as { code?: string; cause?: unknown; message?: string }
  if (code && downCodes.includes(code)) return true
  return message === 'socket hang up' || message === 'terminated' || (cause !== undefined && isDown(cause))
}
