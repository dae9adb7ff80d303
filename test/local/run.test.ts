// biome-ignore-all lint/suspicious/noTemplateCurlyInString: state machines are written so in a template
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { UnusableAssembly } from '../../local/assembly/read-assembly.ts'
import type { Resource } from '../../local/assembly/template.ts'
import { callAws } from '../../local/aws/call-aws.ts'
import { InvalidPattern } from '../../local/bus/pattern-operators.ts'
import { PortTaken } from '../../local/http/listen.ts'
import { FolderInUse } from '../../local/journal.ts'
import { type RipenOptions, startRipen } from '../../local/run.ts'
import { spawnRipen } from '../../local/spawn-ripen.ts'
import { aDataFolder } from '../fixtures/a-data-folder.ts'
import { anAssembly } from './an-assembly.ts'
import { monday } from './an-engine-room.ts'

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })

/** Calls AWS's JSON APIs as an SDK client does, in the few lines that a hand-made function has room for. */
const callsAws = `
const call = async (endpoint, target, input) => {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target, 'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=0' },
    body: JSON.stringify(input),
  })
  const body = await answer.json()
  if (!answer.ok) throw Object.assign(new Error(body.message), { name: body.__type })
  return body
}
const table = (operation, input) => call(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.' + operation, { TableName: process.env.TABLE_NAME, ...input })
const now = () => globalThis[Symbol.for('ripen.clock')]()
`

const modules = {
  /** POST /notes: one durable write, the event. */
  Post: `${callsAws}
    export const handler = async (event) => {
      const { FailedEntryCount } = await call(process.env.AWS_ENDPOINT_URL, 'AWSEvents.PutEvents', {
        Entries: [{ EventBusName: process.env.BUS_NAME, Source: 'tiny', DetailType: 'Noted', Detail: event.body }],
      })
      return { statusCode: FailedEntryCount ? 503 : 202, body: '' }
    }`,
  /** Counts a note in the table, and starts a machine that looks again after a day. */
  Consume: `${callsAws}
    export const handler = async ({ Records }) => {
      for (const { body } of Records) {
        const { id, detail } = JSON.parse(body)
        if (detail.poison) throw new Error('poison')
        await table('UpdateItem', {
          Key: { pk: { S: detail.note } },
          UpdateExpression: 'ADD seen :one', ExpressionAttributeValues: { ':one': { N: '1' } },
        })
        await call(process.env.AWS_ENDPOINT_URL, 'AWSStepFunctions.StartExecution', {
          stateMachineArn: 'arn:aws:states:eu-central-1:000000000000:stateMachine:tiny-clock',
          name: detail.note, input: JSON.stringify({ note: detail.note, waitSeconds: 86400, finished: false }),
        }).catch((error) => { if (error.name !== 'ExecutionAlreadyExists') throw error })
      }
    }`,
  /** The machine's task: writes down when it looked. */
  Look: `${callsAws}
    export const handler = async ({ note, looked }) => {
      if (!looked) return { note, looked: true, waitSeconds: 86400, finished: false }
      await table('UpdateItem', {
        Key: { pk: { S: note } },
        UpdateExpression: 'SET lookedAt = :at', ExpressionAttributeValues: { ':at': { S: new Date(now()).toISOString() } },
      })
      return { note, finished: true }
    }`,
  Show: `${callsAws}
    export const handler = async ({ pathParameters, requestContext }) => {
      const { Item } = await table('GetItem', { Key: { pk: { S: pathParameters.note } }, ConsistentRead: true })
      return { item: Item ?? null, by: requestContext.authorizer.jwt.claims['cognito:groups'], api: process.env.API_URL }
    }`,
  /** POST /mails: sends one. */
  Send: `
    export const handler = async ({ body }) => {
      const answer = await fetch(process.env.AWS_ENDPOINT_URL + '/v2/email/outbound-emails', {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          FromEmailAddress: 'hello@example.com', Destination: { ToAddresses: [JSON.parse(body).to] },
          Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Html: { Data: '<p>Hi</p>' }, Text: { Data: 'Hi' } } } },
          EmailTags: [{ Name: 'leadId', Value: 'a' }],
        }),
      })
      return { statusCode: answer.status, body: JSON.stringify({ error: answer.headers.get('x-amzn-errortype') }) }
    }`,
  /** The function behind a custom resource. */
  Deploy: `${callsAws}
    export const handler = async (event) => {
      if (event.RequestType !== 'Delete') await table('UpdateItem', {
        Key: { pk: { S: 'deploys' } },
        UpdateExpression: 'ADD seen :one', ExpressionAttributeValues: { ':one': { N: '1' } },
      })
      const Status = event.ResourceProperties.fail ? 'FAILED' : 'SUCCESS'
      await fetch(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' },
        body: JSON.stringify({ Status, Reason: 'as it was told', PhysicalResourceId: 'made' }) })
    }`,
  Nightly: `${callsAws}
    export const handler = async () => {
      await table('UpdateItem', {
        Key: { pk: { S: 'nights' } },
        UpdateExpression: 'ADD seen :one', ExpressionAttributeValues: { ':one': { N: '1' } },
      })
    }`,
}

