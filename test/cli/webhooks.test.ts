import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { outcomeSourcesCommand, outcomesCommand } from '../../cli/commands/outcomes.ts'
import { webhooksCommand } from '../../cli/commands/webhooks.ts'
import { anAnsweringApi } from './an-answering-api.ts'

const at = '2026-11-20T09:00:00.000Z'
const crm = {
  webhookId: 'crm',
  url: 'https://crm.example.com/ripen',
  types: ['handoff.changed'],
  contact: 'mark',
  description: 'The CRM',
  enabled: true,
  secrets: [{ madeAt: at }],
  createdAt: at,
  createdBy: 'adam',
  enabledAt: at,
}
const delivery = {
  webhookId: 'crm',
  messageId: `msg_${'a'.repeat(32)}`,
  leadId: 'l'.repeat(32),
  type: 'handoff.changed',
  at,
  state: 'pending',
  tries: 2,
  triesSince: at,
  attempts: [
    { at, ms: 3, error: 'ECONNREFUSED' },
    { at, ms: 3, status: 503 },
  ],
  nextAt: '2026-11-20T09:35:00.000Z',
  message: {},
}
let api: Awaited<ReturnType<typeof anAnsweringApi>>
let kept: object[]
let pages: object[]

beforeAll(async () => {
  api = await anAnsweringApi((call, body) => {
    if (call.startsWith('DELETE')) return undefined
    if (call === 'GET /webhooks' || call === 'GET /outcome-sources') return { items: kept }
    if (call.includes('/replay')) return pages.shift() ?? { replayed: 1 }
    if (call.startsWith('GET')) return pages.shift() ?? { items: [] }
    const isNew = kept.length === 0
    return { ...crm, ...(body as object), ...(isNew && { secret: 'whsec_new', apiKey: 'ripen_new' }) }
  })
})
afterAll(() => api.stop())
beforeEach(() => {
  api.called.length = 0
  kept = [crm]
  pages = []
})
const webhooks = (...args: string[]) => api.says(webhooksCommand(), 'webhooks', ...args)
const sources = (...args: string[]) => api.says(outcomeSourcesCommand(), 'outcome-sources', ...args)
const last = () => api.called.at(-1)

