import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { providersCommand } from '../../cli/commands/providers.ts'
import { tasksCommand } from '../../cli/commands/tasks.ts'
import { anAnsweringApi } from './an-answering-api.ts'

const at = '2026-11-20T09:00:00.000Z'
const task = {
  taskId: `${'a'.repeat(32)}.${'b'.repeat(32)}`,
  leadId: 'a'.repeat(32),
  state: 'open',
  sequence: 'white-paper',
  step: 'call-them',
  what: 'call',
  answers: ['done', 'not-reached'],
  owner: 'anna',
  at,
  due: at,
  overdue: true,
}
const twin = {
  providerId: 'sms-twin',
  kind: 'webhook',
  url: 'https://sms.example.com',
  channels: ['sms'],
  to: 'phone',
  idempotent: false,
  enabled: true,
  secrets: [],
}
let api: Awaited<ReturnType<typeof anAnsweringApi>>
let items: object[]

beforeAll(async () => {
  api = await anAnsweringApi((call) => {
    if (call.startsWith('DELETE')) return undefined
    if (call.startsWith('GET')) return { items }
    return call.startsWith('PUT') ? { ...twin, secret: 'whsec_abc' } : task
  })
})
afterAll(() => api.stop())
beforeEach(() => {
  api.called.length = 0
  items = []
})

describe('ripen tasks', () => {
  it('lists what is to be done, by whom and how it is answered', async () => {
    items = [task]
    const said = await api.says(tasksCommand(), 'tasks', '--who', 'me')
    expect(said).toMatch(/call +anna +white-paper, call-them +.*, overdue +done, not-reached/)
    expect(api.called[0]).toMatchObject({ call: expect.stringContaining('/tasks?state=open&who=me') })
    items = []
    expect(await api.says(tasksCommand(), 'tasks', '--done')).toContain('No task was answered yet.')
  })

  it('answers one', async () => {
    const said = await api.says(tasksCommand(), 'tasks', 'answer', task.taskId, 'done', '--note', 'in May')
    expect(said).toContain('done: the sequence white-paper goes on by it.')
    expect(api.called[0]).toEqual({
      call: `POST /tasks/${task.taskId}/answer`,
      body: { answer: 'done', note: 'in May' },
    })
  })
})

describe('ripen providers', () => {
  it('makes one, shows its secret once, lists and removes it', async () => {
    const set = await api.says(
      providersCommand(),
      'providers',
      'set',
      'sms-twin',
      '--url',
      twin.url,
      '--channel',
      'sms',
    )
    expect(set).toContain('whsec_abc')
    expect(api.called[0]).toEqual({
      call: 'PUT /providers/sms-twin',
      body: { kind: 'webhook', url: twin.url, channels: ['sms'], to: 'phone', idempotent: false, enabled: true },
    })
    items = [twin]
    expect(await api.says(providersCommand(), 'providers')).toMatch(
      /sms-twin +on +https:\/\/sms.example.com +sms +phone +not known/,
    )
    expect(await api.says(providersCommand(), 'providers', 'remove', 'sms-twin')).toContain('removed')
    items = []
    expect(await api.says(providersCommand(), 'providers')).toContain('ripen providers set')
  })
})
