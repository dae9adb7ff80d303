import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { metricNames, metricNamespace, metricService } from '../../core/metrics.ts'
import type { Route } from '../../core/route.ts'
import { routes } from '../../core/routes.ts'
import { bundleFolder, handlerNames } from '../../infra/bundle.ts'
import { type Resource, synthesizeDev, synthesizeProd } from './app.ts'
import { fileOf, logicalId, ofType, type Resources, statementsOf } from './resources.ts'

const root = join(import.meta.dirname, '../..')
let dev: Resources
let prod: Resources
let templates: Readonly<Record<string, string>>

beforeAll(() => {
  ;({ resources: dev, templates } = synthesizeDev())
  prod = synthesizeProd().resources
})

const functions = () => ofType(dev, 'AWS::Lambda::Function')

describe('the stack', () => {
  it('has a template for each capability, none of them near the limits of CloudFormation', () => {
    expect(Object.keys(templates).length).toBeGreaterThan(9)
    for (const [name, text] of Object.entries(templates)) {
      const { Resources, Parameters = {} } = JSON.parse(text) as Record<'Resources' | 'Parameters', object>
      expect(Object.keys(Resources).length, name).toBeLessThan(250) // of 500
      expect(Object.keys(Parameters).length, name).toBeLessThan(60) // of 200
      expect(text.length, name).toBeLessThan(500_000) // of 1 MB
    }
  })

  it('keeps what holds data in the template of the foundation, where no capability moves it', () => {
    const [, root = ''] = Object.entries(templates).find(([name]) => !name.includes('.nested.')) ?? []
    const holdsData = [
      'AWS::DynamoDB::Table',
      'AWS::SecretsManager::Secret',
      'AWS::Cognito::UserPool',
      'AWS::S3::Bucket',
    ]
    const kept = Object.values((JSON.parse(root) as { Resources: Record<string, Resource> }).Resources)
    expect(kept.filter(({ Type }) => holdsData.includes(Type))).toHaveLength(
      holdsData.flatMap((type) => ofType(dev, type)).length,
    )
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
      const folder = join(root, bundleFolder, fileOf(fn))
      const code = globSync('*.mjs', { cwd: folder })
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('')
      const told = Object.keys((fn.Properties.Environment as { Variables: object } | undefined)?.Variables ?? {}).sort()
      const read = [
        ...new Set(
          [
            ...code.matchAll(
              /"(STAGE|TABLE_NAME|BUS_NAME|IDENTITY_KEY_SECRET|TOKEN_KEYS_SECRET|CONFIGURATION_SET|SENDER|POSTAL_ADDRESS|COMPANY|API_URL|DEFAULT_ZONE|NURTURE_MACHINE_ARN|SLA_MACHINE_ARN|USER_POOL_ID|STAFF_ISSUER|STAFF_CLIENT_ID|SEND_RATE|SEND_WORKERS|QUEUE_PREFIX|IMAGES_BUCKET|FILES_BUCKET|REPLIES_BUCKET|REPLY_DOMAIN|REPLY_RULE|REPLY_MAILBOX|WEBHOOK_LOOPBACK|CRM_DELIVERY|MERGE_RULE|SMS_ORIGINATION|SMS_CONFIGURATION_SET)"/g,
            ),
          ].map(([, name]) => name),
        ),
      ].sort()
      expect.soft(told, fileOf(fn)).toEqual(read)
    }
  })

  it('may do named things to named resources only', () => {
    const policies = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
      ofType(dev, type),
    )
    for (const [id, policy] of policies) {
      for (const statement of statementsOf(policy)) {
        const actions = [statement.Action].flat()
        expect(
          actions.every((action) => /^[a-z0-9-]+:[A-Za-z]+$/.test(action)),
          `${id}: ${actions}`,
        ).toBe(true)
        const everything = [statement.Resource].flat().includes('*')
        const withoutResource = actions.every((action) =>
          /^(logs:(Create|Get|Update|Delete|List)LogDeliver|logs:PutResourcePolicy|logs:Describe|ses:(Get|DescribeActiveReceiptRuleSet$)|sqs:ListQueues$)/.test(
            action,
          ),
        )
        expect(!everything || withoutResource, `${id}: ${actions} on *`).toBe(true)
      }
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
    for (const [id, { Properties }] of ofType(dev, 'AWS::CloudWatch::Alarm')) {
      const [, impact, section] =
        /^(.+) What to do: docs\/runbook\.md#(.+)$/.exec(String(Properties.AlarmDescription)) ?? []
      expect(impact?.length, id).toBeGreaterThan(20)
      expect(headings, id).toContain(section)
      expect(Properties.AlarmActions).toHaveLength(1)
    }
  })

  it('of Ripen’s own metrics looks at the stage’s; but for what is dropped as it should be, each has one', () => {
    const own = ofType(dev, 'AWS::CloudWatch::Alarm').filter(([, one]) => one.Properties.Namespace === metricNamespace)
    for (const [id, { Properties }] of own) {
      expect(Properties.Dimensions, id).toEqual([
        { Name: 'service', Value: metricService },
        { Name: 'stage', Value: 'dev' },
      ])
    }
    const { mailReportsDropped, erasedDropped, visitsDropped, ...alarming } = metricNames
    expect(own.map(([, { Properties }]) => Properties.MetricName).toSorted()).toEqual(
      Object.values(alarming).toSorted(),
    )
  })
})

describe('the API', () => {
  it('serves each route of the catalogue once, staff routes behind the JWT authorizer', () => {
    const served = Object.fromEntries(
      ofType(dev, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
        Properties.RouteKey,
        Properties.AuthorizationType,
      ]),
    )
    const wanted = Object.fromEntries(
      Object.values<Route>(routes).map(({ method, path, who, keyScope }) => [
        `${method} ${path}`,
        // One that takes API keys tells itself who calls.
        who === 'public' || keyScope ? 'NONE' : 'JWT',
      ]),
    )
    expect(served).toEqual(wanted)
    expect(ofType(dev, 'AWS::ApiGatewayV2::Route')).toHaveLength(Object.keys(routes).length)
  })

  it('configures no CORS, so that the headers of handlers count', () => {
    expect(ofType(dev, 'AWS::ApiGatewayV2::Api').map(([, { Properties }]) => Properties.CorsConfiguration)).toEqual([
      undefined,
    ])
  })
})

describe('production', () => {
  it('keeps its data: restorable, protected and retained', () => {
    const [[, table] = []] = ofType(prod, 'AWS::DynamoDB::Table')
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    })
    for (const [, secret] of ofType(prod, 'AWS::SecretsManager::Secret')) expect(secret.DeletionPolicy).toBe('Retain')
  })
})
