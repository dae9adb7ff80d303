import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { usersCommand } from '../../cli/commands/users.ts'
import type { User } from '../../core/staff/user.ts'
import { aUser } from '../fixtures/a-user.ts'

let api: Server
let staff: Record<string, unknown>[]
let put: { path: string | undefined; body: unknown }[]

/** An API that knows its staff, in pages of one, and takes whom it is given. */
beforeAll(async () => {
  api = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    if (request.method === 'PUT') put.push({ path: request.url, body: JSON.parse(text) })
    const at = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('cursor') ?? 0)
    const next = at + 1 < staff.length ? { next: String(at + 1) } : {}
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'PUT' ? {} : { items: staff.slice(at, at + 1), ...next }))
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
})
afterAll(() => api.close())
beforeEach(() => {
  put = []
  staff = [aUser({ userId: 'mark', email: 'mark@example.com', groups: ['sales'] }), aUser({ userId: 'anna', ...anna })]
})

/** `ripen users …`: what it says, and as what it fails. */
async function users(...args: string[]): Promise<{ said: string; failure: string | undefined }> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(`${line}\n`))
  const whole = new Command('ripen').option('--api <url>').option('--token <jwt>').addCommand(usersCommand())
  for (const command of withAll(whole)) {
    command.exitOverride().configureOutput({ writeOut: (text) => void lines.push(text), writeErr: () => {} })
  }
  const { port } = api.address() as AddressInfo
  try {
    const call = ['--api', `http://127.0.0.1:${port}`, '--token', 'a-token', 'users', ...args]
    await whole.parseAsync(call, { from: 'user' })
    return { said: lines.join(''), failure: undefined }
  } catch (error) {
    return { said: lines.join(''), failure: (error as Error).message }
  } finally {
    log.mockRestore()
  }
}

function withAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAll)]
}

const anna = {
  email: 'anna@example.com',
  name: 'Anna Keller',
  groups: ['sales'],
  team: 'inside-sales',
  capacity: 20,
  absences: [{ from: '2026-12-24', to: '2026-12-31' }],
  locale: 'en',
  active: true,
} satisfies Partial<User>

describe('ripen users change', () => {
  it('changes what is said of somebody, and leaves the rest', async () => {
    expect((await users('change', 'anna', '--manager', 'mark', '--email', 'a@example.com')).said).toBe(
      'anna is changed, and in sales.\n',
    )
    expect(put).toMatchObject([{ path: '/users/anna', body: { ...anna, email: 'a@example.com', manager: 'mark' } }])
    expect((await users('change', 'nobody', '--manager', 'mark')).failure).toContain('there is no user nobody')
  })
})

