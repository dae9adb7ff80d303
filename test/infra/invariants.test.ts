import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../core/routes.ts'
import { bundleFolder, handlerNames } from '../../infra/bundle.ts'
import { type Resource, synthesize } from './app.ts'

const root = join(import.meta.dirname, '../..')
let dev: Record<string, Resource>
let prod: Record<string, Resource>
let size: number

beforeAll(() => {
  const synthesized = synthesize('dev')
  dev = synthesized.resources
  size = synthesized.text.length
  prod = synthesize('prod').resources
})

const ofType = (type: string, resources = dev) =>
  Object.entries(resources).filter(([, resource]) => resource.Type === type)
const functions = () => ofType('AWS::Lambda::Function')
const fileOf = (resource: Resource) => String(resource.Properties.Description).replace(/^functions\/|\.ts$/g, '')
const logicalId = (value: unknown): string => {
  const reference = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] }
  return reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? ''
}

describe('the stack', () => {
  it('keeps within the limits of CloudFormation', () => {
    expect(Object.keys(dev).length).toBeLessThan(500)
    expect(size).toBeLessThan(1_000_000)
  })

  it('has each handler file exactly once', () => {
    expect(
      functions()
        .map(([, fn]) => fileOf(fn))
        .sort(),
    ).toEqual(handlerNames(root))
  })

  it('names no account and no region', () => {
    expect(JSON.stringify(dev)).not.toMatch(/\b\d{12}\b|\b(us|eu|ap)-[a-z]+-\d\b/)
  })
})

describe('every function', () => {
  it('is Node 24 on arm64, has a timeout, a log group and a role of its own', () => {
    const roles = functions().map(([, { Properties }]) => {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: expect.any(Number),
        LoggingConfig: { LogGroup: expect.anything() },
      })
      return logicalId(Properties.Role)
    })
    expect(new Set(roles).size).toBe(roles.length)
  })

  it('is told exactly the settings that its code reads', () => {
    for (const [, fn] of functions()) {
      const code = readFileSync(join(root, bundleFolder, fileOf(fn), 'index.mjs'), 'utf8')
      const told = Object.keys((fn.Properties.Environment as { Variables: object } | undefined)?.Variables ?? {}).sort()
      const read = [
        ...new Set(
          [
            ...code.matchAll(
              /"(STAGE|TABLE_NAME|BUS_NAME|IDENTITY_KEY_SECRET|TOKEN_KEYS_SECRET|CONFIGURATION_SET|SENDER|POSTAL_ADDRESS|COMPANY|API_URL|DEFAULT_ZONE|NURTURE_MACHINE_ARN|SLA_MACHINE_ARN|USER_POOL_ID|SEND_RATE|SEND_WORKERS|QUEUE_PREFIX)"/g,
            ),
          ].map(([, name]) => name),
        ),
      ].sort()
      expect.soft(told, fileOf(fn)).toEqual(read)
    }
  })

  it('may do named things to named resources only', () => {
    for (const [id, { Properties }] of [...ofType('AWS::IAM::Role'), ...ofType('AWS::IAM::Policy')]) {
      for (const statement of statementsOf(Properties)) {
        const actions = [statement.Action].flat()
        expect(
          actions.every((action) => /^[a-z0-9-]+:[A-Za-z]+$/.test(action)),
          `${id}: ${actions}`,
        ).toBe(true)
        const everything = [statement.Resource].flat().includes('*')
        const withoutResource = actions.every((action) =>
          /^(logs:(Create|Get|Update|Delete|List)LogDeliver|logs:PutResourcePolicy|logs:Describe|ses:Get|sqs:ListQueues$)/.test(
            action,
          ),
        )
        expect(!everything || withoutResource, `${id}: ${actions} on *`).toBe(true)
      }
    }
  })
})

describe('every queue', () => {
  it('is encrypted, refuses plain HTTP, and is a dead-letter queue or has one', () => {
    const deadLetters = new Set<string>()
    for (const [, { Properties }] of ofType('AWS::SQS::Queue')) {
      const redrive = Properties.RedrivePolicy as { deadLetterTargetArn: unknown } | undefined
      if (redrive) deadLetters.add(logicalId(redrive.deadLetterTargetArn))
    }
    for (const [, { Properties }] of ofType('AWS::Events::Rule')) {
      for (const target of Properties.Targets as { DeadLetterConfig?: { Arn: unknown } }[])
        deadLetters.add(logicalId(target.DeadLetterConfig?.Arn))
    }
    for (const [, { Properties }] of ofType('AWS::Scheduler::Schedule')) {
      deadLetters.add(logicalId((Properties.Target as { DeadLetterConfig?: { Arn: unknown } }).DeadLetterConfig?.Arn))
    }
    const policies = JSON.stringify(ofType('AWS::SQS::QueuePolicy'))
    for (const [id, { Properties }] of ofType('AWS::SQS::Queue')) {
      expect(Properties.SqsManagedSseEnabled, id).toBe(true)
      expect(Boolean(Properties.RedrivePolicy) || deadLetters.has(id), `${id} has no dead-letter queue`).toBe(true)
      expect(policies).toContain(id)
    }
    expect(policies).toContain('aws:SecureTransport')
  })

  it('gives single records back, and waits at least six times its function', () => {
    for (const [id, { Properties }] of ofType('AWS::Lambda::EventSourceMapping')) {
      expect(Properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures'])
      const queue = dev[logicalId(Properties.EventSourceArn)]
      const fn = dev[logicalId(Properties.FunctionName)]
      expect(Number(queue?.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(fn?.Properties.Timeout))
    }
  })

  it('that holds dead letters has an alarm', () => {
    const watched = JSON.stringify(ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties.Dimensions))
    for (const [id, { Properties }] of ofType('AWS::SQS::Queue')) {
      expect(watched, id).toContain(id)
      expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400)
    }
  })
})

