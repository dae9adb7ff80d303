import { createHash, randomUUID } from 'node:crypto'
import { AwsError, type AwsOperations } from '../aws-error.ts'
import { noSuchQueue, type QueueSettings, type Queues } from './queues.ts'

/** SQS's API over {@link Queues}, as far as handlers call it; `endpoint` is where SDK clients reach it, since they call the host of a queue's URL. */
export function sqsOperations(queues: Queues, account: string, endpoint: () => string): AwsOperations {
  const urlOf = ({ name }: QueueSettings) => `${endpoint()}/${account}/${name}`
  const named = (input: Record<string, unknown>) => {
    const name = String(input.QueueUrl ?? input.QueueName ?? '')
      .split('/')
      .pop()
    const queue = queues.all().find((one) => one.name === name)
    if (!queue) throw noSuchQueue()
    return queue
  }
  const sourcesOf = (arn: unknown) => queues.all().filter(({ redrive }) => redrive?.arn === arn)

  return {
    'AmazonSQS.ListQueues': async (input) => ({
      QueueUrls: queues
        .all()
        .filter(({ name }) => name.startsWith(String(input.QueueNamePrefix ?? '')))
        .map(urlOf),
    }),
    'AmazonSQS.GetQueueUrl': async (input) => ({ QueueUrl: urlOf(named(input)) }),
    'AmazonSQS.SendMessage': async (input) => {
      if (input.DelaySeconds) throw unsupported('DelaySeconds is not honoured by the embedded run')
      const body = String(input.MessageBody)
      return { MessageId: queues.send(named(input).arn, body), MD5OfMessageBody: md5(body) }
    },
    'AmazonSQS.GetQueueAttributes': async (input) => {
      const queue = named(input)
      const { visible, inFlight } = queues.depth(queue.arn)
      const all: Record<string, string> = {
        QueueArn: queue.arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: '0',
        VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
        MessageRetentionPeriod: String(queue.retentionSeconds),
      }
      if (queue.redrive) {
        const { arn: deadLetterTargetArn, maxReceiveCount } = queue.redrive
        all.RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount })
      }
      const wanted = (input.AttributeNames as string[] | undefined) ?? []
      const Attributes = Object.fromEntries(
        Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)),
      )
      return { Attributes }
    },
    'AmazonSQS.ListDeadLetterSourceQueues': async (input) => ({
      queueUrls: sourcesOf(named(input).arn).map(urlOf),
    }),
    'AmazonSQS.ReceiveMessage': async (input) => {
      const queue = named(input)
      const limit = Math.min(Number(input.MaxNumberOfMessages ?? 1), 10)
      const messages = queues.receive(
        queue.arn,
        limit,
        Number(input.VisibilityTimeout ?? queue.visibilityTimeoutSeconds),
      )
      return {
        Messages: messages.map((message) => ({
          MessageId: message.message_id,
          ReceiptHandle: String(message.id),
          Body: message.body,
          MD5OfBody: md5(message.body),
          Attributes: { ApproximateReceiveCount: String(message.receives), SentTimestamp: String(message.sent_at) },
        })),
      }
    },
    'AmazonSQS.DeleteMessage': async (input) => {
      named(input)
      queues.delete(Number(input.ReceiptHandle))
      return {}
    },
    'AmazonSQS.StartMessageMoveTask': async (input) => {
      const source = String(input.SourceArn)
      const [first] = sourcesOf(source)
      if (!queues.has(source)) throw noSuchQueue()
      const target = input.DestinationArn === undefined ? first?.arn : String(input.DestinationArn)
      if (!target || !first) throw unsupported('this queue is no dead-letter queue of another')
      if (!queues.has(target)) throw noSuchQueue()
      queues.move(source, target)
      return { TaskHandle: randomUUID() }
    },
  }
}

function unsupported(message: string): AwsError {
  return new AwsError('AWS.SimpleQueueService.UnsupportedOperation', message)
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
