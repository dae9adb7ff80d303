import { Aws, CfnOutput, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { StageConfig } from '../config.ts'
import { Alarms } from '../constructs/alarms.ts'
import { Api } from '../constructs/api.ts'
import { ContentBucket } from '../constructs/content-bucket.ts'
import { type Link, link } from '../constructs/link.ts'
import { RepliesBucket } from '../constructs/replies-bucket.ts'
import { receivingRule } from '../receiving-rule.ts'
import { Bus } from './bus.ts'
import { Logs } from './logs.ts'
import { Mail } from './mail.ts'
import { Secrets } from './secrets.ts'
import { Staff } from './staff.ts'
import { Table } from './table.ts'

/** What every capability stands on. */
export class Foundation extends Construct {
  readonly config: StageConfig
  readonly stage: string
  readonly alarms: Alarms
  readonly logs: Logs
  readonly table: Table
  readonly bus: Bus
  readonly secrets: Secrets
  readonly mail: Mail
  readonly staff: Staff
  readonly api: Api
  readonly images: ContentBucket
  readonly files: ContentBucket
  /** Stays where replies are turned off, so that what came in before expires, and is erased with its lead. */
  readonly replies: RepliesBucket

  constructor(scope: Construct, props: { stage: string; config: StageConfig; archive: boolean }) {
    super(scope, 'Foundation')
    const { stage, config } = props
    this.config = config
    this.stage = stage
    this.alarms = new Alarms(this, { address: config.alarmAddress })
    this.logs = new Logs(this, { days: config.logDays })
    this.table = new Table(this, config)
    this.bus = new Bus(this, props)
    this.images = new ContentBucket(this, 'Images', 'IMAGES_BUCKET')
    this.files = new ContentBucket(this, 'Files', 'FILES_BUCKET')
    this.replies = new RepliesBucket(this, 'Replies')
    if (config.replies) this.#receives(config.replies)
    this.secrets = new Secrets(this, config)
    this.mail = new Mail(this, { ...config, alarms: this.alarms })
    this.staff = new Staff(this, { ...config, domainPrefix: `ripen-${stage}-${Aws.ACCOUNT_ID}` })
    this.api = new Api(this, {
      issuer: this.staff.issuer,
      audience: this.staff.clientId,
      rate: config.apiRate,
      alarms: this.alarms,
      logGroup: (capability) => this.logs.of(capability),
    })
  }

  #receives(replies: NonNullable<StageConfig['replies']>): void {
    this.replies.takesFrom(receivingRule(this.stackName, replies))
    new CfnOutput(this, 'ReplyMx', {
      value: `${replies.domain} MX 10 inbound-smtp.${Stack.of(this).region}.amazonaws.com`,
      description: 'The DNS record by which replies come in; docs/replies.md says what else there is to do',
    })
  }

  get stackName(): string {
    return Stack.of(this).stackName
  }

  /** All queues of this stage, as a resource of a policy. */
  get queues(): string {
    const { partition, region, account, stackName } = Stack.of(this)
    return `arn:${partition}:sqs:${region}:${account}:${stackName}-*`
  }

  /** What every function is told: its stage and the company's time zone. */
  get basics(): Link {
    return link({ STAGE: this.stage, DEFAULT_ZONE: this.config.zone })
  }
}
