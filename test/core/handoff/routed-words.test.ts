import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dispute, reviewDispute } from '../../../core/handoff/dispute.ts'
import { dueLabel } from '../../../core/handoff/due-words.ts'
import { isFormerOwner } from '../../../core/handoff/former-owner.ts'
import { chooseFromTeam } from '../../../core/handoff/route-lead.ts'
import { routedInWords, staffNamedIn } from '../../../core/handoff/routed-words.ts'
import { turns } from '../../../core/handoff/turns.ts'
import type { User } from '../../../core/staff/user.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aUser } from '../../fixtures/a-user.ts'

describe('why a lead went to whom', () => {
  const names = new Map([
    ['anna', 'Anna Weber'],
    ['boris', 'Борис'],
  ])
  it.each([
    ['round robin in inside-sales, 3 there', 'ru', 'по очереди в команде inside-sales, на месте: 3'],
    [
      'not answered by anna in time; had this lead before',
      'ru',
      'Anna Weber не ответил(а) вовремя; уже вёл(а) этот лид',
    ],
    [
      'not answered by anna in time; had this lead before',
      'en',
      'not answered by Anna Weber in time; had this lead before',
    ],
    ['boris stands in for mark', 'de', 'Борис stands in for mark'],
    [
      'anna has another lead of shop.de, since 2026-11-24',
      'en',
      'Anna Weber has another lead of shop.de, since 2026-11-24',
    ],
    ['handed the lead in', 'fa', 'خودِ مسئول این سرنخ را سپرده است'],
    [
      'not answered by anna in time; round robin in inside-sales, 12 there',
      'fa',
      '\u2068Anna Weber\u2069 به‌موقع پاسخ نداد؛ به نوبت در گروه \u2068inside-sales\u2069، حاضر: ۱۲',
    ],
    [
      'territory DE, AT; language de: round robin in berlin, 3 there, 2 for de-CH, 1 had this week’s leads; boris stands in for anna',
      'ru',
      'территория DE, AT; язык de: по очереди в команде berlin, на месте: 3, из них говорят на de-CH: 2, получили лиды этой недели: 1; Борис замещает Anna Weber',
    ],
    [
      'employees as the policy says: most room in large: 2 open of 10, 1 for en',
      'en',
      'employees as the policy says: most room in large: 2 open of 10, 1 for en',
    ],
    ['something new', 'fa', '\u2068something new\u2069'],
    ['handed the lead in', 'de', 'handed the lead in'],
    ['something new; had this lead before', 'ru', 'something new; had this lead before'],
  ])('%s in %s', (routedBy, locale, expected) => {
    expect(routedInWords(routedBy, locale, names)).toBe(expected)
  })

  it('names these people', () => {
    expect(
      staffNamedIn(
        'not answered by anna in time; territory DE: round robin in berlin, 3 there; boris stands in for mark',
      ),
    ).toEqual(['anna', 'boris', 'mark'])
    expect(staffNamedIn('something new')).toEqual([])
  })

  it('has words for whatever the turns of a team are made by', () => {
    const colleague = fc.record({
      userId: fc.constantFrom('anna', 'boris', 'clara', 'dina'),
      languages: fc.constantFrom(['de'], ['fa', 'en'], undefined),
      perWeek: fc.constantFrom(1, undefined),
      capacity: fc.constantFrom(1, 10, undefined),
      absences: fc.constantFrom([{ from: '2026-11-20', to: '2026-11-30' }], undefined),
      substitute: fc.constantFrom('dina', undefined),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(colleague, { selector: ({ userId }) => userId, maxLength: 4 }),
        fc.constantFrom<'round-robin' | 'capacity'>('round-robin', 'capacity'),
        fc.constantFrom(undefined, 'territory DE, AT; language de', 'employees, role as the policy says'),
        fc.boolean(),
        fc.constantFrom('de-CH', 'fa', 'en'),
        (colleagues, by, asks, beyondWeek, locale) => {
          const made = chooseFromTeam({
            nowMs: Date.parse('2026-11-24T09:00:00.000Z'),
            zone: 'Europe/Berlin',
            route: { team: 'inside-sales', by, ...(asks && { asks }) },
            locale,
            people: new Map(colleagues.map((one) => [one.userId, aUser(one as Partial<User> & { userId: string })])),
            loads: new Map([['anna', 3]]),
            turns: turns.parse({ week: '2026-11-23', given: { boris: 1 } }),
            decision: 'lead',
            beyondWeek,
          })
          if (!made) return
          const { why, owner } = made.choice
          expect(routedInWords(why, 'ru')).toMatch(/по очереди|больше всего места/)
          expect(routedInWords(why, 'en')).toBe(why)
          if (why.includes('stands in')) expect(staffNamedIn(why)).toContain(owner)
        },
      ),
    )
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
