import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const home = join(root, '.cache/ministack')
const requirements = join(import.meta.dirname, 'requirements.txt')
const startWithinMs = 60_000

/** A running emulator of AWS, independent of `local/`: another team's reading of the same documentation. */
export interface Ministack {
  readonly endpoint: string
  stop(): Promise<void>
}

/** Installs ministack once into a virtual environment of its own and starts it on a free port; throws Error with what is missing. */
export async function startMinistack(logFile: string): Promise<Ministack> {
  install()
  const port = await freePort()
  const endpoint = `http://localhost:${port}`
  const log = createWriteStream(logFile)
  const process_ = spawn(join(home, 'bin/ministack'), [], {
    cwd: join(root, '.cache'),
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      EDGE_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      LAMBDA_WARM_TTL_SECONDS: '600',
      LOG_LEVEL: 'INFO',
      // Its functions run with the node that is first here: the project's own.
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  process_.stdout?.pipe(log)
  process_.stderr?.pipe(log)
  await ready(endpoint, process_, logFile)
  return { endpoint, stop: () => stop(process_) }
}

function install(): void {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const mark = join(home, 'installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  console.log(
    'Installing ministack into .cache/ministack (pinned in test/deploy/requirements.txt); this happens once …',
  )
  mkdirSync(join(root, '.cache'), { recursive: true })
  run('python3', ['-m', 'venv', '--clear', home], 'Python 3.11 or later with venv is needed for the deploy test')
  run(
    join(home, 'bin/pip'),
    ['install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    'the packages of test/deploy/requirements.txt could not be installed',
  )
  writeFileSync(mark, wanted)
}

function run(command: string, args: string[], otherwise: string): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(otherwise)
}

async function ready(endpoint: string, child: ChildProcess, logFile: string): Promise<void> {
  const giveUp = performance.now() + startWithinMs
  while (performance.now() < giveUp) {
    if (child.exitCode !== null) throw new Error(`ministack ended at its start; see ${logFile}`)
    const answer = await fetch(`${endpoint}/_ministack/ready`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`ministack was not ready within ${startWithinMs / 1000} s; see ${logFile}`)
}

/** Ends it with the functions it started: they are of its process group. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    if (child.exitCode !== null || child.pid === undefined) return resolve()
    process.kill(-child.pid, 'SIGKILL')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
