import { describe, expect, it } from 'vitest'
import { UserPool } from '../../../local/staff/user-pool.ts'
import { anEngineRoom, type EngineRoom } from '../an-engine-room.ts'

const settings = {
  pools: [{ id: 'pool', issuer: 'http://localhost/pool', emailIsAlias: true }],
  groups: [
    { name: 'sales', poolId: 'pool' },
    { name: 'marketing', poolId: 'pool' },
  ],
  clients: [],
  domains: [],
}

function aPool(room: EngineRoom = anEngineRoom()) {
  const pool = new UserPool({ journal: room.journal, clock: room.clock, settings })
  const call = (operation: string, input: object = {}) =>
    pool.operations[`AWSCognitoIdentityProviderService.${operation}`]?.({
      UserPoolId: 'pool',
      Username: 'anna',
      ...input,
    }) as Promise<Record<string, unknown>>
  const create = (Username = 'anna', email = `${Username}@example.com`) =>
    call('AdminCreateUser', { Username, UserAttributes: [{ Name: 'email', Value: email }] })
  return { pool, call, create }
}

describe('the user pool', () => {
  it('makes users and describes them as Cognito does', async () => {
    const { call, create } = aPool()
    expect(await create()).toMatchObject({ User: { Username: 'anna', Enabled: true } })
    expect(await call('AdminGetUser')).toMatchObject({
      Username: 'anna',
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: 'anna@example.com' },
        { Name: 'sub', Value: expect.any(String) },
      ]),
    })
  })

  it('finds a user by the address, which is an alias', async () => {
    const { pool, create } = aPool()
    await create()
    expect(pool.find('anna@example.com')?.username).toBe('anna')
  })

  it('puts users into groups and out of them', async () => {
    const { call, create } = aPool()
    await create()
    await call('AdminAddUserToGroup', { GroupName: 'sales' })
    await call('AdminAddUserToGroup', { GroupName: 'sales' })
    await call('AdminAddUserToGroup', { GroupName: 'marketing' })
    await call('AdminRemoveUserFromGroup', { GroupName: 'marketing' })
    expect(await call('AdminListGroupsForUser')).toEqual({ Groups: [{ GroupName: 'sales', UserPoolId: 'pool' }] })
  })

  it('keeps users over a restart, shut out or not', async () => {
    const room = anEngineRoom()
    const first = aPool(room)
    await first.create()
    await first.call('AdminDisableUser')
    await first.call('AdminUpdateUserAttributes', { UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] })
    room.kill()
    const { pool, call } = aPool(anEngineRoom({ folder: room.folder }))
    expect(pool.find('anna')).toMatchObject({ enabled: false, attributes: { email: 'new@example.com' } })
    await call('AdminEnableUser')
    expect(pool.find('anna')?.enabled).toBe(true)
  })

  it.each([
    ['UsernameExistsException', 'AdminCreateUser', {}],
    ['UserNotFoundException', 'AdminGetUser', { Username: 'nobody' }],
    ['ResourceNotFoundException', 'AdminGetUser', { UserPoolId: 'other' }],
    ['ResourceNotFoundException', 'AdminAddUserToGroup', { GroupName: 'other' }],
    ['InvalidParameterException', 'AdminCreateUser', { Username: 'a b' }],
  ])('answers %s from %s', async (code, operation, input) => {
    const { call, create } = aPool()
    await create()
    await expect(call(operation, input)).rejects.toMatchObject({ code })
  })

  it('gives an address to one user alone', async () => {
    const { call, create } = aPool()
    await create()
    await expect(create('boris', 'anna@example.com')).rejects.toMatchObject({ code: 'AliasExistsException' })
    await create('boris')
    await expect(
      call('AdminUpdateUserAttributes', {
        Username: 'boris',
        UserAttributes: [{ Name: 'email', Value: 'anna@example.com' }],
      }),
    ).rejects.toMatchObject({ code: 'AliasExistsException' })
  })
})
