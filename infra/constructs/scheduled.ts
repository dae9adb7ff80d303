import { Duration } from 'aws-cdk-lib'
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type Alarms, alarmPeriod } from './alarms.ts'
import { Handler, type HandlerProps } from './handler.ts'

export interface ScheduledProps extends HandlerProps {
  readonly schedule: ScheduleExpression
  readonly alarms: Alarms
  /** What people miss while it does not run, in one sentence. */
  readonly impact: string
}

/** A function that EventBridge Scheduler calls by the clock; a call that failed for good lies in a dead-letter queue with an alarm. */
export class Scheduled extends Construct {
  readonly handler: Handler

  constructor(scope: Construct, props: ScheduledProps) {
    super(scope, `${props.file.replace(/[^a-z-]/g, '-')}-clock`)
    this.handler = new Handler(this, { ...props, timeout: props.timeout ?? Duration.minutes(5) })
    const missed = new Queue(this, 'Missed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    new Schedule(this, 'Schedule', {
      schedule: props.schedule,
      description: `functions/${props.file}.ts`,
      target: new LambdaInvoke(this.handler.fn, {
        deadLetterQueue: missed,
        retryAttempts: 3,
        maxEventAge: Duration.hours(1),
        input: ScheduleTargetInput.fromObject({}),
      }),
    })
    props.alarms.on(this, 'MissedAlarm', {
      metric: missed.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: 1,
      impact: props.impact,
      runbook: 'a-schedule-missed',
    })
    props.alarms.on(this, 'ErrorsAlarm', {
      metric: this.handler.fn.metricErrors({ period: alarmPeriod }),
      threshold: 1,
      periods: 3,
      impact: props.impact,
      runbook: 'a-function-fails',
    })
  }
}
