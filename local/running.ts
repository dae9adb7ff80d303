import { join } from 'node:path'
import { physicalNames } from './assembly/physical-names.ts'
import { readAssembly } from './assembly/read-assembly.ts'
import { readTopology } from './assembly/read-topology.ts'
import type { Topology } from './assembly/topology.ts'
import { AwsEndpoint } from './aws/aws-endpoint.ts'
import { account, Engines, region } from './engines.ts'
import { type ApiCaller, apiCaller } from './http/api-caller.ts'
import type { AuthorizerSettings } from './http/api-settings.ts'
import { Gateway } from './http/gateway.ts'
import { listenHere } from './http/listen.ts'
import type { Incoming } from './http/payload.ts'
import type { Reply } from './http/reply.ts'
import { serving } from './http/serve.ts'
import { type Journal, openJournal } from './journal.ts'
import { keptClock } from './kept-clock.ts'
import { listenForMail } from './mail/smtp.ts'
import { panelOf } from './panel/panel-of.ts'
import { Issuer } from './staff/issuer.ts'
import { TableEngine } from './table/table-engine.ts'

/** Where V8 keeps what it compiled of this and of the functions. */
const compiled = join(import.meta.dirname, '../.build/compiled')

/** The port for SMTP is so much higher than that of the API, where it is free: 4025 beside 4000. */
const smtpAfter = 25

interface RunningOptions {
  readonly data: string
  readonly port: number
  readonly assembly: string
  readonly speed?: number | undefined
  readonly startAt?: number | undefined
  readonly functionEnvironment?: Readonly<Record<string, string>> | undefined
  /** Fills an empty data folder before its tables are opened. */
  readonly begin: (journal: Journal) => Promise<void>
  /** Called once its tables are opened, while time still stands. */
  readonly opened?: (opened: { tables: TableEngine; topology: Topology; nowMs: number }) => Promise<void>
}

/** A run and what else this process does with it. */
interface Running {
  readonly url: string
  readonly awsEndpoint: string
  readonly tableEndpoint: string
  readonly topology: Topology
  /** Where mail is taken in by SMTP; undefined where the stack receives none. */
  readonly smtpPort: number | undefined
  readonly resumed: boolean
  /** Calls the API as staff with this role. */
  readonly callerOf: (role: string) => ApiCaller
  readonly stop: () => Promise<void>
}

/** Opens everything in its order; what was opened is closed in the opposite one, also when the start fails half-way. */
export async function start(options: RunningOptions): Promise<Running> {
  const journal = openJournal(options.data)
  const stops: (() => unknown)[] = [() => journal.close()]
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    return { ...(await open(options, journal, stops)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(
  options: RunningOptions,
  journal: Journal,
  stops: (() => unknown)[],
): Promise<Omit<Running, 'stop'>> {
  const resumed = journal.setting('clock') !== undefined
  // Whoever calls early waits until there is something to answer.
  const { promise: serves, resolve: serve } = Promise.withResolvers<(request: Incoming) => Promise<Reply>>()
  const listening = await listenHere(
    options.port,
    serving(async (request) => (await serves)(request)),
  )
  stops.push(listening.stop)
  await options.begin(journal)
  const { clock, stop: keepClock } = keptClock(journal, {
    // Until all is there to see it, time stands still.
    speed: 0,
    ...(options.startAt !== undefined && { startAt: options.startAt }),
  })
  stops.push(keepClock)
  const tablesStarting = TableEngine.start(options.data, compiled)
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
  const topology = topologyOf(options.assembly, url, endpoint.url)
  const tables = await tablesStarting
  const engines = new Engines({
    topology,
    journal,
    clock,
    tables,
    endpoint,
    dataFolder: options.data,
    compileCache: compiled,
    functionEnvironment: options.functionEnvironment ?? {},
  })
  stops.push(() => engines.stop())
  const issuer = issuerOf(topology, journal, url)
  stops.push(() => issuer.ready())
  endpoint.serveRest({ 'GET /{pool}/.well-known/jwks.json': () => issuer.jwks() })
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
  await options.opened?.({ tables, topology, nowMs: clock.now() })
  clock.set(clock.now(), options.speed ?? 1)
  engines.timeline.changed()
  const smtp = engines.receiving.isOn ? await listenForMail(engines.receiving, listening.port + smtpAfter) : undefined
  if (smtp) stops.push(smtp.stop)
  serve((request) => (panel.serves(request) ? panel.answer(request) : gateway.answer(request)))
  return {
    url,
    awsEndpoint: endpoint.url,
    tableEndpoint: tables.endpoint,
    topology,
    smtpPort: smtp?.port,
    resumed,
    callerOf,
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
    issuer: known?.issuer ?? `${url}/none`,
    clientId: client?.id ?? 'none',
    tokenMinutes: client?.tokenMinutes ?? 60,
  })
}

async function verified(issuer: Issuer, authorizer: AuthorizerSettings, token: string) {
  if (authorizer.issuer !== issuer.issuer) throw new Error('the authorizer trusts an issuer that is not of this stack')
  return issuer.verify(token, authorizer.audience)
}
