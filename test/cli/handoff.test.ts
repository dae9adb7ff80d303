import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handoffCommand } from '../../cli/commands/handoff.ts'
import { inboxCommand } from '../../cli/commands/inbox.ts'
import { tokenCommand } from '../../cli/commands/token.ts'
import { anAnsweringApi, refused } from './an-answering-api.ts'

const leadId = 'l'.repeat(32)
const handoffId = `${leadId}.2`
const at = '2026-11-24T09:30:00.000Z'
const when = 'Tue 24 Nov 2026 09:30'
const line = {
  handoffId,
  owner: 'anna',
  state: 'open',
  priority: 1,
  score: 92,
  due: '2026-11-24T10:00:00.000Z',
  overdue: true,
  openedAt: '2026-11-24T09:00:00.000Z',
  lead: { firstName: 'Olga', lastName: 'Klein', company: 'Shop' },
}
let api: Awaited<ReturnType<typeof anAnsweringApi>>
let found: object
let items: object[]
let answer: object
let reported: object

beforeAll(async () => {
  api = await anAnsweringApi((call) => {
    if (call === 'POST /leads/search') return { items: [{ leadId }] }
    if (call === `GET /leads/${leadId}`) return found
    if (call.startsWith('GET /handoffs?')) return { items }
    if (call === 'POST /handoffs') return { handoffId: `${leadId}.3` }
    if (call.endsWith('/activities')) return reported
    return answer
  })
})
afterAll(() => api.stop())
beforeEach(() => {
  api.called.length = 0
  found = { leadId, handoff: { handoffId } }
  items = [line]
  const due = '2026-11-24T13:00:00.000Z'
  const duties = [
    { id: 'accept', due, metAt: due },
    { id: 'first-contact', due },
  ]
  answer = { missing: ['need'], due, duties }
  reported = { activityId: 'a', at: '2026-11-24T09:30:00.000Z', meets: [] }
})

const handoff = (...args: string[]) => api.says(handoffCommand(), 'handoff', ...args)
const inbox = (...args: string[]) => api.says(inboxCommand(), 'inbox', ...args)

describe('ripen inbox', () => {
  it('lists what waits, and says so where nothing does', async () => {
    const said = await inbox('--owner', 'me')
    expect(api.called[0]?.call).toBe('GET /handoffs?state=open&limit=100&owner=me')
    expect(said.split('\n')[1]).toContain('Tue 24 Nov 2026 10:00, overdue  1         92     Olga Klein, Shop  anna')
    items = []
    expect(await inbox('--owner', 'me')).toContain('No lead of yours waits for an answer.')
    expect(await inbox('--state', 'lost')).toContain('No lead is lost.')
    expect(await inbox('--state', 'gone')).toContain('Allowed choices are')
  })

  it('names the hand-off of a colleague that goes with one, where there is any', async () => {
    expect(await inbox()).not.toContain('GOES WITH')
    items = [{ ...line, linked: `${'k'.repeat(32)}.1` }]
    expect((await inbox()).split('\n')[0]).toMatch(/HAND-OFF +GOES WITH/)
  })

  it('says which rejections marketing disputes', async () => {
    items = [
      { ...line, state: 'rejected', dispute: { by: 'lena' } },
      { ...line, state: 'rejected', dispute: { by: 'lena', review: { upheld: true } } },
    ]
    const [head, ...rows] = (await inbox('--state', 'rejected')).split('\n')
    expect(head).toMatch(/DISPUTED +HAND-OFF/)
    expect(rows.slice(0, 2).map((row) => row.split(/ {2,}/).at(-2))).toEqual(['yes', 'reviewed'])
  })
})

