import { Duration, Stack } from 'aws-cdk-lib'
import { type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Construct } from 'constructs'
import { type Alarms, alarmPeriod } from './alarms.ts'
import { idFor, nameFor } from './capability.ts'
import { Handler, type HandlerProps } from './handler.ts'
import { Queues } from './queues.ts'

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
    super(scope, idFor(props.file))
    this.handler = new Handler(this, { ...props, timeout })
    const name = nameFor(this, props.file)
    const ruleArn = arnOfRule(Stack.of(this), props.bus.eventBusName, name)
    const queues = Queues.of(this)
    const deadLetters = queues.make(this, 'DeadLetters', `${name}-DeadLetters`)
    const undelivered = queues.make(this, 'Undelivered', `${name}-Undelivered`, { ruleArn })
    const queue = queues.make(this, 'Queue', name, {
      ruleArn,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    })
    const rule = new Rule(this, 'Rule', {
      ruleName: name,
      eventBus: props.bus,
      eventPattern: props.pattern,
      description: `To functions/${props.file}.ts`,
    })
    // CDK's own target would make a policy for each queue.
    rule.addTarget({ bind: () => ({ arn: queue.queueArn, deadLetterConfig: { arn: undelivered.queueArn } }) })
    rule.node.addDependency(queues.forRules)
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

export function arnOfRule(stack: Stack, busName: string, ruleName: string): string {
  return stack.formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: busName === 'default' ? ruleName : `${busName}/${ruleName}`,
  })
}