describe('every rule', () => {
  it('has a queue as target, with a dead-letter queue of its own', () => {
    for (const [id, { Properties }] of ofType('AWS::Events::Rule')) {
      const targets = Properties.Targets as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[]
      expect(targets, id).toHaveLength(1)
      expect(dev[logicalId(targets[0]?.Arn)]?.Type).toBe('AWS::SQS::Queue')
      expect(dev[logicalId(targets[0]?.DeadLetterConfig?.Arn)]?.Type).toBe('AWS::SQS::Queue')
      expect(logicalId(targets[0]?.DeadLetterConfig?.Arn)).not.toBe(
        logicalId(
          (dev[logicalId(targets[0]?.Arn)]?.Properties.RedrivePolicy as { deadLetterTargetArn: unknown } | undefined)
            ?.deadLetterTargetArn,
        ),
      )
    }
  })

  it('matches just the kinds of events that its function reads', () => {
    for (const [id, { Properties }] of ofType('AWS::Events::Rule')) {
      const queueId = logicalId((Properties.Targets as { Arn: unknown }[])[0]?.Arn)
      const mapping = ofType('AWS::Lambda::EventSourceMapping').find(
        ([, { Properties: mapped }]) => logicalId(mapped.EventSourceArn) === queueId,
      )
      const fn = dev[logicalId(mapping?.[1].Properties.FunctionName)]
      const source = readFileSync(join(root, 'functions', `${fn && fileOf(fn)}.ts`), 'utf8')
      const pattern = Properties.EventPattern as { source: string[]; 'detail-type': string[] }
      if (pattern.source.includes('aws.ses')) continue
      const reads = /onEvent\(\s*\[([^\]]*)\]/
        .exec(source)?.[1]
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean)
      expect(pattern['detail-type'].toSorted(), id).toEqual(reads?.toSorted())
    }
  })
})

describe('every alarm', () => {
  it('states its impact and names a section of the runbook that is there', () => {
    const headings = [...readFileSync(join(root, 'docs/runbook.md'), 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, heading]) =>
        heading
          ?.toLowerCase()
          .replace(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
    )
    for (const [id, { Properties }] of ofType('AWS::CloudWatch::Alarm')) {
      const [, impact, section] =
        /^(.+) What to do: docs\/runbook\.md#(.+)$/.exec(String(Properties.AlarmDescription)) ?? []
      expect(impact?.length, id).toBeGreaterThan(20)
      expect(headings, id).toContain(section)
      expect(Properties.AlarmActions).toHaveLength(1)
    }
  })
})

describe('the API', () => {
  it('serves each route of the catalogue once, staff routes behind the JWT authorizer', () => {
    const served = Object.fromEntries(
      ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
        Properties.RouteKey,
        Properties.AuthorizationType,
      ]),
    )
    const wanted = Object.fromEntries(
      Object.values(routes).map(({ method, path, who }) => [`${method} ${path}`, who === 'public' ? 'NONE' : 'JWT']),
    )
    expect(served).toEqual(wanted)
    expect(ofType('AWS::ApiGatewayV2::Route')).toHaveLength(Object.keys(routes).length)
  })

  it('configures no CORS, so that the headers of handlers count', () => {
    expect(ofType('AWS::ApiGatewayV2::Api').map(([, { Properties }]) => Properties.CorsConfiguration)).toEqual([
      undefined,
    ])
  })
})

describe('production', () => {
  it('keeps its data: restorable, protected and retained', () => {
    const [[, table] = []] = ofType('AWS::DynamoDB::Table', prod)
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    })
    for (const [, secret] of ofType('AWS::SecretsManager::Secret', prod)) expect(secret.DeletionPolicy).toBe('Retain')
  })
})

function statementsOf(
  properties: Record<string, unknown>,
): { Action: string | string[]; Resource: unknown | unknown[] }[] {
  const documents = [
    properties.PolicyDocument,
    ...((properties.Policies as { PolicyDocument: unknown }[] | undefined) ?? []).map(
      (policy) => policy.PolicyDocument,
    ),
  ]
  return documents
    .filter(Boolean)
    .flatMap((document) => (document as { Statement: { Action: string; Resource: unknown }[] }).Statement)
}
