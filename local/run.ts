import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Topology } from './assembly/topology.ts'
import { clientOf, type RipenClient } from './ripen-client.ts'
import { start } from './running.ts'
import { dateContents } from './samples/date-contents.ts'
import type { Published } from './samples/publish-samples.ts'
import { plant, type Seed } from './samples/seed.ts'
import { seedOfSamples } from './samples/seed-of-samples.ts'

const root = join(import.meta.dirname, '..')

export interface RipenOptions {
  /** The folder that everything is kept in; made where it is not there. */
  readonly data: string
  /** 4000 unless told otherwise; 0 takes a free one. */
  readonly port?: number
  /** Virtual seconds in a real one; 0 lets time stand still but for `advance`. */
  readonly speed?: number
  /** Virtual time that an empty data folder begins at, in ms since the epoch; else now. */
  readonly startAt?: number
  /** Begin an empty data folder with `templates/` published and the sample staff added; on unless told otherwise. */
  readonly publishSamples?: boolean
  /** What `cdk synth` wrote; the latest of `node setup/synth.mjs` unless told otherwise. */
  readonly assembly?: string
  /** Told of what takes seconds, in a line for people. */
  readonly say?: (line: string) => void
  /** Set for every function in place of what the template says, for example `{ SEND_RATE: '1000' }`. */
  readonly functionEnvironment?: Readonly<Record<string, string>>
}

/** A run in this process. */
export interface Ripen extends RipenClient {
  /** Where SDK clients reach the engines (`AWS_ENDPOINT_URL`) and the tables (`AWS_ENDPOINT_URL_DYNAMODB`). */
  readonly awsEndpoint: string
  readonly tableEndpoint: string
  /** Physical names, for SDK clients. */
  readonly topology: Topology
  /** Where replies are taken in by SMTP; undefined where the stack receives none. */
  readonly smtpPort: number | undefined
  /** Did the data folder hold an earlier run? */
  readonly resumed: boolean
  /** The samples that an empty data folder began with, else undefined. */
  readonly published: Published | undefined
  readonly stop: () => Promise<void>
}

/**
 * Runs the synthesized stack on this machine, on from what the data folder holds. Throws {@link FolderInUse}, {@link PortTaken},
 * {@link UnusableAssembly}, {@link InvalidPattern}, {@link InvalidSchedule} or {@link UnsupportedMachine} with what to do.
 */
export async function startRipen(options: RipenOptions): Promise<Ripen> {
  const given = { port: 4_000, ...options, assembly: options.assembly ?? latestAssembly() }
  let seed: Seed | undefined
  const { callerOf: _callerOf, ...running } = await start({
    ...given,
    begin: async (journal) => {
      if (options.publishSamples === false || journal.setting('clock') !== undefined) return
      seed = await seedOfSamples(given.assembly, options.say)
      plant(seed, options.data, journal)
    },
    opened: async ({ tables, topology, nowMs }) => {
      if (!seed) return
      const at = new Date(nowMs).toISOString()
      for (const { name } of topology.tables) await dateContents(tables, name, at)
    },
  })
  return { ...clientOf(running.url), ...running, published: seed?.published }
}

/** The one that setup/synth.mjs made last, by the name that it keeps while others are made. */
function latestAssembly(): string {
  const latest = join(root, '.build/assembly')
  return existsSync(latest) ? realpathSync(latest) : latest
}
