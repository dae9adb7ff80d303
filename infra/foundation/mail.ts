import { Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventBus } from 'aws-cdk-lib/aws-events'
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import type { StageConfig } from '../config.ts'
import { type Alarms, alarmPeriod } from '../constructs/alarms.ts'
import { type Link, link } from '../constructs/link.ts'
import { receivingRule } from '../receiving-rule.ts'

/** SES: the identity that mail comes from, and a configuration set whose events come on the default bus. */
export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet
  readonly #identity: EmailIdentity
  readonly #sender: Pick<StageConfig, 'sender' | 'postalAddress' | 'company' | 'sendRate' | 'replies'>

  constructor(
    scope: Construct,
    props: Pick<StageConfig, 'domain' | 'sender' | 'postalAddress' | 'company' | 'sendRate' | 'replies'> & {
      alarms: Alarms
    },
  ) {
    super(scope, 'Mail')
    this.#sender = props
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `${Stack.of(this).stackName}-mail`,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet: this.configurationSet,
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: Object.values(EmailSendingEvent).filter((event) => event !== EmailSendingEvent.SUBSCRIPTION),
    })
    this.#identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      configurationSet: this.configurationSet,
    })
    for (const [id, metricName, threshold, impact] of [
      [
        'BounceRate',
        'Reputation.BounceRate',
        0.04,
        'SES pauses the account when many mails bounce (5 % is under review, 10 % is paused).',
      ],
      [
        'ComplaintRate',
        'Reputation.ComplaintRate',
        0.0008,
        'SES pauses the account when people complain (0.1 % is under review, 0.5 % is paused).',
      ],
    ] as const) {
      props.alarms.on(this, id, {
        metric: new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: alarmPeriod }),
        threshold,
        impact,
        runbook: 'bounces-and-complaints',
      })
    }
  }

  /** To send mail, with what every mail must name. */
  get sends(): Link {
    const { account, region, partition } = Stack.of(this)
    const { sender, postalAddress, company } = this.#sender
    return link(
      {
        CONFIGURATION_SET: this.configurationSet.configurationSetName,
        SENDER: sender,
        POSTAL_ADDRESS: postalAddress,
        COMPANY: company,
      },
      ['ses:SendEmail'],
      [
        this.#identity.emailIdentityArn,
        `arn:${partition}:ses:${region}:${account}:configuration-set/${this.configurationSet.configurationSetName}`,
      ],
    )
  }

  /** Tells a function that mails leads where their replies come to; nothing where Ripen receives none. */
  get hearsReplies(): Link {
    const { replies } = this.#sender
    return link(replies ? { REPLY_DOMAIN: replies.domain } : {})
  }

  /** Tells a function that sends how many copies of it share the stage's sending rate. */
  pacedBy(workers: number): Link {
    return link({ SEND_RATE: String(this.#sender.sendRate), SEND_WORKERS: String(workers) })
  }

  /** To say whether sending and receiving are ready (`ripen doctor`). SES takes no resource for GetAccount, nor for the active rule set. */
  get describes(): Link {
    const { sender, postalAddress, company, replies } = this.#sender
    const receives = replies && receivingRule(Stack.of(this).stackName, replies)
    return link(
      {
        ...(receives && { REPLY_DOMAIN: replies?.domain, REPLY_RULE: `${receives.ruleSet}/${receives.rule}` }),
        CONFIGURATION_SET: this.configurationSet.configurationSetName,
        SENDER: sender,
        POSTAL_ADDRESS: postalAddress,
        COMPANY: company,
      },
      [
        'ses:GetAccount',
        'ses:GetEmailIdentity',
        'ses:GetConfigurationSetEventDestinations',
        ...(receives ? ['ses:DescribeActiveReceiptRuleSet'] : []),
      ],
      ['*'],
    )
  }
}
