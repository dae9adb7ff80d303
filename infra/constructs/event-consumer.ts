import { Duration } from 'aws-cdk-lib'
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type Alarms, alarmPeriod } from './alarms.ts'
import { Handler, type HandlerProps } from './handler.ts'

export interface EventConsumerProps extends Omit<HandlerProps, 'timeout'> {
  readonly bus: IEventBus
  readonly pattern: EventPattern
  readonly alarms: Alarms
  /** What people miss while this consumer stands still, in one sentence. */
  readonly impact: string
  readonly batchSize?: number
  readonly maxConcurrency?: number
}

const timeout = Duration.seconds(30)

/**
 * Rule -> queue -> function, as every event of Ripen is consumed. What EventBridge could not deliver and what the function could not handle each has
 * a dead-letter queue with an alarm; a failed record goes back alone (partial batch response).
 */
export class EventConsumer extends Construct {
  readonly handler: Handler

  constructor(scope: Construct, props: EventConsumerProps) {
    super(scope, `${props.file.replace(/[^a-z-]/g, '-')}-consumer`)
    this.handler = new Handler(this, { ...props, timeout })
    const queueOf = (id: string, redrive?: Queue) =>
      new Queue(this, id, {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
        ...(redrive && {
          visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
          deadLetterQueue: { queue: redrive, maxReceiveCount: 5 },
        }),
      })
    const deadLetters = queueOf('DeadLetters')
    const undelivered = queueOf('Undelivered')
    const queue = queueOf('Queue', deadLetters)
    const rule = new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: props.pattern,
      description: `To functions/${props.file}.ts`,
    })
    rule.addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }))
    this.handler.fn.addEventSource(
      new SqsEventSource(queue, {
        batchSize: props.batchSize ?? 10,
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency ?? 20,
      }),
    )
    for (const [id, dead] of [
      ['DeadLettersAlarm', deadLetters],
      ['UndeliveredAlarm', undelivered],
    ] as const) {
      props.alarms.on(this, id, {
        metric: dead.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
        threshold: 1,
        impact: props.impact,
        runbook: 'dead-letters',
      })
    }
    props.alarms.on(this, 'AgeAlarm', {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: 900,
      impact: `Late by more than 15 minutes: ${props.impact}`,
      runbook: 'a-queue-is-late',
    })
    props.alarms.on(this, 'ErrorsAlarm', {
      metric: this.handler.fn.metricErrors({ period: alarmPeriod }),
      threshold: 5,
      impact: props.impact,
      runbook: 'a-function-fails',
    })
  }
}
