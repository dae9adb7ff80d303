import type { BucketSettings } from '../buckets/buckets.ts'
import type { RuleSettings } from '../bus/bus.ts'
import type { ApiSettings } from '../http/api-settings.ts'
import type { FunctionSettings } from '../lambda/sandbox.ts'
import type { MachineSettings } from '../machines/machines.ts'
import type { MailSettings } from '../mail/mail-settings.ts'
import type { MappingSettings, QueueSettings } from '../queues/queues.ts'
import type { ScheduleSettings } from '../scheduler/scheduler.ts'
import type { SecretSettings } from '../secrets/secrets.ts'
import type { PoolSettings } from '../staff/pool-settings.ts'
import type { TableSettings } from '../table/table-settings.ts'

/** A custom resource: its function is called once on an empty data folder, as CloudFormation would. */
export interface CustomResourceSettings {
  readonly logicalId: string
  readonly type: string
  readonly functionArn: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** What the engines are given: everything in the template that behaves. */
export interface Topology {
  readonly stackName: string
  readonly functions: FunctionSettings[]
  readonly queues: QueueSettings[]
  readonly mappings: MappingSettings[]
  readonly buses: string[]
  readonly rules: RuleSettings[]
  readonly schedules: ScheduleSettings[]
  readonly machines: MachineSettings[]
  readonly tables: TableSettings[]
  readonly secrets: SecretSettings[]
  readonly buckets: BucketSettings[]
  readonly mail: MailSettings
  readonly pool: PoolSettings
  readonly api: ApiSettings
  readonly customResources: CustomResourceSettings[]
}

export function emptyTopology(stackName: string): Topology {
  return {
    stackName,
    functions: [],
    queues: [],
    mappings: [],
    buses: [],
    rules: [],
    schedules: [],
    machines: [],
    tables: [],
    secrets: [],
    buckets: [],
    mail: { identities: [], configurationSets: [], destinations: [], receiving: [] },
    pool: { pools: [], groups: [], clients: [], domains: [] },
    api: { apis: [], authorizers: [], integrations: [], routes: [], stages: [] },
    customResources: [],
  }
}
