import { describe, expect, it } from 'vitest'
import type { Mailbox } from '../../../core/consent/mailbox.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { judgeRow } from '../../../core/lists/judge-row.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aMailbox, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aRow } from './a-row.ts'

const list = {
  importId: 'import-id-of-a-list',
  source: { name: 'fair', origin: 'outbound' as const },
  startedAt: '2026-11-24T09:00:00.000Z',
}
const topic = 'product-education'
const own: Partial<Profile> = {
  createdAt: list.startedAt,
  imported: { at: list.startedAt, importId: list.importId, source: 'fair', origin: 'outbound' },
}

describe('a row of a list', () => {
  it.each<[string, Partial<Mailbox> | undefined, Partial<Profile> | undefined, string, number]>([
    ['somebody unknown', undefined, undefined, 'new', 1],
    ['somebody known', {}, {}, 'changed', 1],
    ['somebody whom this import brought, asked again', {}, own, 'new', 1],
    ['who consented before', { consent: { [topic]: granted() } }, {}, 'changed', 1],
    ['who has not confirmed yet', { consent: { [topic]: pending() } }, {}, 'changed', 1],
    ['who withdrew', { consent: { [topic]: withdrawn() } }, {}, 'withdrawn', 0],
    [
      'who withdrew long before the list’s date',
      { consent: { [topic]: withdrawn('2020-01-01T00:00:00.000Z') } },
      {},
      'withdrawn',
      0,
    ],
    [
      'who withdrew, asked anew and has not confirmed',
      { consent: { [topic]: { ...pending(), withdrawnAt: '2026-11-21T10:00:00.000Z' } } },
      {},
      'withdrawn',
      0,
    ],
    ['who withdrew another topic', { consent: { other: withdrawn() } }, {}, 'changed', 1],
    ['who gets no mail', { suppression: { reason: 'bounced', at: list.startedAt } }, {}, 'suppressed', 0],
    ['who was erased', { erasedAt: '2026-11-01T00:00:00.000Z' }, { email: '' }, 'erased', 0],
    [
      'who came back after an erasure later than this consent',
      { forgottenUntil: '2026-05-01T00:00:00.000Z' },
      {},
      'erased',
      0,
    ],
    ['who consented after such an erasure', { forgottenUntil: '2026-03-01T00:00:00.000Z' }, {}, 'changed', 1],
  ])('for %s', (_, mailbox, profile, outcome, consents) => {
    const known = { mailbox: mailbox && aMailbox(mailbox), profile: profile && aProfile(profile) }
    const judged = judgeRow(aRow(), list, known)
    expect(judged.outcome).toBe(outcome)
    expect(judged.consent).toHaveLength(consents)
  })

  it('says nothing new of who is known with all of it, and tells what is new', () => {
    const told = { fields: { company: 'Shop' }, tags: ['fair'] }
    const set = { at: '2026-01-01T00:00:00.000Z', id: 'form' }
    const imported = { at: '2026-01-01T00:00:00.000Z', importId: 'another-list', source: 'other', origin: 'inbound' }
    const known = {
      mailbox: aMailbox({ consent: { [topic]: granted() } }),
      profile: aProfile({ ...told, fieldsSetBy: { company: set }, imported }),
    }
    const outcome = (row: Parameters<typeof aRow>[0]) => judgeRow(aRow(row), list, known).outcome
    expect(outcome(told)).toBe('unchanged')
    // What the person said itself stands, so the list changes nothing by saying something else.
    expect(outcome({ fields: { company: 'List Ltd' } })).toBe('unchanged')
    expect(outcome({ fields: { company: 'Shop', city: 'Bonn' } })).toBe('changed')
    expect(outcome({ ...told, tags: ['fair', 'vip'] })).toBe('changed')
    const [one] = aRow().consent
    expect(outcome({ ...told, consent: one ? [one, { ...one, topic: 'offers' }] : [] })).toBe('changed')
    expect(judgeRow(aRow(told), list, { ...known, mailbox: aMailbox({ consent: {} }) }).outcome).toBe('changed')
  })

  it('counts for the topics that were not withdrawn, and names the others', () => {
    const [one] = aRow().consent
    const row = aRow({ consent: one ? [one, { ...one, topic: 'offers' }] : [] })
    const mailbox = aMailbox({ consent: { offers: withdrawn() } })
    expect(judgeRow(row, list, { mailbox, profile: aProfile() })).toMatchObject({
      outcome: 'changed',
      consent: [{ topic }],
      withdrawn: ['offers'],
    })
  })
})