const queue = (redrive?: string): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    VisibilityTimeout: 60,
    ...(redrive && { RedrivePolicy: { deadLetterTargetArn: arnOf(redrive), maxReceiveCount: 2 } }),
  },
})

const route = (key: string, integration: string, staff = false): Resource => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] },
    ...(staff && { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Staff' } }),
  },
})

const integration = (logicalId: string): Resource => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: arnOf(logicalId),
    PayloadFormatVersion: '2.0',
  },
})

const resources: Record<string, Resource> = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'tiny-bus' } },
  Dead: queue(),
  Queue: queue('Dead'),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['tiny'], 'detail-type': ['Noted'] },
      Targets: [{ Arn: arnOf('Queue'), Id: 'queue' }],
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { BatchSize: 1, EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Consume' } },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'tiny-clock',
      DefinitionString: JSON.stringify({
        StartAt: 'Look',
        States: {
          Look: { Type: 'Task', Resource: '${Look}', Next: 'Finished?' },
          'Finished?': {
            Type: 'Choice',
            Choices: [{ Variable: '$.finished', BooleanEquals: true, Next: 'Done' }],
            Default: 'Wait',
          },
          Wait: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
          Done: { Type: 'Succeed' },
        },
      }),
      DefinitionSubstitutions: { Look: arnOf('Look') },
    },
  },
  Night: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'cron(0 2 * * ? *)',
      Target: { Arn: arnOf('Nightly'), RoleArn: 'arn' },
    },
  },
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'sales', UserPoolId: { Ref: 'Pool' } } },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      AccessTokenValidity: 1,
      CallbackURLs: ['http://localhost:8977/callback'],
      UserPoolId: { Ref: 'Pool' },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Staff: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [{ Ref: 'Client' }], Issuer: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
    },
  },
  Made: { Type: 'Custom::Made', Properties: { ServiceToken: arnOf('Deploy'), of: 'stone' } },
  Identity: {
    Type: 'AWS::SES::EmailIdentity',
    Properties: {
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: 'MailSet' } },
      EmailIdentity: 'example.com',
    },
  },
  MailSet: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'mail' } },
  SendIntegration: integration('Send'),
  SendRoute: route('POST /mails', 'SendIntegration'),
  PostIntegration: integration('Post'),
  ShowIntegration: integration('Show'),
  PostRoute: route('POST /notes', 'PostIntegration'),
  ShowRoute: route('GET /notes/{note}', 'ShowIntegration', true),
}

function aStack(change: Record<string, Resource> = {}): RipenOptions & { assembly: string } {
  const folder = aDataFolder()
  return {
    assembly: anAssembly(folder, { ...resources, ...change }, modules),
    data: join(folder, 'data'),
    port: 0,
    startAt: monday,
    speed: 0,
    publishSamples: false,
  }
}

async function aRun(options = aStack()) {
  const ripen = await startRipen(options)
  onTestFinished(() => ripen.stop())
  return ripen
}

