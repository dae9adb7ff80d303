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
import { Issuer } from './staff/issuer.ts'
import { TableEngine } from './table/table-engine.ts'

const root = join(import.meta.dirname, '..')

export interface RipenOptions {
  /** The folder that everything is kept in; made where it is not there. */
  readonly data: string
  /** 0 takes a free one. */
  readonly port?: number
  /** Virtual seconds in a real one; 0 lets time stand still but for `advance`. */
  readonly speed?: number
  /** Virtual time that an empty data folder begins at, in ms since the epoch; else now. */
  readonly startAt?: number
  /** Publish `templates/` and add the sample staff on an empty data folder; on unless told otherwise. */
  readonly publishSamples?: boolean
  /** What `cdk synth` wrote. */
  readonly assembly?: string
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
  /** What was published on an empty data folder, else undefined. */
  readonly published: Published | undefined
  readonly stop: () => Promise<void>
}

/**
 * Runs the synthesized stack on this machine, on from what the data folder holds. Throws {@link FolderInUse}, {@link PortTaken},
 * {@link UnusableAssembly}, {@link InvalidPattern}, {@link InvalidSchedule} or {@link UnsupportedMachine} with what to do.
 */
export async function startRipen(options: RipenOptions): Promise<Ripen> {
  const journal = openJournal(options.data)
  const stops: (() => unknown)[] = [() => journal.close()]
  try {
    return await start(options, journal, stops)
  } catch (error) {
    for (const stop of stops.reverse()) await stop()
    throw error
  }
}

async function start(options: RipenOptions, journal: Journal, stops: (() => unknown)[]): Promise<Ripen> {
  const resumed = journal.setting('clock') !== undefined
  const { clock, stop: keepClock } = keptClock(journal, {
    speed: options.speed ?? 1,
    ...(options.startAt !== undefined && { startAt: options.startAt }),
  })
  stops.push(keepClock)
  const tablesStarting = TableEngine.start(options.data)
  // Listened to at once, so that what fails meanwhile leaves no unhandled rejection.
  const tablesEnded = tablesStarting.then(
    (tables) => () => tables.stop(),
    () => () => Promise.resolve(),
  )
  stops.push(async () => (await tablesEnded)())
  // Whoever calls early waits until there is something to answer.
  const { promise: serves, resolve: serve } = Promise.withResolvers<(request: Incoming) => Promise<Reply>>()
  const listening = await listenHere(
    options.port ?? 4_000,
    serving(async (request) => (await serves)(request)),
  )
  stops.push(listening.stop)
  const endpoint = new AwsEndpoint()
  await endpoint.listen()
  stops.push(() => endpoint.stop())
  const url = `http://localhost:${listening.port}`
  const topology = topologyAt(options.assembly ?? join(root, '.build/assembly'), url, endpoint.url)
  const tables = await tablesStarting
  const engines = new Engines({
    topology,
    journal,
    clock,
    tables,
    endpoint,
    dataFolder: options.data,
    functionEnvironment: options.functionEnvironment ?? {},
  })
  stops.push(() => engines.stop())
  const issuer = issuerOf(topology, journal, url)
  const gateway = new Gateway({
    settings: topology.api,
    invoke: (arn, payload) => engines.lambdas.invoke(arn, payload),
    verify: (authorizer, token) => verified(issuer, authorizer, token),
    clock,
    work: engines.work,
    account,
  })
  const as = (role: string) =>
    apiCaller(gateway, () => issuer.sign({ username: `local-${role}`, sub: `local-${role}`, groups: [role] }))
  const panel = panelOf({ engines, issuer, topology, journal, clock, endpoint, tables, admin: as('admin') })
  await engines.start()
  let published: Published | undefined
  if ((options.publishSamples ?? true) && journal.setting('samples') === undefined) {
    published = await publishSamples({
      folder: join(root, 'templates'),
      marketing: as('marketing'),
      admin: as('admin'),
    })
    journal.keepSetting('samples', 'published')
  }
  serve((request) => (panel.serves(request) ? panel.answer(request) : gateway.answer(request)))
  return {
    ...clientOf(url),
    awsEndpoint: endpoint.url,
    tableEndpoint: tables.endpoint,
    topology,
    resumed,
    published,
    stop: async () => {
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  }
}

function topologyAt(folder: string, apiUrl: string, awsEndpoint: string): Topology {
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
