import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { UnusableAssembly } from './assembly/read-assembly.ts'
import { InvalidPattern } from './bus/pattern-operators.ts'
import { PortTaken } from './http/listen.ts'
import { FolderInUse, UnusableFolder } from './journal.ts'
import { UnsupportedMachine } from './machines/segments.ts'
import { type Ripen, startRipen } from './run.ts'
import { InvalidSchedule } from './scheduler/schedule-expression.ts'

const help = `Runs Ripen on this machine, on from what the data folder holds.

  npm start -- [options]

  --port 4000        where the API listens; 0 takes a free port
  --data .ripen      the folder that everything is kept in
  --speed 1          virtual seconds in a real one: 86400 makes a day a second, 0 lets time stand still but for /_local/clock
  --start-at <time>  virtual time that an empty data folder begins at, for example 2026-12-01T08:00:00Z
  --no-samples       publish nothing on an empty data folder
  --assembly <path>  another assembly than the one of this checkout
  --env NAME=value   set for every function in place of what the template says
  --help             this text
`

const options = z.object({
  port: z.coerce.number('must be a number').int().min(0).max(65_535).default(4_000),
  data: z.string().min(1).default('.ripen'),
  speed: z.coerce.number('must be a number').min(0).max(31_536_000).default(1),
  'start-at': z.iso
    .datetime({ offset: true, error: 'must be a time like 2026-12-01T08:00:00Z' })
    .transform((at) => Date.parse(at))
    .optional(),
  samples: z.boolean().default(true),
  assembly: z.string().optional(),
  env: z.array(z.string().regex(/^\w+=/, 'must be NAME=value')).default([]),
})
type Options = z.output<typeof options>

/** What the run refuses with words that say what to do; anything else is a fault and shows its trace. */
const expected = [
  FolderInUse,
  UnusableFolder,
  PortTaken,
  UnusableAssembly,
  InvalidPattern,
  InvalidSchedule,
  UnsupportedMachine,
]

/** Starts as `npm start` says and stays up; Ctrl-C ends it with exit code 0. `beganAt` is the monotonic time that the start is counted from. */
export async function runFromCommandLine(given: string[], beganAt: number): Promise<void> {
  const read = readOptions(given)
  try {
    const ripen = await startRipen({
      port: read.port,
      data: resolve(read.data),
      speed: read.speed,
      publishSamples: read.samples,
      say: console.log,
      functionEnvironment: Object.fromEntries(read.env.map((one) => splitOnce(one))),
      ...(read.assembly !== undefined && { assembly: resolve(read.assembly) }),
      ...(read['start-at'] !== undefined && { startAt: read['start-at'] }),
    })
    stopOnSignals(ripen)
    console.log(await greeting(ripen, read, performance.now() - beganAt))
    process.send?.({ url: ripen.url })
  } catch (error) {
    if (!expected.some((kind) => error instanceof kind)) throw error
    console.error((error as Error).message)
    process.exit(1)
  }
}

function readOptions(given: string[]): Options {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: given,
      allowNegative: true,
      options: {
        port: text,
        data: text,
        speed: text,
        'start-at': text,
        assembly: text,
        env: { type: 'string', multiple: true },
        samples: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    return options.parse(values)
  } catch (error) {
    const lines =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `--${String(path[0])}: ${message}`)
        : [(error as Error).message]
    console.error(`${lines.join('\n')}\n\n${help}`)
    process.exit(2)
  }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}

function stopOnSignals(ripen: Ripen): void {
  let asked = false
  const stop = () => {
    if (asked) process.exit(1)
    asked = true
    ripen.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A parent that started this one and is gone wants nothing more of it.
  process.on('disconnect', stop)
}

async function greeting(
  { url, published, resumed, smtpPort, now }: Ripen,
  { data, speed }: Options,
  tookMs: number,
): Promise<string> {
  const lines = [
    `Ripen is ready after ${(tookMs / 1_000).toFixed(1)} s.`,
    '',
    `  API         ${url}`,
    `  For people  ${url}/_local/`,
    `  Mailbox     ${url}/_local/mailbox/`,
    ...(smtpPort === undefined ? [] : [`  Replies     smtp://localhost:${smtpPort}`]),
    `  Data        ${relative('', data) || data}, ${resumed ? 'going on from there' : 'new'}`,
    `  Time        ${new Date(await now()).toISOString()}${speed === 1 ? '' : `, ${speed} virtual seconds in a real one`}`,
    '',
  ]
  if (published) {
    lines.push(
      `Published the samples of templates/ (${published.contents}) and added sample staff (${published.staff}).`,
    )
    if (published.problems.length > 0)
      lines.push('Some could not be published:', ...published.problems.map((problem) => `  ${problem}`))
  }
  return [...lines, 'Ctrl-C stops it.'].join('\n')
}
