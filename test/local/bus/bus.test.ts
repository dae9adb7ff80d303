import { describe, expect, it } from 'vitest'
import { Bus } from '../../../local/bus/bus.ts'
import { InvalidPattern } from '../../../local/bus/pattern-operators.ts'
import { Queues } from '../../../local/queues/queues.ts'
import { anEngineRoom } from '../an-engine-room.ts'

const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:target'

function aBus() {
  const { journal, clock, work } = anEngineRoom()
  const queues = new Queues({ journal, clock, work, invoke: async () => null, region: 'eu-central-1' })
  const settings = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 }
  queues.addQueue({ ...settings, arn: queueArn, name: 'target' })
  const bus = new Bus({ journal, queues, clock, account: '000000000000', region: 'eu-central-1' })
  bus.addBus('own')
  bus.addRule({ name: 'all', busName: 'own', pattern: { source: ['ripen'] }, targets: [{ queueArn }] })
  const put = (...Entries: unknown[]) => bus.operations['AWSEvents.PutEvents']?.({ Entries })
  const delivered = () => queues.receive(queueArn, 10, 30).map(({ body }) => JSON.parse(body))
  return { bus, put, delivered }
}

const entry = { EventBusName: 'own', Source: 'ripen', DetailType: 'LeadChanged', Detail: '{"leadId":"a"}' }

describe('the bus', () => {
  it('puts an event on the queues of the rules that match, in the shape of EventBridge', async () => {
    const { put, delivered } = aBus()
    expect(await put(entry)).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] })
    expect(delivered()).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'LeadChanged',
        source: 'ripen',
        account: '000000000000',
        time: '2026-11-23T08:00:00Z',
        region: 'eu-central-1',
        resources: [],
        detail: { leadId: 'a' },
      },
    ])
  })

  it('takes the ARN of a bus for its name, and keeps buses apart', async () => {
    const { put, delivered } = aBus()
    await put({ ...entry, EventBusName: 'arn:aws:events:eu-central-1:000000000000:event-bus/own' })
    await put({ ...entry, EventBusName: 'default' })
    expect(delivered()).toHaveLength(1)
  })

  it.each([
    ['NotAuthorizedForSourceException', { Source: 'aws.ses' }],
    ['InvalidArgument', { Source: '' }],
    ['InvalidArgument', { DetailType: undefined }],
    ['MalformedDetail', { Detail: 'not json' }],
    ['MalformedDetail', { Detail: '[1]' }],
    ['ResourceNotFoundException', { EventBusName: 'nobody' }],
  ])('answers %s for %j, and takes the other entries', async (ErrorCode, wrong) => {
    const { put, delivered } = aBus()
    expect(await put({ ...entry, ...wrong }, entry)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode }, { EventId: expect.any(String) }],
    })
    expect(delivered()).toHaveLength(1)
  })

  it.each([
    [[]],
    [Array.from({ length: 11 }, () => entry)],
    [[{ ...entry, Detail: `{"x":"${'x'.repeat(1_100_000)}"}` }]],
  ])('refuses a request of the wrong size', async (entries) => {
    await expect(aBus().put(...entries)).rejects.toMatchObject({ code: 'ValidationException' })
  })

  it('publishes for AWS services on the default bus', () => {
    const { bus, delivered } = aBus()
    bus.addRule({ name: 'ses', busName: 'default', pattern: { source: ['aws.ses'] }, targets: [{ queueArn }] })
    bus.publishAwsEvent('aws.ses', 'Email Sent', { eventType: 'Send' }, ['arn:aws:ses:eu-central-1:0:x/y'])
    expect(delivered()).toMatchObject([{ source: 'aws.ses', resources: ['arn:aws:ses:eu-central-1:0:x/y'] }])
  })

  it('refuses a rule that could not work: its pattern, its bus, its target', () => {
    const { bus } = aBus()
    const rule = { name: 'r', busName: 'own', pattern: { source: ['a'] }, targets: [{ queueArn }] }
    expect(() => bus.addRule({ ...rule, pattern: {} })).toThrow(InvalidPattern)
    expect(() => bus.addRule({ ...rule, busName: 'none' })).toThrow('rule r listens to a bus that is not there')
    expect(() => bus.addRule({ ...rule, targets: [{ queueArn: 'arn:none' }] })).toThrow('rule r has a target')
  })
})
