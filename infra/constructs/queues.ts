import { Duration, Stack } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnQueuePolicy, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface QueueOptions extends Pick<QueueProps, 'visibilityTimeout' | 'deadLetterQueue'> {
  /** The EventBridge rule that puts events on it; without one only roles whose own policy says so, and SQS itself, put something on it. */
  readonly ruleArn?: string
}

/** The queues of a stack: encrypted, kept for 14 days, reached by TLS alone, under two policies for all of them, where CDK makes one for each. */
export class Queues extends Construct {
  readonly #policies = new Map<'ForRules' | 'Closed', SharedPolicy>()

  /** Those of the stack that `scope` is in. */
  static of(scope: Construct): Queues {
    const stack = Stack.of(scope)
    const known = stack.node.tryFindChild('Queues')
    return known instanceof Queues ? known : new Queues(stack, 'Queues')
  }

  make(scope: Construct, id: string, queueName: string, { ruleArn, ...more }: QueueOptions = {}): Queue {
    const queue = new Queue(scope, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
      ...more,
    })
    const policy = this.#policy(ruleArn === undefined ? 'Closed' : 'ForRules')
    policy.cover(queue)
    if (ruleArn !== undefined) policy.let(ruleArn)
    return queue
  }

  /** What lets rules put events on their queues: a rule that depends on it loses none that comes while the stack is made. */
  get forRules(): Construct {
    return this.#policy('ForRules')
  }

  #policy(kind: 'ForRules' | 'Closed'): SharedPolicy {
    const policy = this.#policies.get(kind) ?? new SharedPolicy(this, kind)
    this.#policies.set(kind, policy)
    return policy
  }
}

/** One policy on many queues. SQS takes no statement about several queues; `*` is the one that the policy lies on. */
class SharedPolicy extends Construct {
  readonly #document = new PolicyDocument()
  readonly #policy: CfnQueuePolicy
  readonly #ruleArns = new Set<string>()
  #sends: PolicyStatement | undefined

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.#policy = new CfnQueuePolicy(this, 'Policy', { queues: [], policyDocument: this.#document })
    this.#document.addStatements(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sqs:*'],
        resources: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
  }

  cover(queue: Queue): void {
    this.#policy.queues = [...this.#policy.queues, queue.queueUrl]
  }

  let(ruleArn: string): void {
    if (!this.#sends) {
      this.#sends = new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: ['*'],
      })
      this.#document.addStatements(this.#sends)
    }
    this.#ruleArns.add(ruleArn)
    this.#sends.addCondition('ArnEquals', { 'aws:SourceArn': [...this.#ruleArns] })
  }
}
