import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { physicalNames } from './assembly/physical-names.ts'
import { readAssembly } from './assembly/read-assembly.ts'
import { readTopology } from './assembly/read-topology.ts'
import type { Topology } from './assembly/topology.ts'
import { AwsEndpoint } from './aws/aws-endpoint.ts'
import { account, Engines, region } from './engines.ts'
import { apiCaller } from './http/api-caller.ts'
import type { AuthorizerSettings } from './http/api-settings.ts'
import { Gateway } from './http/gateway.ts'
import { listenHere } from './http/listen.ts'
import type { Incoming } from './http/payload.ts'
import type { Reply } from './http/reply.ts'
import { serving } from './http/serve.ts'
import { type Journal, openJournal } from './journal.ts'
import { keptClock } from './kept-clock.ts'
import { panelOf } from './panel/panel-of.ts'
import { clientOf, type RipenClient } from './ripen-client.ts'
import { type Published, publishSamples } from './samples/publish-samples.ts'
import { plant, type Seed, seedOf, seedTime } from './samples/seed.ts'
import { Issuer } from './staff/issuer.ts'
import { TableEngine } from './table/table-engine.ts'

const root = join(import.meta.dirname, '..')
const templates = join(root, 'templates')
const compiled = join(root, '.build/compiled')

export interface RipenOptions {
  /** The folder that everything is kept in; made where it is not there. */
  readonly data: string
  /** 0 takes a free one. */
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
  const running = await Running.start(given, async (journal) => {
    if (options.publishSamples === false || journal.setting('clock') !== undefined) return undefined
    const seed = await seedFor(given.assembly, options.say)
    plant(seed, options.data, journal)
    return seed
  })
  return running.handle
}

/** The one that setup/synth.mjs made last, by the name that it keeps while others are made. */
function latestAssembly(): string {
  const latest = join(root, '.build/assembly')
  return existsSync(latest) ? realpathSync(latest) : latest
}

/** The data folder that empty ones begin from. */
function seedFor(assembly: string, say: RipenOptions['say']): Promise<Seed> {
  return seedOf({
    folder: join(root, '.build/seeds'),
    madeOf: [join(assembly, 'manifest.json'), templates, join(import.meta.dirname, 'samples')],
    publish: async (data) => {
      say?.('Publishing the samples of templates/; empty data folders begin with them …')
      const running = await Running.start({ assembly, data, port: 0, startAt: seedTime }, async () => undefined)
      const as = (role: string) => running.callerOf(role)
      const published = await publishSamples({ folder: templates, marketing: as('marketing'), admin: as('admin') })
      await running.handle.settle()
      await running.handle.stop()
      return published
    },
  })
}

type Given = RipenOptions & { readonly assembly: string; readonly port: number }

/** One run with all that it has opened, to be closed in the opposite order. */
class Running {
  readonly handle: Ripen
  readonly callerOf: (role: string) => ReturnType<typeof apiCaller>

  private constructor(handle: Ripen, callerOf: Running['callerOf']) {
    this.handle = handle
    this.callerOf = callerOf
  }

  /** `begin` fills an empty data folder before its tables are opened. */
  static async start(given: Given, begin: (journal: Journal) => Promise<Seed | undefined>): Promise<Running> {
    const journal = openJournal(given.data)
    const stops: (() => unknown)[] = [() => journal.close()]
    const stop = async () => {
      for (const one of stops.splice(0).reverse()) await one()
    }
    try {
      return await Running.#start(given, begin, journal, stops, stop)
    } catch (error) {
      await stop()
      throw error
    }
  }

  static async #start(
    given: Given,
    begin: (journal: Journal) => Promise<Seed | undefined>,
    journal: Journal,
    stops: (() => unknown)[],
    stop: () => Promise<void>,
  ): Promise<Running> {
    const resumed = journal.setting('clock') !== undefined
    // Whoever calls early waits until there is something to answer.
    const { promise: serves, resolve: serve } = Promise.withResolvers<(request: Incoming) => Promise<Reply>>()
    const listening = await listenHere(
      given.port,
      serving(async (request) => (await serves)(request)),
    )
    stops.push(listening.stop)
    const seed = await begin(journal)
    const { clock, stop: keepClock } = keptClock(journal, {
      speed: given.speed ?? 1,
      ...(given.startAt !== undefined && { startAt: given.startAt }),
    })
    stops.push(keepClock)
    const tablesStarting = TableEngine.start(given.data, compiled)
    // Listened to at once, so that what fails meanwhile leaves no unhandled rejection.
    const tablesEnded = tablesStarting.then(
      (tables) => () => tables.stop(),
      () => () => Promise.resolve(),
    )
    stops.push(async () => (await tablesEnded)())
    const endpoint = new AwsEndpoint()
    await endpoint.listen()
    stops.push(() => endpoint.stop())
    const url = `http://localhost:${listening.port}`
    const topology = topologyOf(given.assembly, url, endpoint.url)
    const tables = await tablesStarting
    const engines = new Engines({
      topology,
      journal,
      clock,
      tables,
      endpoint,
      dataFolder: given.data,
      compileCache: compiled,
      functionEnvironment: given.functionEnvironment ?? {},
    })
    stops.push(() => engines.stop())
    const issuer = issuerOf(topology, journal, url)
    stops.push(() => issuer.ready())
    const gateway = new Gateway({
      settings: topology.api,
      invoke: (arn, payload) => engines.lambdas.invoke(arn, payload),
      verify: (authorizer, token) => verified(issuer, authorizer, token),
      clock,
      work: engines.work,
      account,
    })
    const callerOf = (role: string) =>
      apiCaller(gateway, () => issuer.sign({ username: `local-${role}`, sub: `local-${role}`, groups: [role] }))
    const panel = panelOf({ engines, issuer, topology, journal, clock, endpoint, tables, admin: callerOf('admin') })
    await engines.start()
    serve((request) => (panel.serves(request) ? panel.answer(request) : gateway.answer(request)))
    const handle: Ripen = {
      ...clientOf(url),
      awsEndpoint: endpoint.url,
      tableEndpoint: tables.endpoint,
      topology,
      resumed,
      published: seed?.published,
      stop,
    }
    return new Running(handle, callerOf)
  }
}

function topologyOf(folder: string, apiUrl: string, awsEndpoint: string): Topology {
  const assembly = readAssembly(folder)
  return readTopology(assembly, physicalNames(assembly, { account, region, apiUrl, awsEndpoint }))
}

/** The stack's user pool; a stack without one has an issuer that nothing trusts. */
function issuerOf({ pool }: Topology, journal: Journal, url: string): Issuer {
  const [client] = pool.clients
  const known = pool.pools.find(({ id }) => id === client?.poolId)
  return new Issuer({
    journal,
    issuer: known?.issuer ?? `${url}/_local/issuer/none`,
    clientId: client?.id ?? 'none',
    tokenMinutes: client?.tokenMinutes ?? 60,
  })
}

async function verified(issuer: Issuer, authorizer: AuthorizerSettings, token: string) {
  if (authorizer.issuer !== issuer.issuer) throw new Error('the authorizer trusts an issuer that is not of this stack')
  return issuer.verify(token, authorizer.audience)
}
