import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

export interface AlarmProps {
  readonly metric: IMetric
  readonly threshold: number
  /** What it means for people, in one sentence. */
  readonly impact: string
  /** The heading in `docs/runbook.md` that says what to do, as its anchor. */
  readonly runbook: string
  readonly periods?: number
}

/** Where alarms go: one topic, mailed to the people on call. */
export class Alarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, props: { address: string }) {
    super(scope, 'Alarms')
    this.topic = new Topic(this, 'Topic', { enforceSSL: true })
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topic.topicArn],
      }),
    )
    this.topic.addSubscription(new EmailSubscription(props.address))
  }

  /** Adds an alarm; its text states the impact and names the runbook section. */
  on(scope: Construct, id: string, props: AlarmProps): void {
    new Alarm(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} What to do: docs/runbook.md#${props.runbook}`,
    }).addAlarmAction(new SnsAction(this.topic))
  }
}

/** The period over which alarms look. */
export const alarmPeriod = Duration.minutes(5)
