import { RemovalPolicy } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

/** One log group for each capability, kept as long as the stage says. */
export class Logs extends Construct {
  readonly #days: number
  readonly #groups = new Map<string, LogGroup>()

  constructor(scope: Construct, props: { days: number }) {
    super(scope, 'Logs')
    this.#days = props.days
  }

  of(capability: string): LogGroup {
    const known = this.#groups.get(capability)
    if (known) return known
    const made = new LogGroup(this, capability, {
      retention: this.#days as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.#groups.set(capability, made)
    return made
  }
}
