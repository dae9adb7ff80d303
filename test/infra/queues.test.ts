import { beforeAll, describe, expect, it } from 'vitest'
import { type Resource, synthesizeDev } from './app.ts'
import { deadLettersOf, logicalId, ofType, policiesOf, queuesOf, type Resources } from './resources.ts'

let dev: Resources
let queues: [string, Resource][]

beforeAll(() => {
  dev = synthesizeDev().resources
  queues = ofType(dev, 'AWS::SQS::Queue')
})

describe('every queue', () => {
  it('is encrypted, and is a dead-letter queue or has one', () => {
    const deadLetters = new Set<string>()
    for (const [, queue] of queues) deadLetters.add(deadLettersOf(queue))
    for (const [, rule] of ofType(dev, 'AWS::Events::Rule')) deadLetters.add(queuesOf(rule).undelivered)
    for (const [, { Properties }] of ofType(dev, 'AWS::Scheduler::Schedule'))
      deadLetters.add(logicalId((Properties.Target as { DeadLetterConfig?: { Arn: unknown } }).DeadLetterConfig?.Arn))
    for (const [id, { Properties }] of queues) {
      expect(Properties.SqsManagedSseEnabled, id).toBe(true)
      expect(Boolean(Properties.RedrivePolicy) || deadLetters.has(id), `${id} has no dead-letter queue`).toBe(true)
    }
  })

  it('has a name of its own that says the handler, with the stage before it', () => {
    const names = queues.map(([, { Properties }]) => Properties.QueueName)
    expect(new Set(names).size).toBe(queues.length)
    for (const name of names) expect(name).toMatch(/^ripen-dev-[a-z]+(-[a-z]+)+(-DeadLetters|-Undelivered|-Missed)?$/)
  })

  it('refuses plain HTTP, by the one policy that lies on it', () => {
    for (const [id] of queues) {
      const policies = policiesOf(dev, id)
      expect(policies, id).toHaveLength(1)
      expect(policies[0]?.[1][0], id).toMatchObject({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      })
    }
  })

  it('takes events only from rules of its own stack, and only where one puts them', () => {
    const rules = ofType(dev, 'AWS::Events::Rule').map(([, rule]) => rule)
    const ruleOf = new Map(
      rules.flatMap((rule) => {
        const { target, undelivered } = queuesOf(rule)
        return [target, undelivered].map((queue) => [queue, arnOf(rule)] as const)
      }),
    )
    for (const [id] of queues) {
      const [, ...allowed] = policiesOf(dev, id).flatMap(([, statements]) => statements)
      const arn = ruleOf.get(id)
      if (arn === undefined) {
        expect(allowed, id).toEqual([])
        continue
      }
      expect(allowed, id).toEqual([
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: '*',
          Condition: { ArnEquals: { 'aws:SourceArn': expect.anything() } },
        },
      ])
      const sources = allowed
        .flatMap(({ Condition }) => (Condition as { ArnEquals: Record<string, unknown> }).ArnEquals['aws:SourceArn'])
        .map((one) => JSON.stringify(one))
      expect(sources, id).toContain(arn)
      expect([...ruleOf.values()], id).toEqual(expect.arrayContaining(sources))
    }
  })

  it('gives single records back, and waits at least six times its function', () => {
    for (const [id, { Properties }] of ofType(dev, 'AWS::Lambda::EventSourceMapping')) {
      expect(Properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures'])
      const queue = dev[logicalId(Properties.EventSourceArn)]
      const fn = dev[logicalId(Properties.FunctionName)]
      expect(Number(queue?.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(fn?.Properties.Timeout))
    }
  })

  it('is watched by an alarm, and keeps what lies in it for 14 days', () => {
    const alarms = ofType(dev, 'AWS::CloudWatch::Alarm')
    const watched = JSON.stringify(alarms.map(([, { Properties }]) => Properties.Dimensions))
    for (const [id, { Properties }] of queues) {
      expect(watched, id).toContain(id)
      expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400)
    }
  })
})

/** The ARN that EventBridge names as the source of what it sends by a rule. */
function arnOf({ Properties: { Name, EventBusName } }: Resource): string {
  const [account, region] = [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }]
  const start = ['arn:', { Ref: 'AWS::Partition' }, ':events:', region, ':', account]
  const rule = EventBusName === 'default' ? [`:rule/${Name}`] : [':rule/', EventBusName, `/${Name}`]
  return JSON.stringify({ 'Fn::Join': ['', [...start, ...rule]] })
}
