import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { log } from '../../../functions/runtime/log.ts'
import { handler } from '../../../functions/staff/add-first-admin.deploy.ts'
import { placesOfUser, readUser } from '../../../functions/staff/directory.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { aUserPool, type TestUserPool } from '../../fixtures/a-user-pool.ts'

let table: TestTable
let pool: TestUserPool
let server: Server
/** What CloudFormation was answered, with the content type that S3's signature counts. */
let answered: { method: string; type: string | undefined; body: Record<string, string> }[]
/** How the next answers are taken. */
let statuses: number[]

beforeEach(async () => {
  log.setLogLevel('SILENT')
  table = await aTable()
  pool = aUserPool()
  answered = []
  statuses = []
  server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const status = statuses.shift() ?? 200
    if (status === 200) {
      answered.push({ method: request.method ?? '', type: request.headers['content-type'], body: JSON.parse(text) })
    }
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  pool.restore()
  await new Promise((resolve) => server.close(resolve))
  await table.stop()
})

const properties = { id: 'admin', name: 'First Admin', email: 'admin@company.example' }
const deploy = (RequestType: string, ResourceProperties: Record<string, string> = properties, more = {}) =>
  handler(
    {
      RequestType,
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=x`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'FirstAdmin',
      ResourceType: 'Custom::FirstAdmin',
      ResourceProperties: { ServiceToken: 'arn', ...ResourceProperties },
      ...more,
    },
    {} as never,
  )

describe('with the deploy', () => {
  it('the first admin can sign in and is in the directory; CloudFormation is told so', async () => {
    await deploy('Create')
    expect(pool.users.get('admin')).toMatchObject({
      email: 'admin@company.example',
      enabled: true,
      groups: new Set(['admin']),
    })
    expect(await readUser('admin')).toMatchObject({ name: 'First Admin', groups: ['admin'], active: true })
    expect(answered).toEqual([
      {
        method: 'PUT',
        type: '',
        body: {
          Status: 'SUCCESS',
          StackId: 'stack',
          RequestId: 'request',
          LogicalResourceId: 'FirstAdmin',
          PhysicalResourceId: 'first-admin',
        },
      },
    ])
  })

  it('again changes nothing, and keeps what staff made of the admin since', async () => {
    await deploy('Create')
    const changed = aUser({ userId: 'admin', groups: ['marketing'], active: false })
    await putItem(userKey('admin'), { ...changed, ...placesOfUser(changed) })
    pool.calls.length = 0
    await deploy('Update', properties, { PhysicalResourceId: 'first-admin' })
    expect(await readUser('admin')).toEqual(changed)
    expect(pool.calls).toEqual([])
    expect(answered.map(({ body }) => body.Status)).toEqual(['SUCCESS', 'SUCCESS'])
  })

  it('an update with another person adds that person too', async () => {
    await deploy('Create')
    await deploy(
      'Update',
      { ...properties, id: 'zoe', email: 'zoe@company.example' },
      { PhysicalResourceId: 'first-admin' },
    )
    expect([...pool.users.keys()]).toEqual(['admin', 'zoe'])
    expect(answered[1]?.body.PhysicalResourceId).toBe('first-admin')
  })

  it('a create that was half done is finished by the next', async () => {
    pool.users.set('admin', { email: 'admin@company.example', enabled: true, groups: new Set() })
    await deploy('Create')
    expect(pool.users.get('admin')?.groups).toEqual(new Set(['admin']))
    expect(await readUser('admin')).toBeDefined()
  })

  it('a delete takes nobody away', async () => {
    await deploy('Create')
    await deploy('Delete', properties, { PhysicalResourceId: 'first-admin' })
    expect(pool.users.has('admin')).toBe(true)
    expect(await readUser('admin')).toBeDefined()
    expect(answered[1]?.body.Status).toBe('SUCCESS')
  })
})

describe('what goes wrong', () => {
  it('is told to CloudFormation, without anybody’s address', async () => {
    pool.restore()
    const stub = mockClient(CognitoIdentityProviderClient)
    stub.on(AdminCreateUserCommand).rejects(new Error('no such pool for admin@company.example'))
    await deploy('Create')
    stub.restore()
    expect(answered[0]?.body).toMatchObject({ Status: 'FAILED', Reason: 'Error: see the log of the function' })
  })

  it('names the property that is missing', async () => {
    await deploy('Create', { id: 'admin', name: 'First Admin' })
    expect(answered[0]?.body.Status).toBe('FAILED')
    expect(answered[0]?.body.Reason).toContain('email')
  })

  it('is tried again when CloudFormation does not take the answer', async () => {
    statuses = [500, 503]
    await deploy('Create')
    expect(answered).toHaveLength(1)
  })

  it('is an error when it never takes it, so that Lambda calls again', async () => {
    statuses = [500, 500, 500]
    await expect(deploy('Create')).rejects.toThrow('CloudFormation could not be told')
    await deploy('Create')
    expect(answered.map(({ body }) => body.Status)).toEqual(['SUCCESS'])
  })
})
