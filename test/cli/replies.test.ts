import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { repliesCommand } from '../../cli/commands/replies.ts'
import { anAnsweringApi } from './an-answering-api.ts'

const keptReplyId = 'a'.repeat(32)
const leadId = 'b'.repeat(32)
const kept = {
  keptReplyId,
  at: '2026-11-20T09:00:00.000Z',
  why: 'none of its addresses was made by Ripen',
  state: 'kept',
  until: '2026-12-20T09:00:00.000Z',
}
const mail = {
  ...kept,
  from: { name: 'Olga', address: 'olga@shop.example' },
  subject: 'Hello',
  text: 'Call\u001b[2J me',
  attachments: ['plan.pdf'],
}
let api: Awaited<ReturnType<typeof anAnsweringApi>>
let items: object[]
let shown: object

beforeAll(async () => {
  api = await anAnsweringApi((call) => {
    if (call.startsWith('GET /replies?')) return { items }
    if (call.startsWith('GET')) return shown
    return { ...kept, state: 'settled', became: 'reply', leadId, reason: 'SES refuses to forward it' }
  })
})
afterAll(() => api.stop())
beforeEach(() => {
  api.called.length = 0
  items = [kept]
  shown = mail
})

describe('ripen replies', () => {
  it('lists what nobody could make anything of', async () => {
    expect(await api.says(repliesCommand(), 'replies')).toContain('none of its addresses was made by Ripen')
    expect(api.called[0]?.call).toContain('/replies?state=kept')
    items = []
    expect(await api.says(repliesCommand(), 'replies', '--settled')).toContain('None was settled.')
  })

  it('shows one, and nothing of it steers the terminal', async () => {
    const said = await api.says(repliesCommand(), 'replies', 'show', keptReplyId)
    expect(said).toContain('From: Olga <olga@shop.example>')
    expect(said).toContain('Attached: plan.pdf')
    expect(said).toContain('Call\ufffd[2J me')
    shown = { ...kept, gone: true }
    expect(await api.says(repliesCommand(), 'replies', 'show', keptReplyId)).toContain('not there any more')
  })

  it('says whose it is, and that somebody has to answer where it could not be passed on', async () => {
    const said = await api.says(repliesCommand(), 'replies', 'assign', keptReplyId, leadId)
    expect(said).toContain('It is a reply of this lead now.')
    expect(said).toContain('SES refuses to forward it')
    expect(api.called[0]).toEqual({ call: `POST /replies/${keptReplyId}/assign`, body: { leadId } })
  })

  it('dismisses one', async () => {
    expect(await api.says(repliesCommand(), 'replies', 'dismiss', keptReplyId, '--reason', 'spam')).toContain(
      'Dismissed',
    )
    expect(api.called[0]).toEqual({ call: `POST /replies/${keptReplyId}/dismiss`, body: { reason: 'spam' } })
  })
})
