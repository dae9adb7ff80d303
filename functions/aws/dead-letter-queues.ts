import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  type Message,
  paginateListQueues,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { type DeadLetterKind, kindOf, type Lying } from '../../core/insight/dead-letters.ts'
import { env } from './env.ts'

export const sqs = new SQSClient({})

/** A queue of this stage that holds what could not be handled. */
export interface DeadLetterQueueAt {
  readonly name: string
  readonly url: string
  readonly arn: string
  readonly kind: DeadLetterKind
  readonly messages: number
}

/** A message that was received and is hidden from others until it is deleted or its time is up. */
export interface Received extends Lying {
  readonly receipt: string
}

/** All dead-letter queues of this stage, by name: every other queue has a redrive policy of its own. */
export async function deadLetterQueues(): Promise<DeadLetterQueueAt[]> {
  const urls: string[] = []
  for await (const page of paginateListQueues({ client: sqs }, { QueueNamePrefix: prefix(), MaxResults: 1_000 })) {
    urls.push(...(page.QueueUrls ?? []))
  }
  const found = await Promise.all(urls.map(lookAt))
  return found.filter((one) => one !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** One dead-letter queue of this stage; undefined when there is none of this name, or it belongs to somebody else. */
export async function deadLetterQueue(name: string): Promise<DeadLetterQueueAt | undefined> {
  if (!name.startsWith(prefix())) return undefined
  return (await deadLetterQueues()).find((one) => one.name === name)
}

/** Receives up to 10 messages and hides them for so many seconds; 0 only looks. */
export async function receive(queue: DeadLetterQueueAt, hideSeconds: number): Promise<Received[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: hideSeconds,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      MessageAttributeNames: ['All'],
    }),
  )
  return Messages.map(received)
}

/** Lets SQS move all messages back to the queue that they came from. */
export async function startMoving(queue: DeadLetterQueueAt): Promise<void> {
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queue.arn }))
}

/** Puts one message on the queue with this ARN, then takes it from here: it may come twice, and is never lost. */
export async function putBack(queue: DeadLetterQueueAt, message: Received, targetArn: string): Promise<void> {
  const target = targetArn.split(':').pop() ?? ''
  const url = queue.url.replace(/[^/]+$/, target)
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: message.body }))
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message.receipt }))
}

/** Does this ARN name a queue of this stage? */
export function isOwnQueue(arn: string | undefined): arn is string {
  const parts = arn?.split(':') ?? []
  return parts[2] === 'sqs' && (parts[5] ?? '').startsWith(prefix())
}

function prefix(): string {
  return `${env('QUEUE_PREFIX')}-`
}

async function lookAt(url: string): Promise<DeadLetterQueueAt | undefined> {
  try {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['QueueArn', 'RedrivePolicy', 'ApproximateNumberOfMessages'],
      }),
    )
    if (Attributes.RedrivePolicy) return undefined
    const { queueUrls } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }))
    const name = url.split('/').pop() ?? ''
    return {
      name,
      url,
      arn: Attributes.QueueArn ?? '',
      kind: kindOf(name, queueUrls?.length ?? 0),
      messages: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    }
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined
    throw error
  }
}

function received({ Body = '', Attributes, MessageAttributes, ReceiptHandle = '' }: Message): Received {
  return {
    body: Body,
    receipt: ReceiptHandle,
    sentAtMs: Number(Attributes?.SentTimestamp ?? 0),
    receives: Number(Attributes?.ApproximateReceiveCount ?? 0),
    marks: Object.fromEntries(
      Object.entries(MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue ?? '']),
    ),
  }
}