describe('ripen webhooks', () => {
  it('lists them, and why one is off', async () => {
    expect(await webhooks()).toMatch(/crm +on +https:\/\/crm\.example\.com\/ripen +handoff\.changed +mark +never/)
    kept = [{ ...crm, enabled: false, disabled: { reason: 'nothing was taken for three days', at } }]
    expect(await webhooks()).toMatch(/off since \w+ 20 Nov 2026 \d\d:\d\d: nothing was taken for three days/)
    kept = []
    expect(await webhooks()).toContain('ripen webhooks set')
  })

  it('makes one with its secret, and asks for what a new one needs', async () => {
    kept = []
    const whole = ['--url', 'https://a.example/', '--type', 'lead.erased', 'lead.changed', '--contact', 'mark']
    expect(await webhooks('set', 'crm', ...whole)).toContain('whsec_new')
    const types = ['lead.erased', 'lead.changed']
    expect(last()).toEqual({ call: 'PUT /webhooks/crm', body: { url: 'https://a.example/', types, contact: 'mark' } })
    expect(await webhooks('set', 'crm', '--url', 'https://a.example/')).toContain('give --url, --type and --contact')
  })

  it.each([
    [['set', 'crm', '--contact', 'anna'], { contact: 'anna', enabled: true }],
    [['off', 'crm'], { contact: 'mark', enabled: false }],
    [['on', 'crm'], { contact: 'mark', enabled: true }],
  ])('with %j changes what is said and leaves the rest', async (args, changed) => {
    const { url, types, description } = crm
    expect(await webhooks(...args)).toMatch(/^The webhook crm is (changed|off|on)\.$/)
    expect(last()).toEqual({ call: 'PUT /webhooks/crm', body: { url, types, description, ...changed } })
  })

  it.each([['off'], ['on'], ['remove']])('says that there is none to be %s', async (what) => {
    kept = []
    expect(await webhooks(what, 'crm')).toContain('there is no webhook crm')
    expect(api.called.map(({ call }) => call)).toEqual(['GET /webhooks'])
  })

  it('removes one', async () => {
    expect(await webhooks('remove', 'crm')).toBe('The webhook crm is removed.')
    expect(last()?.call).toBe('DELETE /webhooks/crm')
  })

  it('shows the log with the last try of each, and no more than is asked for', async () => {
    pages = [{ items: [delivery, delivery], next: 'more' }, { items: [delivery] }]
    const said = await webhooks('log', 'crm', '--state', 'pending', '--from', '2026-11-20', '--limit', '2')
    expect(said.split('\n').filter((line) => line.includes('msg_'))).toHaveLength(2)
    expect(said).toMatch(/503 \(2 tries\); next/)
    expect(last()?.call).toBe('GET /webhooks/crm/deliveries?from=2026-11-20T00%3A00%3A00.000Z&limit=2&state=pending')
    pages = []
    expect(await webhooks('log', 'crm')).toBe('Nothing was sent.')
    for (const wrong of [
      ['--from', '2026-02-31'],
      ['--limit', '0'],
      ['--state', 'lost'],
    ])
      expect(await webhooks('log', 'crm', ...wrong)).toMatch(/--(from|limit|state)/)
  })

  it('sends a span again, page after page, or one message', async () => {
    pages = [{ replayed: 100, next: 'more' }, { replayed: 7 }]
    expect(await webhooks('replay', 'crm', '--from', '2026-11-20', '--state', 'failed')).toBe(
      '107 messages are sent again.',
    )
    expect(api.called.map(({ body }) => body)).toMatchObject([
      { from: '2026-11-20T00:00:00.000Z', state: 'failed' },
      { state: 'failed', cursor: 'more' },
    ])
    expect(await webhooks('replay', 'crm', 'msg_a', '--lead', 'x')).toBe('1 message is sent again.')
    expect(last()?.body).toEqual({ messageId: 'msg_a', leadId: 'x' })
  })

  it.each([
    [[]],
    [['--to', '2026-11-20']],
    [['msg_a', '--from', '2026-11-20']],
    [['--from', '2026-11-20', '--lead', 'x']],
  ])('does not guess what %j would send again', async (args: string[]) => {
    expect(await webhooks('replay', 'crm', ...args)).toMatch(/^(give|--lead belongs)/)
    expect(api.called).toEqual([])
  })
})

describe('ripen outcome-sources', () => {
  it('lets one in with its secret, and keeps what colleagues wrote', async () => {
    kept = []
    const said = await sources('set', 'our-crm', '--description', 'The CRM')
    expect(said).toMatch(/whsec_new[\s\S]*ripen_new/)
    kept = [{ sourceId: 'our-crm', description: 'The CRM', enabled: true, createdAt: at, createdBy: 'adam' }]
    expect(await sources('set', 'our-crm', '--off')).toBe('our-crm is changed: it is off.')
    expect(last()).toEqual({ call: 'PUT /outcome-sources/our-crm', body: { description: 'The CRM', enabled: false } })
    expect(await sources()).toMatch(/our-crm +on +The CRM/)
    expect(await sources('remove', 'another')).toContain('there is no another')
  })
})

describe('ripen outcomes', () => {
  it('shows what is about nobody, and what contradicts', async () => {
    const kept = { sourceId: 'our-crm', messageId: 'm1', state: 'unmatched', receivedAt: at, about: {}, result: 'won' }
    pages = [{ items: [kept] }]
    expect(await api.says(outcomesCommand(), 'outcomes')).toMatch(/our-crm +won +an address that is none/)
    expect(await api.says(outcomesCommand(), 'outcomes', '--state', 'conflict')).toBe('Nothing to look at.')
    expect(api.called.map(({ call }) => call)).toEqual([
      'GET /outcomes?state=unmatched',
      'GET /outcomes?state=conflict',
    ])
  })
})
