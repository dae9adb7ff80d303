import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { log } from '../../../functions/runtime/log.ts'
import { allStaff, readUser, teamMembers } from '../../../functions/staff/directory.ts'
import { handler as listUsers } from '../../../functions/staff/list-users.http.ts'
import { handler as putUser } from '../../../functions/staff/put-user.http.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aUserPool, type TestUserPool } from '../../fixtures/a-user-pool.ts'
import { ask } from '../../fixtures/ask.ts'

let table: TestTable
let pool: TestUserPool

beforeEach(async () => {
  log.setLogLevel('SILENT')
  table = await aTable()
  pool = aUserPool()
})

afterEach(async () => {
  pool.restore()
  await table.stop()
})

const anna = { email: 'Anna@Company.example', name: 'Anna', groups: ['sales'], team: 'inside-sales' }
const put = (userId: string, body: Record<string, unknown>, groups = ['admin']) =>
  ask(putUser, routes.putUser, { params: { userId }, body, groups })
const listed = async (query: Record<string, string> = {}) =>
  (await ask(listUsers, routes.listUsers, { query, groups: ['sales'] })).json

describe('adding one of the staff', () => {
  it('makes a login, invites, and puts the person into the directory', async () => {
    const { status, json } = await put('anna', anna)
    expect(status).toBe(200)
    expect(json).toEqual({
      userId: 'anna',
      email: 'anna@company.example',
      name: 'Anna',
      groups: ['sales'],
      team: 'inside-sales',
      locale: 'en',
      absences: [],
      active: true,
    })
    expect(pool.users.get('anna')).toEqual({ email: 'anna@company.example', enabled: true, groups: new Set(['sales']) })
    expect(pool.invited).toEqual(['anna'])
    expect(await readUser('anna')).toMatchObject({ team: 'inside-sales' })
  })

  it.each([
    ['manager', 'mark', 'there is nobody of this id: add them first'],
    ['locale', 'english', 'write a language like en, fa or pt-BR'],
  ])('refuses a %s that is none', async (field, value, detail) => {
    const { status, json } = await put('anna', { ...anna, [field]: value })
    expect([status, json.errors]).toEqual([422, [{ pointer: `/${field}`, detail }]])
    expect(await readUser('anna')).toBeUndefined()
  })

  it('with hours, days off, languages, a week and a share of one’s own', async () => {
    const calendar = {
      hours: { 'mon-thu': ['09:00-13:00', '14:00-18:00'], fri: '22:00-06:00' },
      holidays: 'DE-BY',
      daysOff: ['2026-12-24', { day: '2026-12-31', hours: '09:00-13:00' }],
    }
    const own = { calendar, languages: ['de', 'pt-BR'], perWeek: 10, weight: 2 }
    expect((await put('anna', { ...anna, ...own })).json).toMatchObject(own)
    expect(await readUser('anna')).toMatchObject(own)
  })

  it('twice is once: one invitation, the same person', async () => {
    const [first, second] = [await put('anna', anna), await put('anna', anna)]
    expect(second.json).toEqual(first.json)
    expect(pool.invited).toEqual(['anna'])
  })

  it('is for admins', async () => {
    expect((await put('anna', anna, ['sales', 'marketing'])).status).toBe(403)
    expect(pool.users.size).toBe(0)
  })
})

describe('changing one of the staff', () => {
  beforeEach(async () => {
    await put('anna', { ...anna, groups: ['sales', 'marketing'] })
    pool.calls.length = 0
  })

  it('gives and takes groups, and leaves those alone that are not Ripen’s', async () => {
    pool.users.get('anna')?.groups.add('wiki-editors')
    await put('anna', { ...anna, groups: ['sales', 'sales-development'] })
    expect(pool.users.get('anna')?.groups).toEqual(new Set(['sales', 'sales-development', 'wiki-editors']))
    expect(pool.calls.filter((call) => / /.test(call))).toEqual(['remove marketing', 'add sales-development'])
  })

  it('shuts out whoever is not active any more, before all else, and lets in again', async () => {
    await put('anna', { ...anna, groups: ['sales'], active: false })
    expect(pool.users.get('anna')?.enabled).toBe(false)
    expect(pool.calls).toEqual(['create', 'disable', 'remove marketing'])
    await put('anna', { ...anna, groups: ['sales'], active: true })
    expect(pool.users.get('anna')?.enabled).toBe(true)
  })

  it('moves the person to another team and address', async () => {
    await put('anna', { ...anna, team: 'moscow', email: 'a.ivanova@company.example' })
    expect(pool.users.get('anna')?.email).toBe('a.ivanova@company.example')
    expect(await teamMembers('inside-sales')).toEqual([])
    expect(await teamMembers('moscow')).toMatchObject([{ userId: 'anna' }])
  })

  it('forgets what is not given', async () => {
    await put('anna', { ...anna, zone: 'Europe/Moscow', capacity: 20 })
    await put('anna', anna)
    expect(await readUser('anna')).not.toHaveProperty('zone')
    expect(await readUser('anna')).not.toHaveProperty('capacity')
  })

  it('is refused with an address that somebody else signs in with, and changes nothing', async () => {
    await put('boris', { ...anna, email: 'boris@company.example', name: 'Boris' })
    const { status, json } = await put('anna', { ...anna, email: 'boris@company.example' })
    expect(status).toBe(409)
    expect(json.detail).toContain('Another user signs in with this address')
    expect((await readUser('anna'))?.email).toBe('anna@company.example')
  })
})

