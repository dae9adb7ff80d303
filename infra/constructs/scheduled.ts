import { Duration } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { type Alarms, alarmPeriod } from './alarms.ts'
import { idFor, nameFor } from './capability.ts'
import { Handler, type HandlerProps } from './handler.ts'
import { Queues } from './queues.ts'

export interface ScheduledProps extends HandlerProps {
  /** EventBridge Scheduler's expression, for example `rate(15 minutes)` or `cron(10 2 * * ? *)`. */
  readonly schedule: string
  /** IANA zone that a cron expression is read in. */
  readonly zone?: string
  readonly alarms: Alarms
  /** What people miss while it does not run, in one sentence. */
  readonly impact: string
}

/** A function that EventBridge Scheduler calls by the clock; a call that failed for good lies in a dead-letter queue with an alarm. */
export class Scheduled extends Construct {
  readonly handler: Handler

  constructor(scope: Construct, props: ScheduledProps) {
    super(scope, idFor(props.file))
    this.handler = new Handler(this, { ...props, timeout: props.timeout ?? Duration.minutes(5), givesWay: true })
    const missed = Queues.of(this).make(this, 'Missed', `${nameFor(this, props.file)}-Missed`)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      description: `Lets the schedule call functions/${props.file}.ts`,
      inlinePolicies: {
        may: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.handler.fn.functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }),
          ],
        }),
      },
    })
    new CfnSchedule(this, 'Schedule', {
      description: `functions/${props.file}.ts`,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: props.schedule,
      ...(props.zone && { scheduleExpressionTimezone: props.zone }),
      target: {
        arn: this.handler.fn.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: missed.queueArn },
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
      },
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
