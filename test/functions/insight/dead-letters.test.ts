import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { type AwsStub, mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { handler as list } from '../../../functions/insight/list-dead-letters.http.ts'
import { handler as redrive } from '../../../functions/insight/redrive-dead-letters.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { ask } from '../../fixtures/ask.ts'

const host = 'https://sqs.eu-central-1.amazonaws.com/123456789012/'
const arnOf = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`
const body = JSON.stringify({ 'detail-type': 'LeadChanged', detail: { leadId: 'secret' } })

interface Message {
  readonly id: string
  readonly marks?: Record<string, string>
}
/** The queues of a stage: the handler's own, its dead letters, the rule's, the schedule's. */
const queues: Record<string, { redrives?: string; messages: Message[] }> = {}
let moved: string[]
let sent: { queue: string; body: string }[]
// biome-ignore lint/suspicious/noExplicitAny: the stub's own types
let stub: AwsStub<any, any, any>

beforeEach(() => {
  log.setLogLevel('SILENT')
  process.env.QUEUE_PREFIX = 'ripen-test'
  moved = []
  sent = []
  for (const name of Object.keys(queues)) delete queues[name]
  queues['ripen-test-ForwardQueue1'] = { redrives: 'ripen-test-ForwardDeadLetters2', messages: [] }
  queues['ripen-test-ForwardDeadLetters2'] = { messages: [{ id: 'a' }, { id: 'b' }] }
  queues['ripen-test-ForwardUndelivered3'] = {
    messages: ['c', 'd', 'e'].map((id) => ({
      id,
      marks: { ERROR_CODE: 'NO_PERMISSIONS', TARGET_ARN: arnOf('ripen-test-ForwardQueue1') },
    })),
  }
  queues['ripen-test-SweepMissed4'] = { messages: [{ id: 'f', marks: { ERROR_CODE: 'TIMEOUT' } }] }
  queues['ripen-test-EmptyDeadLetters5'] = { messages: [] }
  const named = ({ QueueUrl = '' }: { QueueUrl?: string }) => QueueUrl.split('/').pop() ?? ''
  stub = mockClient(SQSClient)
  stub.on(ListQueuesCommand).callsFake(({ QueueNamePrefix }) => ({
    QueueUrls: Object.keys(queues)
      .filter((name) => name.startsWith(QueueNamePrefix))
      .map((name) => host + name),
  }))
  stub.on(GetQueueAttributesCommand).callsFake((input) => {
    const { redrives, messages = [] } = queues[named(input)] ?? {}
    return {
      Attributes: {
        QueueArn: arnOf(named(input)),
        ApproximateNumberOfMessages: String(messages.length),
        ...(redrives && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(redrives) }) }),
      },
    }
  })
  stub.on(ListDeadLetterSourceQueuesCommand).callsFake((input) => ({
    queueUrls: Object.entries(queues)
      .filter(([, { redrives }]) => redrives === named(input))
      .map(([name]) => host + name),
  }))
  stub.on(ReceiveMessageCommand).callsFake((input) => ({
    Messages: queues[named(input)]?.messages.slice(0, 2).map(({ id, marks = {} }) => ({
      Body: body,
      ReceiptHandle: id,
      Attributes: { SentTimestamp: '1795510800000', ApproximateReceiveCount: '6' },
      MessageAttributes: Object.fromEntries(
        Object.entries(marks).map(([name, StringValue]) => [name, { StringValue, DataType: 'String' }]),
      ),
    })),
  }))
  stub.on(StartMessageMoveTaskCommand).callsFake(({ SourceArn }) => {
    moved.push(SourceArn)
    return { TaskHandle: 'task' }
  })
  stub.on(SendMessageCommand).callsFake((input) => {
    sent.push({ queue: named(input), body: input.MessageBody })
    return {}
  })
  stub.on(DeleteMessageCommand).callsFake((input) => {
    const queue = queues[named(input)]
    if (queue) queue.messages = queue.messages.filter(({ id }) => id !== input.ReceiptHandle)
    return {}
  })
})

afterEach(() => stub.restore())

const asked = () => ask(list, routes.listDeadLetters, { groups: ['admin'] })
const redriven = (queue: string) => ask(redrive, routes.redriveDeadLetters, { params: { queue }, groups: ['admin'] })

describe('dead letters', () => {
  it('are listed by queue, with what is known of them and never their bodies', async () => {
    const { status, json, text } = await asked()
    expect(status).toBe(200)
    expect(json.items.map(({ queue, kind, messages }: Record<string, unknown>) => [queue, kind, messages])).toEqual([
      ['ripen-test-EmptyDeadLetters5', 'rule', 0],
      ['ripen-test-ForwardDeadLetters2', 'handler', 2],
      ['ripen-test-ForwardUndelivered3', 'rule', 3],
      ['ripen-test-SweepMissed4', 'schedule', 1],
    ])
    expect(json.items[2].sample[0]).toEqual({
      event: 'LeadChanged',
      sentAt: '2026-11-24T09:00:00.000Z',
      receives: 6,
      error: 'NO_PERMISSIONS',
    })
    expect(text).not.toContain('secret')
  })

  it('are looked at without being hidden from a redrive', async () => {
    await asked()
    for (const call of stub.commandCalls(ReceiveMessageCommand)) expect(call.args[0].input.VisibilityTimeout).toBe(0)
  })

  it('of a handler are moved by SQS itself', async () => {
    expect(await redriven('ripen-test-ForwardDeadLetters2')).toMatchObject({ status: 202, json: { messages: 2 } })
    expect(moved).toEqual([arnOf('ripen-test-ForwardDeadLetters2')])
  })

  it('of a rule go to the queue that EventBridge meant', async () => {
    const { status, json } = await redriven('ripen-test-ForwardUndelivered3')
    expect([status, json]).toEqual([202, { queue: 'ripen-test-ForwardUndelivered3', moved: 3, more: false }])
    expect(sent).toEqual(Array.from({ length: 3 }, () => ({ queue: 'ripen-test-ForwardQueue1', body })))
    expect(queues['ripen-test-ForwardUndelivered3']?.messages).toEqual([])
  })

  it('of a rule never go to anybody else’s queue', async () => {
    queues['ripen-test-ForwardUndelivered3'] = { messages: [{ id: 'x', marks: { TARGET_ARN: arnOf('others-queue') } }] }
    expect((await redriven('ripen-test-ForwardUndelivered3')).status).toBe(409)
    queues['ripen-test-ForwardUndelivered3'] = { messages: [{ id: 'x' }] }
    expect((await redriven('ripen-test-ForwardUndelivered3')).status).toBe(409)
    expect(sent).toEqual([])
  })

  it('of a schedule are not sent again, and the answer says why', async () => {
    const { status, json } = await redriven('ripen-test-SweepMissed4')
    expect(status).toBe(409)
    expect(json.detail).toContain('the next one does all the work')
  })

  it.each(['ripen-test-ForwardQueue1', 'ripen-test-Unknown', 'others-DeadLetters'])(
    '%s is none: 404',
    async (queue) => {
      expect((await redriven(queue)).status).toBe(404)
      expect(moved).toEqual([])
    },
  )

  it('are for admins', async () => {
    expect((await ask(list, routes.listDeadLetters, { groups: ['marketing', 'sales'] })).status).toBe(403)
  })
})