describe('what is not valid', () => {
  it.each([
    ['no address', { email: 'anna' }, '/email'],
    ['an address that can’t be mailed', { email: 'анна@company.example' }, '/email'],
    ['a zone that is none', { zone: 'Moscow' }, '/zone'],
    ['a language that is none', { locale: 'x' }, '/locale'],
    ['no group', { groups: [] }, '/groups'],
    ['a group that is none', { groups: ['boss'] }, '/groups/0'],
    [
      'an absence that ends before it begins',
      { absences: [{ from: '2026-12-24', to: '2026-12-01' }] },
      '/absences/0/to',
    ],
    ['a manager of oneself', { manager: 'anna' }, '/manager'],
    ['no room for one lead', { capacity: 0 }, '/capacity'],
    ['no lead in a week', { perWeek: 0 }, '/perWeek'],
    ['a share that is none', { weight: 11 }, '/weight'],
    ['a language of leads that is none', { languages: ['de', 'x'] }, '/languages/1'],
    ['a substitute of oneself', { substitute: 'anna' }, '/substitute'],
    ['a substitute whom nobody knows', { substitute: 'zoe' }, '/substitute'],
    ['hours that end as they begin', { calendar: { hours: { mon: '09:00-09:00' } } }, '/calendar/hours/mon'],
    ['hours of no day', { calendar: { hours: {} } }, '/calendar/hours'],
    ['holidays that nobody knows', { calendar: { holidays: 'DE-XX' } }, '/calendar/holidays'],
    ['a day off named twice', { calendar: { daysOff: ['2026-12-24', '2026-12-24'] } }, '/calendar/daysOff/1'],
    ['a day off that is no date', { calendar: { daysOff: ['2026-02-30'] } }, '/calendar/daysOff/0'],
    ['something unknown', { phone: '1' }, ''],
  ])('%s: 422 at its place, and nobody is made', async (_what, given, pointer) => {
    const { status, json } = await put('anna', { ...anna, ...given })
    expect(status).toBe(422)
    expect(json.errors[0].pointer).toBe(pointer)
    expect(JSON.stringify(json)).not.toContain('анна')
    expect(pool.users.size).toBe(0)
  })

  it('substitutes who would stand in for each other: 422 with the circle, whoever closes it', async () => {
    for (const [userId, substitute] of [['clara'], ['boris', 'clara'], ['anna', 'boris']] as const) {
      const body = { ...anna, email: `${userId}@company.example`, ...(substitute && { substitute }) }
      expect((await put(userId, body)).status).toBe(200)
    }
    const { status, json } = await put('clara', { ...anna, email: 'clara@company.example', substitute: 'anna' })
    expect(status).toBe(422)
    expect(json.errors).toEqual([
      {
        pointer: '/substitute',
        detail: 'these would stand in for each other: clara, anna, boris, clara; name somebody else',
      },
    ])
  })

  it('a user id that is no name: 404', async () => {
    expect((await put('Anna Ivanova', anna)).status).toBe(404)
  })
})

describe('the list', () => {
  it('has everybody, in pages', async () => {
    for (const [index, userId] of ['anna', 'boris', 'clara', 'dina', 'emil'].entries()) {
      await put(userId, { ...anna, email: `${userId}@company.example`, ...(index > 2 && { team: 'moscow' }) })
    }
    await put('ada', { email: 'ada@company.example', name: 'Ada', groups: ['admin'] })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await listed({ limit: '2', ...(cursor && { cursor }) })
      names.push(...page.items.map(({ userId }: { userId: string }) => userId))
      cursor = page.next
    } while (cursor)
    expect(names.sort()).toEqual(['ada', 'anna', 'boris', 'clara', 'dina', 'emil'])
    expect(await allStaff()).toHaveLength(6)
  })

  it('refuses a cursor of another list', async () => {
    expect((await listed({ cursor: 'nonsense' })).errors[0].pointer).toBe('/query/cursor')
  })
})
