// biome-ignore-all lint/suspicious/noTemplateCurlyInString: state machines are written so in a template
import { describe, expect, it } from 'vitest'
import { physicalNames } from '../../../local/assembly/physical-names.ts'
import { type Assembly, UnusableAssembly } from '../../../local/assembly/read-assembly.ts'
import { readTopology } from '../../../local/assembly/read-topology.ts'
import type { Resource } from '../../../local/assembly/template.ts'

const place = {
  account: '000000000000',
  region: 'eu-central-1',
  apiUrl: 'http://localhost:4000',
  awsEndpoint: 'http://127.0.0.1:5000',
}

function topologyOf(resources: Record<string, Resource>) {
  const assembly: Assembly = {
    stackName: 'ripen-dev',
    resources,
    outputs: {},
    assetFolder: (key) => (key === 'code.zip' ? '/assets/code' : undefined),
  }
  return readTopology(assembly, physicalNames(assembly, place))
}

const code: Resource = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    Description: 'functions/leads/record-activity.event.ts',
    Environment: { Variables: { QUEUE: { Ref: 'Queue' }, TABLE_NAME: { Ref: 'Table' } } },
    Handler: 'index.handler',
    MemorySize: 256,
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'nodejs24.x',
    Timeout: 30,
  },
}
const queue: Resource = { Type: 'AWS::SQS::Queue', Properties: {} }
const table: Resource = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  },
}

