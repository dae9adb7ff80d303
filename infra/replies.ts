import { EventBus } from 'aws-cdk-lib/aws-events'
import { CfnReceiptRule, CfnReceiptRuleSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses'
import type { Construct } from 'constructs'
import { metricNames } from '../core/metrics.ts'
import { mailArrivedPattern, receivedPrefix } from '../core/replies/arrived-mail.ts'
import { replyRoutes } from '../core/replies/routes.ts'
import type { StageConfig } from './config.ts'
import { alarmPeriod } from './constructs/alarms.ts'
import { Capability, deployedName } from './constructs/capability.ts'
import { EventConsumer } from './constructs/event-consumer.ts'
import { link } from './constructs/link.ts'
import type { Foundation } from './foundation/foundation.ts'
import { ownMetric } from './own-metric.ts'
import { receivingRule } from './receiving-rule.ts'

type Settings = NonNullable<StageConfig['replies']>

/** Replies to mails: SES receives them, S3 keeps them, a function makes of them what they are. */
export class Replies extends Capability {
  constructor(scope: Construct, foundation: Foundation, settings: Settings) {
    super(scope, 'Replies')
    const { bus, table, secrets, mail, replies, alarms, logs, stage } = foundation
    this.#receives(foundation, settings)
    this.#looksAt(foundation, settings)
    new EventConsumer(this, {
      file: 'replies/receive-reply.event',
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      pattern: mailArrivedPattern(replies.bucketName),
      // 2 MB of a mail are held as bytes, as text and in parts.
      memorySize: 512,
      batchSize: 1,
      links: [
        table.deletes,
        bus.publishes,
        secrets.tokens,
        mail.sends,
        mail.hearsReplies,
        replies.reads,
        link({ STAGE: stage, REPLY_MAILBOX: settings.mailbox }),
      ],
      alarms,
      logGroup: logs.of('replies'),
      impact:
        'People who reply get no answer: nobody of sales or marketing sees what they wrote, their sequences go on, and who asks for no more mail is mailed.',
    })
    alarms.on(this, 'RepliesKept', {
      metric: ownMetric(metricNames.repliesKept, stage, alarmPeriod),
      threshold: 1,
      impact:
        'Mails came in that Ripen could make nothing of, or SES would not forward: nobody has seen them, and after 30 days they are gone.',
      runbook: 'a-reply-is-kept',
    })
  }

  /** Mails that a person has to look at. */
  #looksAt({ api, table, bus, mail, replies, stage }: Foundation, { mailbox }: Settings): void {
    const whole = { memorySize: 512 }
    api.serve(this, replyRoutes.listKeptReplies, 'replies/list-kept-replies.http', {
      links: [table.reads, table.lists('box')],
    })
    api.serve(this, replyRoutes.showKeptReply, 'replies/show-kept-reply.http', {
      links: [table.reads, replies.reads],
      ...whole,
    })
    api.serve(this, replyRoutes.dismissKeptReply, 'replies/dismiss-kept-reply.http', {
      links: [table.writes],
    })
    api.serve(this, replyRoutes.assignKeptReply, 'replies/assign-kept-reply.http', {
      links: [table.writes, bus.publishes, mail.sends, replies.reads, link({ STAGE: stage, REPLY_MAILBOX: mailbox })],
      ...whole,
    })
  }

  /** All mail of the domain goes into the bucket. An account has one rule set that counts: the company's own, or this one, which is set active once by hand. */
  #receives({ replies }: Foundation, settings: Settings): void {
    new EmailIdentity(this, 'Identity', { identity: Identity.domain(settings.domain) })
    const { ruleSet: ruleSetName, rule: name } = receivingRule(deployedName(this), settings)
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName,
      rule: {
        name,
        enabled: true,
        recipients: [settings.domain],
        scanEnabled: true,
        actions: [{ s3Action: { bucketName: replies.bucketName, objectKeyPrefix: receivedPrefix } }],
      },
    })
    rule.node.addDependency(replies.policy)
    if (settings.ruleSet === undefined)
      rule.addResourceDependency(new CfnReceiptRuleSet(this, 'RuleSet', { ruleSetName }))
  }
}
