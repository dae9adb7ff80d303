import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { toldKinds } from '../../core/webhooks/event-types.ts'
import { type Resource, synthesizeDev } from './app.ts'
import {
  deadLettersOf,
  fileOf,
  logicalId,
  ofType,
  policiesOf,
  queuesOf,
  type Resources,
  statementsOf,
} from './resources.ts'

const root = join(import.meta.dirname, '../..')
let dev: Resources
let rules: [string, Resource][]

beforeAll(() => {
  dev = synthesizeDev().resources
  rules = ofType(dev, 'AWS::Events::Rule')
})

describe('every rule', () => {
  it('has a queue as target, with a dead-letter queue of its own', () => {
    for (const [id, rule] of rules) {
      const { target, undelivered } = queuesOf(rule)
      expect([dev[target]?.Type, dev[undelivered]?.Type], id).toEqual(['AWS::SQS::Queue', 'AWS::SQS::Queue'])
      expect(undelivered, id).not.toBe(deadLettersOf(dev[target]))
    }
  })

  it('is made after what lets it put events on its queues, so that it loses none', () => {
    for (const [id, rule] of rules) {
      const { target, undelivered } = queuesOf(rule)
      for (const queue of [target, undelivered])
        for (const [policy] of policiesOf(dev, queue)) expect(rule.DependsOn, id).toContain(policy)
    }
  })

  it('matches just the kinds of events that its function reads', () => {
    for (const [id, rule] of rules) {
      const { target } = queuesOf(rule)
      const mapping = ofType(dev, 'AWS::Lambda::EventSourceMapping').find(
        ([, { Properties }]) => logicalId(Properties.EventSourceArn) === target,
      )
      const fn = dev[logicalId(mapping?.[1].Properties.FunctionName)]
      const source = readFileSync(join(root, 'functions', `${fn && fileOf(fn)}.ts`), 'utf8')
      const pattern = rule.Properties.EventPattern as { source: string[]; 'detail-type': string[] }
      if (pattern.source.some((source) => source.startsWith('aws.'))) continue
      const reads = source.includes('onEventsWith(toldKinds,') ? toldKinds.map(({ name }) => name) : listedIn(source)
      expect(pattern['detail-type'].toSorted(), id).toEqual(reads?.toSorted())
    }
  })
})

describe('telling others by webhook', () => {
  it('is a matter of queues alone: it adds no transition to any state machine', () => {
    const ways = [
      'describe-handoff.event',
      'queue-deliveries.event',
      'deliver-webhook.event',
      'sweep-deliveries.schedule',
    ]
    const files = ways.map((way) => `webhooks/${way}`)
    const ofWebhooks = ofType(dev, 'AWS::Lambda::Function').filter(([, fn]) => files.includes(fileOf(fn)))
    expect(ofWebhooks).toHaveLength(files.length)
    const machines = JSON.stringify(ofType(dev, 'AWS::StepFunctions::StateMachine'))
    for (const [id, fn] of ofWebhooks) {
      const role = logicalId(fn.Properties.Role)
      const policies = ofType(dev, 'AWS::IAM::Policy')
        .map(([, policy]) => policy)
        .filter(({ Properties }) => (Properties.Roles as unknown[]).some((one) => logicalId(one) === role))
      const actions = [dev[role] as Resource, ...policies].flatMap(statementsOf).flatMap(({ Action }) => Action)
      expect(actions.length, id).toBeGreaterThan(0)
      expect(
        actions.filter((one) => one.startsWith('states:')),
        id,
      ).toEqual([])
      expect(machines, id).not.toContain(`"${id}"`)
    }
  })
})

/** The kinds of events that a handler lists for itself. */
function listedIn(source: string): string[] | undefined {
  return /onEvents?(?:With)?\(\s*\[([^\]]*)\]/
    .exec(source)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
}
