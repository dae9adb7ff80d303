import {
  EventBridgeClient,
  ListEventBusesCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'

/** Listens on the deployed bus beside Ripen's own rules: what crosses it, by detail type. */
export interface Recorder {
  /** Detail types seen so far. */
  seen(): Promise<ReadonlySet<string>>
}

const clients = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})

/** Puts a rule of its own on the stack's bus, with a queue behind it. */
export async function recordBus(endpoint: string): Promise<Recorder> {
  const events = new EventBridgeClient(clients(endpoint))
  const sqs = new SQSClient(clients(endpoint))
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}))
  const bus = EventBuses.find(({ Name }) => Name !== 'default')?.Name
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'story-recorder' }))
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
  const pattern = JSON.stringify({ source: ['ripen'] })
  await events.send(new PutRuleCommand({ Name: 'story-recorder', EventBusName: bus, EventPattern: pattern }))
  await events.send(
    new PutTargetsCommand({
      Rule: 'story-recorder',
      EventBusName: bus,
      Targets: [{ Id: '1', Arn: Attributes?.QueueArn }],
    }),
  )
  const types = new Set<string>()
  return {
    seen: async () => {
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
        if (Messages.length === 0) return types
        for (const { Body = '{}', ReceiptHandle } of Messages) {
          types.add((JSON.parse(Body) as Record<string, string>)['detail-type'] ?? '')
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
        }
      }
    },
  }
}

/** How many messages lie in the dead-letter queues of the stack, by queue; those without any are left out. */
export async function deadLetters(endpoint: string): Promise<Record<string, number>> {
  const sqs = new SQSClient(clients(endpoint))
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'ripen-' }))
  const found: Record<string, number> = {}
  for (const QueueUrl of QueueUrls.filter((url) => /DeadLetters|Undelivered|Missed/.test(url))) {
    const AttributeNames = ['ApproximateNumberOfMessages' as const]
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))
    const messages = Number(Attributes?.ApproximateNumberOfMessages ?? 0)
    if (messages > 0) found[QueueUrl.split('/').pop() ?? ''] = messages
  }
  return found
}
