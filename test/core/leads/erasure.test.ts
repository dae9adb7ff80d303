import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailbox as mailboxSchema } from '../../../core/consent/mailbox.ts'
import {
  isBareTombstone,
  isErased,
  isToDelete,
  nextLookAt,
  strippedProfile,
  tombstone,
} from '../../../core/leads/erasure.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { profile as profileSchema } from '../../../core/leads/lead.ts'
import { newProfile } from '../../../core/leads/new-lead.ts'
import { aLeadId, aMailbox, granted } from '../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const before = '2026-11-01T00:00:00.000Z'
const erasedAt = '2026-11-10T00:00:00.000Z'
const after = '2026-11-11T00:00:00.000Z'

function fact(at: string, firstName: string) {
  const told = {
    fields: { firstName, timezone: 'Europe/Moscow' },
    touch: { at, source: firstName },
    locale: 'ru',
    tags: ['vip'],
  }
  return { leadId, id: `fact-${at.slice(8, 10)}-0000`, type: 'form-submitted', at, data: { makes: 'lead' }, told }
}
const known = {
  ...newProfile({ leadId, email: 'olga@shop.example' }, fact(before, 'Olga')),
  score: { total: 9, fit: 5, interest: 4, model: 'b2b', modelVersion: 1, at: before },
  qualification: { k: 1, state: 'qualified' as const, at: before },
  customerSince: before,
  parked: { reason: 'rejected' as const },
}

describe('an erasure', () => {
  it('leaves a mailbox that holds nothing but when it was', () => {
    const buried = tombstone(aMailbox({ rev: 7, consent: { news: granted() }, confirmations: [] }), leadId, erasedAt)
    expect(mailboxSchema.parse(buried)).toEqual({ ...aMailbox({ rev: 8, erasedAt }) })
    expect(isBareTombstone(buried, undefined)).toBe(true)
    expect(isBareTombstone(buried, known)).toBe(false)
    expect(isBareTombstone(aMailbox(), undefined)).toBe(false)
  })

  it('leaves a profile that says nothing about anybody', () => {
    const stripped = JSON.parse(JSON.stringify(strippedProfile(known, erasedAt)))
    expect(stripped).toEqual({
      leadId,
      email: '',
      fields: {},
      fieldsSetBy: {},
      tags: [],
      locale: 'en',
      createdAt: before,
      lastActivityAt: erasedAt,
      activitySummary: {},
      stage: 'subscriber',
      status: 'parked',
      mailable: false,
      version: 0,
    })
    expect(profileSchema.safeParse(stripped).success).toBe(true)
  })

  it('keeps what the person told of their own since', () => {
    const stripped = strippedProfile(foldFacts(known, [fact(after, 'Olya')]), erasedAt)
    expect(stripped).toMatchObject({
      email: 'olga@shop.example',
      fields: { firstName: 'Olya' },
      zone: 'Europe/Moscow',
      firstTouch: { source: 'Olya' },
      lastTouch: { source: 'Olya' },
      lastActivityAt: after,
    })
    expect(stripped.score).toBeUndefined()
    expect(stripped.customerSince).toBeUndefined()
  })

  it('strips what is stripped no further', () => {
    const time = fc.constantFrom(before, erasedAt, after)
    fc.assert(
      fc.property(fc.array(fc.tuple(time, fc.constantFrom('Olga', 'Olya'))), (told) => {
        const facts = told.map(([at, name]) => fact(at, name))
        const once = strippedProfile(foldFacts(known, facts), erasedAt)
        expect(strippedProfile(once, erasedAt)).toEqual(once)
        for (const { at } of Object.values(once.fieldsSetBy)) expect(at > erasedAt).toBe(true)
      }),
    )
  })

  it.each<[string, string, string, object, boolean]>([
    ['a form post from before', 'form-submitted', before, { erasedAt }, true],
    ['a form post at the same time', 'form-submitted', erasedAt, { erasedAt }, true],
    ['a form post since', 'form-submitted', after, { erasedAt }, false],
    ['a confirmation since', 'consent-granted', after, { erasedAt }, false],
    ['a click in an old mail', 'email-clicked', after, { erasedAt }, true],
    ['a call that sales reports', 'call', after, { erasedAt }, true],
    ['a click after it was lifted', 'email-clicked', after, { forgottenUntil: erasedAt }, false],
    ['a late fact after it was lifted', 'email-clicked', before, { forgottenUntil: erasedAt }, true],
    ['a fact about somebody else', 'email-clicked', before, {}, false],
  ])('drops %s: %#', (_what, type, at, mailbox, dropped) => {
    expect(isErased(aMailbox(mailbox), { type, at })).toBe(dropped)
  })

  it.each<[string, object, object, boolean]>([
    [`ACT#${before}#x`, {}, { erasedAt }, true],
    [`ACT#${after}#x`, {}, { erasedAt }, false],
    [`CONSENT#${before}#x`, {}, { erasedAt }, true],
    [`SUBMISSION#${after}#x`, {}, { erasedAt }, false],
    ['SEND#x', { preparedAt: before }, { erasedAt }, true],
    ['SEND#x', { preparedAt: after }, { erasedAt }, false],
    ['ENROL#s#000001', { startedAt: after }, { erasedAt }, true],
    ['ENROL#s#000001', { startedAt: after }, { forgottenUntil: erasedAt }, false],
    ['ENROL#s#000001', { startedAt: before }, { forgottenUntil: erasedAt }, true],
    ['HANDOFF#000001', { openedAt: before }, { forgottenUntil: erasedAt }, true],
    ['SCORE', { at: after }, { erasedAt }, true],
    ['SCORE', { at: after }, { forgottenUntil: erasedAt }, false],
    ['WHATEVER#x', {}, { forgottenUntil: erasedAt }, true],
    ['PROFILE', { createdAt: before }, { erasedAt }, false],
    ['MAILBOX', {}, { erasedAt }, false],
    [`ACT#${before}#x`, {}, {}, false],
  ])('deletes %s %j under %j: %s', (sk, item, mailbox, gone) => {
    expect(isToDelete(sk, { ...item }, aMailbox(mailbox))).toBe(gone)
  })

  it('is looked at again after 15 minutes, then daily for 30 days', () => {
    const ms = Date.parse(erasedAt)
    expect(nextLookAt(erasedAt, ms)).toBe('2026-11-10T00:15:00.000Z')
    expect(nextLookAt(erasedAt, ms + 15 * 60_000)).toBe('2026-11-11T00:15:00.000Z')
    expect(nextLookAt(erasedAt, ms + 30 * 86_400_000)).toBeUndefined()
  })
})
