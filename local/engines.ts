import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Topology } from './assembly/topology.ts'
import type { AwsEndpoint } from './aws/aws-endpoint.ts'
import { Buckets } from './buckets/buckets.ts'
import { Bus } from './bus/bus.ts'
import type { VirtualClock } from './clock.ts'
import { CustomResources } from './custom-resources.ts'
import type { Journal } from './journal.ts'
import { Lambdas } from './lambda/lambda.ts'
import { Machines } from './machines/machines.ts'
import { Receiving } from './mail/receiving.ts'
import { receivingOperations } from './mail/receiving-operations.ts'
import { Ses } from './mail/ses.ts'
import { sesOperations } from './mail/ses-operations.ts'
import { Queues } from './queues/queues.ts'
import { sqsOperations } from './queues/sqs-operations.ts'
import { Scheduler } from './scheduler/scheduler.ts'
import { Secrets } from './secrets/secrets.ts'
import { Sms } from './sms/sms.ts'
import { UserPool } from './staff/user-pool.ts'
import { Expiry } from './table/expiry.ts'
import type { TableEngine } from './table/table-engine.ts'
import { Timeline } from './timeline.ts'
import { Work } from './work.ts'

/** How long a stop waits for functions that run, in real ms. */
const stopWithinMs = 3_000

export const account = '000000000000'
export const region = 'eu-central-1'

/** All engines of one run, wired from the topology of its stack. */
export class Engines {
  readonly work = new Work()
  readonly timeline: Timeline
  readonly lambdas: Lambdas
  readonly queues: Queues
  readonly bus: Bus
  readonly machines: Machines
  readonly scheduler: Scheduler
  readonly ses: Ses
  readonly sms: Sms
  readonly secrets: Secrets
  readonly buckets: Buckets
  readonly receiving: Receiving
  readonly users: UserPool
  readonly customResources: CustomResources
  readonly #expiry: Expiry
  readonly #topology: Topology
  readonly #tables: TableEngine

  /** Throws what the engines refuse: an invalid pattern, a schedule or machine that can't be honoured. */
  constructor(options: {
    topology: Topology
    journal: Journal
    clock: VirtualClock
    tables: TableEngine
    endpoint: AwsEndpoint
    dataFolder: string
    /** Where V8 keeps what it compiled of bundles. */
    compileCache: string
    /** Added to what the template sets for functions. */
    functionEnvironment: Readonly<Record<string, string>>
  }) {
    const { topology, journal, clock, tables, endpoint } = options
    const { work } = this
    this.#topology = topology
    this.#tables = tables
    this.timeline = new Timeline(clock, work)
    const { timeline } = this
    this.lambdas = new Lambdas({
      clock,
      dataFolder: options.dataFolder,
      compileCache: options.compileCache,
      environment: environmentOf(endpoint.url, tables.endpoint),
    })
    const invoke = (arn: string, event: unknown) => this.lambdas.invoke(arn, event)
    this.queues = new Queues({ journal, clock, work, invoke, region })
    this.bus = new Bus({ journal, queues: this.queues, clock, account, region })
    this.machines = new Machines({ journal, clock, work, timeline, invoke })
    this.scheduler = new Scheduler({ journal, clock, work, timeline, invoke })
    this.ses = new Ses({ journal, bus: this.bus, clock, settings: topology.mail, account, region })
    this.sms = new Sms({ journal, bus: this.bus, clock })
    this.secrets = new Secrets({ journal, clock })
    this.buckets = new Buckets(options.dataFolder, {
      now: () => clock.now(),
      tell: (detailType, detail, resources) => this.bus.publishAwsEvent('aws.s3', detailType, detail, resources),
    })
    this.receiving = new Receiving({ rules: topology.mail.receiving, buckets: this.buckets, clock })
    this.users = new UserPool({ journal, clock, settings: topology.pool })
    this.customResources = new CustomResources({ journal, invoke, endpoint: () => endpoint.url })
    this.#expiry = new Expiry({ engine: tables, tables: topology.tables, clock, work, timeline })
    this.#wire(options.functionEnvironment)
    this.#serve(endpoint)
  }

  /** Makes what is not there yet, and goes on with what the journal holds. */
  async start(): Promise<void> {
    for (const table of this.#topology.tables) await this.#tables.make(table)
    this.queues.start()
    this.machines.start()
    this.scheduler.start()
    this.#expiry.start()
    for (const resource of this.#topology.customResources) await this.customResources.deploy(resource)
  }

  /** Takes nothing new on, lets functions end what they do (for a moment), then ends. */
  async stop(): Promise<void> {
    this.timeline.stop()
    this.scheduler.close()
    this.queues.rest()
    await Promise.race([this.lambdas.quiet(), sleep(stopWithinMs, undefined, { ref: false })])
    this.queues.close()
    this.machines.close()
    await this.lambdas.close()
    await this.ses.mailbox.stop()
  }

  #wire(functionEnvironment: Readonly<Record<string, string>>): void {
    const topology = this.#topology
    const asked = new Set(topology.api.integrations.map(({ functionArn }) => functionArn))
    for (const settings of topology.functions) {
      // One thread takes all calls of a function here, where on AWS each has a sandbox: a share of the sending rate for each would be a share of one.
      const alone = 'SEND_WORKERS' in settings.environment && { SEND_WORKERS: '1' }
      const threadsAtMost = asked.has(settings.arn) ? availableParallelism() : 1
      const environment = { ...settings.environment, ...alone, ...functionEnvironment }
      this.lambdas.register({ ...settings, environment }, threadsAtMost)
    }
    for (const queue of topology.queues) this.queues.addQueue(queue)
    for (const mapping of topology.mappings) this.queues.addMapping(mapping)
    for (const name of topology.buses) this.bus.addBus(name)
    for (const rule of topology.rules) this.bus.addRule(rule)
    for (const machine of topology.machines) this.machines.register(machine)
    for (const schedule of topology.schedules) this.scheduler.add(schedule)
    for (const secret of topology.secrets) this.secrets.add(secret)
    for (const bucket of topology.buckets) this.buckets.add(bucket)
  }

  #serve(endpoint: AwsEndpoint): void {
    endpoint.serve(this.bus.operations)
    endpoint.serve(this.machines.operations)
    endpoint.serve(this.secrets.operations)
    endpoint.serve(this.users.operations)
    endpoint.serve(this.sms.operations)
    endpoint.serveBuckets(this.buckets)
    endpoint.serve(sqsOperations(this.queues, account, () => endpoint.url))
    endpoint.serveRest(sesOperations(this.ses, this.#topology.mail))
    endpoint.serveQuery(receivingOperations(this.#topology.mail))
    endpoint.serveRest(this.customResources.operations)
  }
}

/** How SDK clients in functions find the engines. The credentials are nobody's. */
function environmentOf(awsEndpoint: string, tableEndpoint: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: tableEndpoint,
    // Nothing on this machine but the engines is asked for anything.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  }
}
