import { describe, expect, it } from 'vitest'
import { dispute, reviewDispute } from '../../../core/handoff/dispute.ts'
import { dueLabel } from '../../../core/handoff/due-words.ts'
import { isFormerOwner } from '../../../core/handoff/former-owner.ts'
import { routedInWords } from '../../../core/handoff/routed-words.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

describe('why a lead went to whom', () => {
  it.each([
    ['round robin in inside-sales, 3 there', 'ru', 'по очереди в команде inside-sales, на месте: 3'],
    ['not answered by anna in time; had this lead before', 'ru', 'anna не ответил(а) вовремя; лид уже был у вас'],
    ['handed the lead in', 'fa', 'خودتان این سرنخ را سپرده‌اید'],
    [
      'not answered by anna in time; round robin in inside-sales, 12 there',
      'fa',
      '\u2068anna\u2069 به‌موقع پاسخ نداد؛ به نوبت در گروه \u2068inside-sales\u2069، حاضر: ۱۲',
    ],
    ['something new', 'fa', '\u2068something new\u2069'],
    ['handed the lead in', 'de', 'handed the lead in'],
    ['something new; had this lead before', 'ru', 'something new; had this lead before'],
  ])('%s in %s', (routedBy, locale, expected) => {
    expect(routedInWords(routedBy, locale)).toBe(expected)
  })
})

describe('what is due', () => {
  it('is named, and said to be overdue when it is', () => {
    expect(dueLabel('call', false, 'en')).toBe('Call by')
    expect(dueLabel('answer', true, 'ru')).toBe('Ответ просрочен с')
  })
})

describe('a dispute', () => {
  const nowMs = Date.parse('2026-11-24T10:00:00.000Z')
  it('is mailed to whoever looks again, once each, and its end to who disputed', () => {
    const rejected = aHandoff({ state: 'rejected', owner: 'anna' })
    const made = dispute(rejected, { by: 'lena', reason: 'she decides', reviewers: ['mark', 'anna'] }, nowMs)
    if (made.result !== 'changed') throw new Error(made.result)
    expect(made.handoff.tells.map(({ to, template }) => `${template} ${to}`)).toEqual([
      'handoff-disputed anna',
      'handoff-disputed mark',
    ])
    expect(made.handoff.due).toBe('2026-11-24T10:00:00.000Z')
    const reviewed = reviewDispute(made.handoff, { by: 'mark', reason: 'true', upheld: false }, nowMs)
    expect(reviewed).toMatchObject({ handoff: { tells: [{}, {}, { to: 'lena', template: 'handoff-reviewed' }] } })
  })
})

describe('who lost a lead', () => {
  it('is whoever had it and has it no more', () => {
    const moved = aHandoff({ owner: 'boris', previousOwners: ['anna', 'boris'] })
    expect(['anna', 'boris', 'mark'].map((one) => isFormerOwner(moved, one))).toEqual([true, false, false])
  })
})