describe('ripen users add', () => {
  it('adds somebody new, with capacity and days off', async () => {
    const absent = ['--absent', '2027-01-04..2027-01-08', '2027-02-01']
    const added = await users('add', 'Boris.L@example.com', '--group', 'sales', '--capacity', '15', ...absent)
    expect(added).toEqual({ said: 'boris-l is added, and in sales.\n', failure: undefined })
    const absences = [
      { from: '2027-01-04', to: '2027-01-08' },
      { from: '2027-02-01', to: '2027-02-01' },
    ]
    const body = { email: 'Boris.L@example.com', name: 'Boris.L', groups: ['sales'], capacity: 15, absences }
    expect(put).toEqual([{ path: '/users/boris-l', body }])
  })

  it('changes nobody who has another address', async () => {
    const { failure } = await users('add', 'anna@elsewhere.example', '--group', 'marketing')
    expect(failure).toContain('anna is Anna Keller, anna@example.com: give this one another id with --id')
    expect(put).toEqual([])
    expect((await users('add', 'anna@elsewhere.example', '--group', 'marketing', '--id', 'anna-e')).said).toContain(
      'anna-e is added',
    )
  })

  it('says where nobody else is of a team', async () => {
    const { said } = await users('add', 'zoe@example.com', '--group', 'sales', '--team', 'insid-sales')
    expect(said).toContain('The first of team insid-sales')
    expect((await users('add', 'zoe@example.com', '--group', 'sales', '--team', 'inside-sales')).said).toBe(
      'zoe is added, and in sales.\n',
    )
  })

  it.each([
    ['nothing', [], {}],
    ['days off', ['--absent', '2027-03-01..2027-03-05'], { absences: [{ from: '2027-03-01', to: '2027-03-05' }] }],
    ['no days off', ['--absent', 'none'], { absences: [] }],
    [
      'a week, a share, languages and a substitute',
      ['--per-week', '8', '--weight', '2', '--languages', 'de', 'fa', '--substitute', 'mark'],
      { perWeek: 8, weight: 2, languages: ['de', 'fa'], substitute: 'mark' },
    ],
    [
      'hours of their own',
      ['--hours', 'mon-thu=09:00-13:00,14:00-18:00', 'fri=09:00-14:00', '--holidays', 'DE-BY'],
      { calendar: { hours: { 'mon-thu': ['09:00-13:00', '14:00-18:00'], fri: '09:00-14:00' }, holidays: 'DE-BY' } },
    ],
    [
      'days off and half days',
      ['--days-off', '2026-12-24', '2026-12-31=09:00-13:00'],
      { calendar: { daysOff: ['2026-12-24', { day: '2026-12-31', hours: '09:00-13:00' }] } },
    ],
    [
      'hours of the team again',
      ['--hours', 'none', '--holidays', 'team', '--days-off', 'none', '--substitute', 'none'],
      {},
    ],
    ['another team', ['--team', 'moscow', '--group', 'sales', 'admin'], { team: 'moscow', groups: ['sales', 'admin'] }],
  ])('leaves somebody who is there as they are but for what is given: %s', async (_what, options, change) => {
    expect(await users('add', 'anna@example.com', ...options)).toMatchObject({ failure: undefined })
    expect(put).toEqual([{ path: '/users/anna', body: { ...anna, ...change } }])
  })

  it.each([
    ['nobody new without a group', ['add', 'new@example.com'], /--group/],
    ['no capacity that is none', ['add', 'anna@example.com', '--capacity', 'many'], /whole number/],
    ['no days that are none', ['add', 'anna@example.com', '--absent', '24.12.2026'], /2026-12-24\.\.2027-01-02/],
    [
      'no hours without days',
      ['add', 'anna@example.com', '--hours', '09:00-18:00'],
      /--hours takes days with hours like/,
    ],
    ['no half day that is none', ['add', 'anna@example.com', '--days-off', 'monday'], /--days-off takes days like/],
    ['no "none" among days', ['add', 'anna@example.com', '--absent', 'none', '2027-01-01'], /2026-12-24\.\.2027-01-02/],
  ])('takes %s', async (_what, args, failure) => {
    expect((await users(...args)).failure).toMatch(failure)
    expect(put).toEqual([])
  })

  it('says in its help what there is', async () => {
    const { said } = await users('add', '--help')
    expect(said).toMatch(/--capacity <leads>\s+hand-offs at once/)
    expect(said).toMatch(/--absent <days\.\.\.>\s+days off/)
  })
})

describe('ripen users deactivate, activate', () => {
  it.each([
    ['deactivate', false, 'anna may not sign in any more, and gets no leads.\n'],
    ['activate', true, 'anna may sign in.\n'],
  ])('%s: active is %s, and all else as it was', async (command, active, said) => {
    expect(await users(command, 'anna')).toEqual({ said, failure: undefined })
    expect(put).toEqual([{ path: '/users/anna', body: { ...anna, active } }])
  })

  it('knows nobody by another name', async () => {
    const { failure } = await users('deactivate', 'nobody')
    expect(failure).toBe('there is no user nobody: "ripen users" lists them')
    expect(put).toEqual([])
  })
})

it('ripen users lists capacity and days off', async () => {
  const { said } = await users()
  expect(said).toMatch(/^USERID +NAME +EMAIL +GROUPS +TEAM +CAPACITY +ABSENT +ACTIVE$/m)
  expect(said).toMatch(/^anna .* 20 +2026-12-24\.\.2026-12-31 +true$/m)
})

it('ripen users shows hours, languages and substitutes once somebody has some', async () => {
  const calendar = { hours: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] }, holidays: 'AT', daysOff: ['2026-12-24'] }
  staff.push(aUser({ userId: 'zoe', calendar, languages: ['de', 'fa'], substitute: 'anna', perWeek: 9 }))
  const { said } = await users()
  expect(said).toMatch(/ CAPACITY +PERWEEK +LANGUAGES +SUBSTITUTE +OWN +ABSENT /)
  expect(said).toMatch(/^zoe .* 9 +de, fa +anna +mon-fri 09:00-12:00,13:00-17:00; holidays AT; off 2026-12-24 /m)
})