describe('a template', () => {
  it('becomes settings of engines, with names that are the same each time', () => {
    const resources = { Function: code, Queue: queue, Table: table, Role: { Type: 'AWS::IAM::Role', Properties: {} } }
    const { functions, tables } = topologyOf(resources)
    const [made] = functions
    expect(made).toMatchObject({
      givesWay: false,
      title: 'leads/record-activity.event',
      bundleFolder: '/assets/code',
      timeoutSeconds: 30,
      arn: expect.stringMatching(/^arn:aws:lambda:eu-central-1:000000000000:function:ripen-dev-Function-[0-9a-f]{8}$/),
      environment: {
        QUEUE: expect.stringMatching(/^http:\/\/127.0.0.1:5000\/000000000000\/ripen-dev-Queue-[0-9a-f]{8}$/),
        TABLE_NAME: tables[0]?.name,
      },
    })
    expect(tables[0]).toMatchObject({ expiryAttribute: 'expiresAt' })
    expect(topologyOf(resources)).toEqual(topologyOf(resources))
  })

  it('notes of a function that nobody waits for it', () => {
    const { Environment, ...Properties } = code.Properties ?? {}
    const noted: Resource = { ...code, Properties, Metadata: { 'ripen:gives-way': true } }
    expect(topologyOf({ Function: noted }).functions[0]).toMatchObject({ givesWay: true })
  })

  it('gives every resource a name of its own, however long its logical id', () => {
    const long = 'Capability'.repeat(8)
    const { queues } = topologyOf({ [`${long}A`]: queue, [`${long}B`]: queue })
    expect(new Set(queues.map(({ name }) => name)).size).toBe(2)
    for (const { name } of queues) expect(name.length).toBeLessThanOrEqual(80)
  })

  it('connects rules, queues, functions, schedules and machines by their ARNs', () => {
    const topology = topologyOf({
      Function: { ...code, Properties: { ...code.Properties, Environment: { Variables: {} } } },
      Dead: queue,
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
          VisibilityTimeout: 180,
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Function' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'own' } },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['ripen'] },
          Targets: [{ Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Id: 'Target0' }],
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          FlexibleTimeWindow: { Mode: 'OFF' },
          ScheduleExpression: 'cron(0 2 * * ? *)',
          ScheduleExpressionTimezone: 'Europe/Berlin',
          Target: { Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, Input: '{"a":1}', RoleArn: 'arn' },
        },
      },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Fn}","End":true}}}',
          DefinitionSubstitutions: { Fn: { 'Fn::GetAtt': ['Function', 'Arn'] } },
          StateMachineName: 'clock',
        },
      },
    })
    const functionArn = topology.functions[0]?.arn
    const [dead, work] = topology.queues
    expect(work?.redrive).toEqual({ arn: dead?.arn, maxReceiveCount: 5 })
    expect(topology.mappings).toMatchObject([
      { queueArn: work?.arn, functionArn, partialFailures: true, batchSize: 10 },
    ])
    expect(topology.rules).toMatchObject([{ busName: 'own', targets: [{ queueArn: work?.arn }] }])
    expect(topology.schedules).toMatchObject([{ functionArn, zone: 'Europe/Berlin', input: { a: 1 } }])
    expect(topology.machines[0]?.definition.States.A).toMatchObject({ Resource: functionArn })
  })

  it('reads nothing of what is disabled', () => {
    const { rules, schedules } = topologyOf({
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['a'] }, State: 'DISABLED' } },
    })
    expect([rules, schedules]).toEqual([[], []])
  })

  it.each<[string, string, Resource]>([
    [
      'a type that it has no engine for',
      'Cache (AWS::ElastiCache::CacheCluster): there is no engine for this type of resource',
      {
        Type: 'AWS::ElastiCache::CacheCluster',
      },
    ],
    [
      'a property that it does not honour',
      'Queue (AWS::SQS::Queue): DelaySeconds is not honoured',
      {
        Type: 'AWS::SQS::Queue',
        Properties: { DelaySeconds: 5 },
      },
    ],
    [
      'several',
      'Queue (AWS::SQS::Queue): DelaySeconds, FifoQueue is not honoured',
      {
        Type: 'AWS::SQS::Queue',
        Properties: { DelaySeconds: 5, FifoQueue: true },
      },
    ],
    [
      'a nested property',
      'Rule (AWS::Events::Rule): Targets.0.InputPath is not honoured',
      {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['a'] },
          Targets: [{ Arn: 'arn:aws:sqs:eu-central-1:0:q', Id: 't', InputPath: '$.detail' }],
        },
      },
    ],
    [
      'a value that it does not honour',
      'Stage (AWS::ApiGatewayV2::Stage): StageName: Invalid input',
      {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: 'a', AutoDeploy: true, StageName: 'beta' },
      },
    ],
    [
      'another runtime',
      'Function (AWS::Lambda::Function): Runtime: Invalid input',
      {
        ...code,
        Properties: { ...code.Properties, Environment: { Variables: {} }, Runtime: 'python3.13' },
      },
    ],
    [
      'a target that is no queue',
      'Rule (AWS::Events::Rule): Targets.0.Arn: only queues are targets here',
      {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: { source: ['a'] }, Targets: [{ Arn: 'arn:aws:lambda:x', Id: 't' }] },
      },
    ],
    ['a condition', 'Queue (AWS::SQS::Queue): Condition is not honoured', { ...queue, Condition: 'IsProd' }],
    ['an attribute that it can not make up', 'Function (AWS::Lambda::Function): there is no resource Queue', code],
    [
      'an asset that is not there',
      'Function (AWS::Lambda::Function): the assembly holds no asset other.zip',
      {
        ...code,
        Properties: { ...code.Properties, Environment: { Variables: {} }, Code: { S3Key: 'other.zip' } },
      },
    ],
  ])('stops the start by the name of %s', (_what, message, resource) => {
    const logicalId = message.split(' ')[0] ?? ''
    const start = () => topologyOf({ [logicalId]: resource })
    expect(start).toThrow(UnusableAssembly)
    expect(start).toThrow(message)
  })

  it('names everything that is wrong at once', () => {
    const start = () => topologyOf({ A: { Type: 'AWS::X::Y' }, B: { Type: 'AWS::X::Z' } })
    expect(start).toThrow(/A \(AWS::X::Y\).*\n.*B \(AWS::X::Z\)/)
  })

  it('passes over what changes nothing on one machine', () => {
    expect(() =>
      topologyOf({
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: 1 } },
        Role: { Type: 'AWS::IAM::Role', Properties: {} },
        Metadata: { Type: 'AWS::CDK::Metadata', Condition: 'CDKMetadataAvailable' },
        Queue: { ...queue, DeletionPolicy: 'Delete', Properties: { SqsManagedSseEnabled: true, Tags: [] } },
      }),
    ).not.toThrow()
  })

  it('keeps custom resources for the first start', () => {
    const { customResources } = topologyOf({
      Function: { ...code, Properties: { ...code.Properties, Environment: { Variables: {} } } },
      FirstAdmin: {
        Type: 'Custom::FirstAdmin',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, email: 'a@example.com' },
      },
    })
    expect(customResources).toMatchObject([
      { logicalId: 'FirstAdmin', type: 'Custom::FirstAdmin', properties: { email: 'a@example.com' } },
    ])
  })
})