const post = (url: string, note: string, more: object = {}) =>
  fetch(`${url}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ note, ...more }),
  })

async function show(ripen: { url: string; token: (role: string) => Promise<string> }, note: string) {
  const response = await fetch(`${ripen.url}/notes/${note}`, {
    headers: { authorization: `Bearer ${await ripen.token('sales')}` },
  })
  return (await response.json()) as { item: Record<string, { S?: string; N?: string }> | null; by: string; api: string }
}

describe('a hand-made stack on one machine', () => {
  it('takes a post through bus, queue, function, table and machine, by the virtual clock', async () => {
    const ripen = await aRun()
    expect((await post(ripen.url, 'a')).status).toBe(202)
    await ripen.settle()
    expect(await show(ripen, 'a')).toEqual({
      item: { pk: { S: 'a' }, seen: { N: '1' } },
      by: '[sales]',
      api: ripen.url,
    })
    await ripen.advance('2d')
    expect((await show(ripen, 'a')).item).toMatchObject({ lookedAt: { S: '2026-11-24T08:00:00.000Z' } })
    expect((await show(ripen, 'nights')).item).toMatchObject({ seen: { N: '2' } })
    expect(await ripen.state()).toMatchObject({
      now: '2026-11-25T08:00:00.000Z',
      executions: { SUCCEEDED: 1, RUNNING: 0 },
      calls: { 'tiny/Look': 2, 'tiny/Nightly': 2 },
      billed: { transitions: 6, events: 1, queueMessages: 1 },
    })
  })

  it('keeps what it could not handle as dead letters', async () => {
    const ripen = await aRun()
    await post(ripen.url, 'a', { poison: true })
    await ripen.settle()
    const { queues, deadLetters } = await ripen.state()
    expect([Object.values(queues), Object.values(deadLetters)]).toEqual([[0], [1]])
  })

  it('lets nobody in without a token', async () => {
    const { url } = await aRun()
    expect((await fetch(`${url}/notes/a`)).status).toBe(401)
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
  })

  it('goes on from its data folder', async () => {
    const options = aStack()
    const first = await startRipen(options)
    await post(first.url, 'a')
    await first.settle()
    await first.advance('12h')
    await first.stop()
    const second = await aRun(options)
    expect(second.resumed).toBe(true)
    expect(await second.now()).toBeGreaterThanOrEqual(monday + 43_200_000)
    await second.advance('13h')
    expect((await show(second, 'a')).item).toHaveProperty('lookedAt')
  })

  it('loses nothing that it acknowledged over kill -9, and starts no machine twice', async () => {
    const options = aStack()
    const first = await spawnRipen(options)
    const posted: string[] = []
    for (let n = 0; n < 30; n += 1) {
      if ((await post(first.url, `note-${n}`)).status === 202) posted.push(`note-${n}`)
    }
    // In the middle of handling them.
    await first.kill()
    const second = await spawnRipen(options)
    onTestFinished(() => second.kill())
    await second.advance('25h')
    for (const note of posted) {
      const { item } = await show(second, note)
      expect(Number(item?.seen?.N)).toBeGreaterThanOrEqual(1)
      expect(item).toHaveProperty('lookedAt')
    }
    expect((await second.state()).executions).toEqual({ RUNNING: 0, SUCCEEDED: 30, FAILED: 0, ABORTED: 0 })
    expect(await second.stop()).toBe(0)
  })
})

describe('a custom resource', () => {
  it('is made on an empty data folder, and again only where its properties changed', async () => {
    const options = aStack()
    const folder = join(options.data, '..')
    for (const _start of [1, 2]) await (await startRipen(options)).stop()
    const changed = { ...resources.Made, Properties: { ...resources.Made?.Properties, of: 'wood' } } as Resource
    anAssembly(folder, { ...resources, Made: changed }, modules)
    const ripen = await aRun(options)
    expect((await show(ripen, 'deploys')).item).toMatchObject({ seen: { N: '2' } })
  })

  it('stops the start where its function says that it failed', async () => {
    const failing = { ...resources.Made, Properties: { ...resources.Made?.Properties, fail: true } } as Resource
    await expect(startRipen(aStack({ Made: failing }))).rejects.toThrow('Made could not be made: as it was told')
  })
})

describe('a start that can not be', () => {
  it('names the folder that another run holds', async () => {
    const options = aStack()
    await aRun(options)
    await expect(startRipen(options)).rejects.toThrow(FolderInUse)
    await expect(spawnRipen(options)).rejects.toThrow('another run of Ripen works on')
  })

  it('names the port that another program holds, and leaves the folder free', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const options = aStack()
    await expect(startRipen({ ...options, port })).rejects.toThrow(PortTaken)
    await aRun(options)
  })

  it.each<[string, Record<string, Resource>, new (...given: never[]) => Error, string]>([
    ['a type', { Cache: { Type: 'AWS::ElastiCache::CacheCluster' } }, UnusableAssembly, 'Cache (AWS::ElastiCache'],
    [
      'a pattern',
      { Rule: { ...resources.Rule, Properties: { ...resources.Rule?.Properties, EventPattern: {} } } as Resource },
      InvalidPattern,
      'an empty object',
    ],
  ])('stops by the name of %s', async (_what, change, kind, message) => {
    const start = startRipen(aStack(change))
    await expect(start).rejects.toThrow(kind)
    await expect(start).rejects.toThrow(message)
  })

  it('says that there is nothing to run yet', async () => {
    const folder = aDataFolder()
    mkdirSync(join(folder, 'nothing'))
    const start = startRipen({ ...aStack(), assembly: join(folder, 'nothing') })
    await expect(start).rejects.toThrow('run "cdk synth" first')
  })
})

describe('what a run serves beside the API', () => {
  const json = async (response: Response) => ({ status: response.status, body: await response.json() })

  it('moves the clock on, by a duration or to a time', async () => {
    const { url, now } = await aRun()
    const move = (body: object) =>
      fetch(`${url}/_local/clock`, { method: 'POST', body: JSON.stringify(body) }).then(json)
    expect(await move({ advance: '3d' })).toEqual({
      status: 200,
      body: { now: '2026-11-26T08:00:00.000Z', speed: 0 },
    })
    await move({ to: '2026-12-01T00:00:00Z' })
    expect(await now()).toBe(Date.parse('2026-12-01T00:00:00Z'))
    expect(await move({ advance: 'soon' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/advance' }] } })
    expect(await move({})).toMatchObject({ status: 422 })
  })

  it('shows a page for people, with buttons that work without script', async () => {
    const { url, now } = await aRun()
    const page = await (await fetch(`${url}/_local/`)).text()
    expect(page).toContain('<form method="post" action="/_local/clock">')
    const pushed = await fetch(`${url}/_local/clock`, {
      method: 'POST',
      body: new URLSearchParams({ advance: '1d' }),
      redirect: 'manual',
    })
    expect([pushed.status, pushed.headers.get('location')]).toEqual([303, '/_local/'])
    expect(await now()).toBe(monday + 86_400_000)
  })

  it('gives tokens for the roles that there are', async () => {
    const { url } = await aRun()
    const ask = (query: string) => fetch(`${url}/_local/token?${query}`).then(json)
    expect(await ask('role=sales&user=anna')).toMatchObject({
      status: 200,
      body: { username: 'anna', groups: ['sales'] },
    })
    expect(await ask('role=king')).toMatchObject({
      status: 422,
      body: { errors: [{ detail: 'must be one of sales' }] },
    })
  })

  it('publishes the keys of its issuer', async () => {
    const { url, token, topology } = await aRun()
    const wellKnown = `${url}/_local/issuer/${topology.pool.pools[0]?.id}/.well-known`
    const { iss } = JSON.parse(Buffer.from((await token('sales')).split('.')[1] ?? '', 'base64url').toString())
    const { body } = await fetch(`${wellKnown}/openid-configuration`).then(json)
    expect(body).toMatchObject({ issuer: iss, token_endpoint: `${url}/oauth2/token` })
    const keys = await fetch((body as { jwks_uri: string }).jwks_uri).then(json)
    expect(keys).toMatchObject({ body: { keys: [{ kty: 'RSA' }] } })
  })

  it('lists mails and shows them in a mailbox, and reports what becomes of them', async () => {
    const { url, mails, report, autoEvents } = await aRun()
    const send = (to: string) => fetch(`${url}/mails`, { method: 'POST', body: JSON.stringify({ to }) }).then(json)
    expect((await send('lead@example.org')).status).toBe(200)
    expect(await send('лид@example.org')).toMatchObject({ status: 400, body: { error: 'BadRequestException' } })
    expect(await mails('lead@example.org')).toEqual([
      {
        messageId: expect.any(String),
        to: 'lead@example.org',
        from: 'hello@example.com',
        subject: 'Hello',
        html: '<p>Hi</p>',
        text: 'Hi',
        headers: { From: 'hello@example.com', To: 'lead@example.org', Subject: 'Hello' },
        at: '2026-11-23T08:00:00.000Z',
        tags: { leadId: 'a' },
      },
    ])
    expect(await mails('other@example.org')).toEqual([])
    const mailbox = await (await fetch(`${url}/_local/mailbox/`)).text()
    expect(mailbox).toContain('fetch(`/_local/mailbox/store?since=')
    expect(await fetch(`${url}/_local/mailbox/store`).then(json)).toMatchObject({
      body: { emails: [{ subject: 'Hello', destination: { to: ['lead@example.org'] } }] },
    })
    const [mail] = await mails()
    await report({ messageId: mail?.messageId ?? '', type: 'open' })
    await autoEvents(false)
    await expect(report({ messageId: 'nobody', type: 'open' })).rejects.toThrow('answered 404')
    await expect(report({ messageId: mail?.messageId ?? '', type: 'fly' })).rejects.toThrow('answered 422')
  })

  it('signs a person in with PKCE', async () => {
    const { url, topology } = await aRun()
    const { createHash } = await import('node:crypto')
    const verifier = 'v'.repeat(50)
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: topology.pool.clients[0]?.id ?? '',
      redirect_uri: 'http://localhost:8977/callback',
      state: 'mine',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const page = `${url}/oauth2/authorize?${asked}`
    expect(await (await fetch(page)).text()).toContain('<button name="role" value="sales">')
    const chosen = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ role: 'sales' }),
      redirect: 'manual',
    })
    const back = new URL(chosen.headers.get('location') ?? '')
    expect(back.searchParams.get('state')).toBe('mine')
    const redeem = (code_verifier: string) =>
      fetch(`${url}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: asked.get('client_id') ?? '',
          code: back.searchParams.get('code') ?? '',
          redirect_uri: asked.get('redirect_uri') ?? '',
          code_verifier,
        }),
      }).then(json)
    const tokens = await redeem(verifier)
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3_600 } })
    // A code is good once.
    expect(await redeem(verifier)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const { access_token, refresh_token } = tokens.body as Record<string, string>
    const shown = await fetch(`${url}/notes/a`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(shown.status).toBe(200)
    const renewed = await fetch(`${url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: asked.get('client_id') ?? '',
        refresh_token: refresh_token ?? '',
      }),
    })
    expect(await renewed.json()).toMatchObject({ access_token: expect.any(String) })
  })

  it('serves it to this machine alone, by its own name', async () => {
    const { url } = await aRun()
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      request(`${url}/_local/token?role=sales`, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })

  it.each([
    ['GET', '/_local/nothing', 404],
    ['DELETE', '/_local/clock', 405],
    ['GET', '/_local/leads/x', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const { url } = await aRun()
    const response = await fetch(url + path, { method })
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  })

  it('answers the AWS APIs in words where it has no such operation', async () => {
    const { awsEndpoint } = await aRun()
    await expect(callAws(awsEndpoint, 'AmazonSQS.PurgeQueue', {})).rejects.toMatchObject({
      code: 'UnknownOperationException',
    })
  })
})
