import { describe, expect, it } from 'vitest'
import { accountHandoff, accountInWords, companyDomain } from '../../../core/handoff/account.ts'
import { isMailProvider } from '../../../core/handoff/mail-providers.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

describe('the company behind an address', () => {
  it.each([
    ['olga@shop.de', 'shop.de'],
    ['olga@sales.shop.co.uk', 'sales.shop.co.uk'],
    ['olga@xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
    ['"a@b"@shop.de', 'shop.de'],
    ['olga@gmail.com', undefined],
    ['olga@mail.ru', undefined],
    ['olga@yandex.kz', undefined],
    ['olga@chmail.ir', undefined],
    ['olga@web.de', undefined],
    ['olga@qq.com', undefined],
    ['olga@tutanota.com', undefined],
    ['olga@sub.gmail.com', undefined],
    ['olga@notgmail.com', 'notgmail.com'],
    ['olga@example.com', undefined],
    ['olga@localhost', undefined],
    ['olga', undefined],
  ])('%s: %s', (email, domain) => {
    expect(companyDomain(email, isMailProvider)).toBe(domain)
  })
})

describe('who has an account', () => {
  const one = (
    state: 'open' | 'accepted' | 'opportunity' | 'won' | 'lost' | 'rejected' | 'recycled',
    owner: string,
    day: number,
  ) => aHandoff({ state, owner, openedAt: `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z` })
  it.each([
    ['nobody', [], undefined],
    ['who has an open lead of it', [one('open', 'anna', 3)], 'anna'],
    ['who talks with it last', [one('open', 'anna', 3), one('opportunity', 'boris', 5)], 'boris'],
    ['who won it', [one('won', 'anna', 3)], 'anna'],
    ['who talks with it, before who won it', [one('accepted', 'anna', 3), one('won', 'boris', 5)], 'anna'],
    [
      'nobody who lost it or gave it back',
      [one('lost', 'anna', 3), one('rejected', 'anna', 4), one('recycled', 'anna', 5)],
      undefined,
    ],
  ])('%s', (_what, handoffs, owner) => {
    expect(accountHandoff(handoffs)?.owner).toBe(owner)
  })

  it('is said in words', () => {
    expect(accountInWords('shop.de', one('won', 'anna', 3))).toBe('shop.de is a customer of anna, of 2026-11-03')
    expect(accountInWords('shop.de', one('open', 'anna', 3))).toBe('anna has another lead of shop.de, since 2026-11-03')
  })
})
