import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Construct, type IConstruct } from 'constructs'
import { receivedPrefix } from '../../core/replies/arrived-mail.ts'
import { type Link, link } from './link.ts'
import { privateBucket } from './private-bucket.ts'

/** Long enough to look at what nobody could read, short enough that no letters of people lie about. */
const keptDays = 30

/** The rule of SES that puts mails into the bucket, by its names. */
export interface ReceivingRule {
  readonly ruleSet: string
  readonly rule: string
}

/** Where SES puts mails that came in, as they came; S3 tells the default bus of each. Nobody reads it but functions. */
export class RepliesBucket extends Construct {
  readonly bucketName: string
  readonly #bucket: Bucket

  constructor(scope: Construct, id: string) {
    super(scope, id)
    // It stays, since one that holds something can't be deleted with its stack; what is in it expires all the same.
    this.#bucket = privateBucket(this, { lifecycleRules: [{ expiration: Duration.days(keptDays) }] })
    this.bucketName = this.#bucket.bucketName
    // CDK's own way makes a function of its own that sets this one property.
    const bucket = this.#bucket.node.defaultChild as CfnBucket
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
  }

  /** Lets this rule of SES, and no other, put mails here. */
  takesFrom({ ruleSet, rule }: ReceivingRule): void {
    const { partition, region } = Stack.of(this)
    const arn = `arn:${partition}:ses:${region}:${Aws.ACCOUNT_ID}:receipt-rule-set/${ruleSet}:receipt-rule/${rule}`
    this.#bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.#bucket.arnForObjects(`${receivedPrefix}*`)],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnEquals: { 'aws:SourceArn': arn } },
      }),
    )
  }

  /** The policy that lets SES in: the rule is made after it, since SES tries at once whether it may. */
  get policy(): IConstruct {
    return this.#bucket.policy ?? this.#bucket
  }

  /** To read what came in, and to delete what is an erased person's. Listing tells what is not there from what may not be read. */
  get reads(): Link {
    const { statements } = link({}, ['s3:ListBucket'], [this.#bucket.bucketArn])
    const objects = this.#may('s3:GetObject', 's3:DeleteObject')
    return { ...objects, statements: [...objects.statements, ...statements] }
  }

  get deletes(): Link {
    return this.#may('s3:DeleteObject')
  }

  #may(...actions: string[]): Link {
    return link({ REPLIES_BUCKET: this.bucketName }, actions, [this.#bucket.arnForObjects(`${receivedPrefix}*`)])
  }
}