describe('ripen handoff', () => {
  it.each<[string[], string, object]>([
    [['accept'], 'accept', {}],
    [['reject', '--reason', 'no-fit', '--note', 'A student'], 'reject', { reason: 'no-fit', note: 'A student' }],
    [['recycle', '--reason', 'later'], 'recycle', { reason: 'later' }],
    [
      ['recycle', '--reason', 'later', '--until', '2027-01-15'],
      'recycle',
      { reason: 'later', parkUntil: '2027-01-15T00:00:00.000Z' },
    ],
    [['meeting', '--on', '2026-12-07T11:20:00+03:00'], 'meeting', { on: '2026-12-07T08:20:00.000Z' }],
    [['qualify', '--need', 'One view'], 'qualify', { need: 'One view' }],
    [['pass', '--to', 'boris', '--authority', 'She'], 'pass', { to: 'boris', findings: { authority: 'She' } }],
    [['pass'], 'pass', {}],
    [
      ['opportunity', '--stage', 'proposal', '--value', '12000.5', '--need', 'One view'],
      'outcome',
      { result: 'opportunity', stage: 'proposal', value: 12_000.5, findings: { need: 'One view' } },
    ],
    [['won', '--revenue', '12000'], 'outcome', { result: 'won', revenue: 12_000 }],
    [['lost', '--reason', 'price'], 'outcome', { result: 'lost', reason: 'price' }],
    [['dispute', '--reason', 'She decides'], 'dispute', { reason: 'She decides' }],
    [['uphold', '--reason', 'No'], 'review', { upheld: true, reason: 'No' }],
    [['withdraw', '--reason', 'Yes'], 'review', { upheld: false, reason: 'Yes' }],
  ])('%j posts what it says, of the hand-off that the lead has', async ([name = '', ...options], call, body) => {
    const said = await handoff(name, 'olga@shop.de', ...options)
    expect(api.called.at(-1)).toEqual({ call: `POST /handoffs/${handoffId}/${call}`, body })
    expect(said).toContain('Still to find out: need.')
    expect(said).toContain('Next: first-contact, due Tue 24 Nov 2026 13:00.')
  })

  it('says until when a lead is parked, and else that it is nurtured on', async () => {
    const recycle = ['recycle', 'olga@shop.de', '--reason', 'later']
    expect(await handoff(...recycle, '--until', '2027-01-15')).toContain('parked until 2027-01-15')
    expect(await handoff(...recycle)).toContain('Recycled: the lead is nurtured on.')
  })

  it.each([
    [{ state: 'won', answer: { by: 'boris', at }, outcome: { by: 'anna', at } }, `It is won: anna said so on ${when}.`],
    [{ state: 'accepted', answer: { kind: 'accepted', by: 'boris', at } }, `It is accepted: boris said so on ${when}.`],
    [{ owner: 'boris' }, 'It is with boris.'],
    [{}, '409 Too late'],
  ])('too late, after %j, says who was first', async (first, said) => {
    answer = refused(409, { title: 'Too late', ...first })
    expect(await handoff('accept', 'olga@shop.de')).toContain(said)
  })

  it('takes the hand-off by its own id, without looking for a lead', async () => {
    await handoff('accept', handoffId)
    expect(api.called.map(({ call }) => call)).toEqual([`POST /handoffs/${handoffId}/accept`])
  })

  it('leaves the time of what was just done to the API, and says what it is good for', async () => {
    reported = { ...reported, meets: ['first-contact'] }
    const said = await handoff('did', 'olga@shop.de', 'call')
    expect(api.called.at(-1)?.body).toEqual({ type: 'call' })
    expect(said).toContain(`Stored: call, ${when}.\nIt meets first-contact.`)
    reported = { ...reported, meets: [] }
    expect(await handoff('did', 'olga@shop.de', 'cal')).toContain('No duty waits for it')
    expect(await handoff('did', 'olga@shop.de', 'waiting-on-lead')).toContain('clocks of an accepted lead stand')
  })

  it('reads times by the clock of whoever types', async () => {
    await handoff('did', 'olga@shop.de', 'call', '--at', '2026-11-24 09:30')
    expect(api.called.at(-1)).toEqual({
      call: `POST /leads/${leadId}/activities`,
      body: { type: 'call', at: '2026-11-24T09:30:00.000Z' },
    })
  })

  it('hands a lead in', async () => {
    expect(await handoff('hand-in', 'olga@shop.de', '--reason', 'Met')).toContain('on its way to your inbox')
    expect(api.called.at(-1)?.body).toEqual({ leadId, reason: 'Met', for: 'me' })
    await handoff('hand-in', 'olga@shop.de', '--reason', 'Met', '--team')
    expect(api.called.at(-1)?.body).toEqual({ leadId, reason: 'Met', for: 'team' })
  })

  it.each<[string[], string]>([
    [['won', 'olga@shop.de', '--revenue', '1,000'], 'give a number of 0 or more, like 12000.50'],
    [['recycle', 'olga@shop.de', '--reason', 'x', '--until', '2026-02-31'], 'give a day that the calendar has'],
    [['meeting', 'olga@shop.de', '--on', '2026-02-31 10:00'], 'give a time as "2026-12-07 11:20"'],
    [['meeting', 'olga@shop.de', '--on', 'tomorrow'], 'give a time as "2026-12-07 11:20"'],
    [['reject', 'olga@shop.de'], '--reason'],
  ])('%j fails, says why, and asks nothing', async (args, why) => {
    expect(await handoff(...args)).toContain(why)
    expect(api.called).toEqual([])
  })

  it('says what to do with a lead that sales never had', async () => {
    found = { leadId }
    expect(await handoff('accept', 'olga@shop.de')).toContain('"ripen handoff hand-in" does so')
  })
})

it('ripen token prints the token that calls are made with', async () => {
  expect(await api.says(tokenCommand(), 'token')).toBe('t')
})
