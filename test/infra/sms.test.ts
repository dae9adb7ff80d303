import { beforeAll, describe, expect, it } from 'vitest'
import { synthesizeDev } from './app.ts'
import { fileOf, logicalId, ofType, queuesOf, type Resources, statementsOf } from './resources.ts'

let dev: Resources
beforeAll(() => {
  dev = synthesizeDev().resources
})

const functionOf = (file: string) => {
  const found = ofType(dev, 'AWS::Lambda::Function').find(([, fn]) => fileOf(fn) === file)
  if (!found) throw new Error(`there is no ${file}`)
  return found
}
/** What the role of a function allows, by itself and by the policies that name it. */
const allowedTo = (file: string) => {
  const role = logicalId(functionOf(file)[1].Properties.Role)
  const policies = ofType(dev, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    (Properties.Roles as unknown[]).some((one) => logicalId(one) === role),
  )
  const own = dev[role]
  return [...(own ? statementsOf(own) : []), ...policies.flatMap(([, policy]) => statementsOf(policy))]
}

describe('SMS by AWS End User Messaging', () => {
  it('may be sent by the one function that delivers messages, from numbers of this account alone', () => {
    const sends = (file: string) =>
      allowedTo(file).filter(({ Action }) => [Action].flat().some((one) => one.startsWith('sms-voice:')))
    const [statement, ...more] = sends('outreach/deliver-message.event')
    expect(more).toEqual([])
    expect([statement?.Action].flat()).toEqual(['sms-voice:SendTextMessage'])
    const resources = [statement?.Resource].flat().map((one) => JSON.stringify(one))
    expect(resources.length).toBeGreaterThan(0)
    for (const one of resources)
      expect(one).toMatch(/:sms-voice:.*AccountId.*:(phone-number|sender-id|pool|configuration-set)\/\*/)
    const others = ofType(dev, 'AWS::Lambda::Function').filter(
      ([, fn]) => fileOf(fn) !== 'outreach/deliver-message.event' && sends(fileOf(fn)).length > 0,
    )
    expect(others.map(([, fn]) => fileOf(fn))).toEqual([])
    const { Variables } = functionOf('outreach/deliver-message.event')[1].Properties.Environment as {
      Variables: object
    }
    expect(Variables).toMatchObject({ SMS_ORIGINATION: 'EXAMPLE', SMS_CONFIGURATION_SET: 'example-sms' })
  })

  it('is heard of by the events that AWS puts on the default bus', () => {
    const [, rule] =
      ofType(dev, 'AWS::Events::Rule').find(([, { Properties }]) =>
        JSON.stringify(Properties.EventPattern).includes('aws.sms-voice'),
      ) ?? []
    if (!rule) throw new Error('there is no rule for SMS')
    expect(rule.Properties.EventPattern).toEqual({
      source: ['aws.sms-voice'],
      'detail-type': ['Text Message Delivery Status Updated'],
    })
    expect(JSON.stringify(rule.Properties.EventBusName)).toContain('default')
    const mapping = ofType(dev, 'AWS::Lambda::EventSourceMapping').find(
      ([, { Properties }]) => logicalId(Properties.EventSourceArn) === queuesOf(rule).target,
    )
    expect(logicalId(mapping?.[1].Properties.FunctionName)).toBe(functionOf('outreach/record-sms.event')[0])
  })
})
