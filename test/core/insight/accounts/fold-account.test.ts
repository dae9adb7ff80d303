import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, foldAccount, isQualified, peopleOf } from '../../../../core/insight/accounts/fold-account.ts'
import type { stages } from '../../../../core/leads/lead.ts'
import { accountRules } from '../../../../core/scoring/account-rules.ts'
import { aProfile } from '../../../fixtures/a-lead.ts'

const rules = accountRules.parse({
  roles: [
    { id: 'decides', when: { jobTitle: { contains: ['director', 'head of'] } } },
    { id: 'uses', when: { jobTitle: { contains: ['planner'] } } },
  ],
  qualify: { 'people-at-least': 2, 'fit-at-least': 20, 'interest-at-least': 30, 'roles-at-least': 2 },
})
const at = '2026-11-24T09:00:00.000Z'
const person = (n: number, jobTitle: string, fit: number, interest: number, stage: (typeof stages)[number] = 'lead') =>
  aProfile({
    leadId: `person${n}`.padEnd(32, '7'),
    fields: { jobTitle },
    stage,
    score: { total: fit + interest, fit, interest, model: 'b2b', modelVersion: 1, at },
  })
const folded = (...profiles: ReturnType<typeof person>[]) =>
  foldAccount('brandt.example', peopleOf(profiles, rules), rules, { at, model: { id: 'b2b', version: 3 } })

describe('an account', () => {
  it('has the fit of whoever fits best, the interest of all, who has which role, and the furthest stage', () => {
    const found = folded(
      person(1, 'Director of Stores', 30, 10, 'mql'),
      person(2, 'Planner', 5, 22),
      person(3, 'Intern', 0, -5),
    )
    expect(account.parse(found)).toEqual({
      domain: 'brandt.example',
      people: 3,
      engaged: 2,
      fit: 30,
      interest: 32,
      total: 62,
      roles: { decides: 1, uses: 1 },
      stage: 'mql',
      lastActivityAt: '2026-11-20T09:00:00.000Z',
      model: 'b2b',
      modelVersion: 3,
      qualifiedAt: at,
      toldAt: at,
    })
  })

  it.each([
    ['one alone, however engaged', [person(1, 'Director, planner', 90, 90)]],
    ['without a role that is asked for', [person(1, 'Director', 30, 30), person(2, 'Director', 30, 30)]],
    ['without fit', [person(1, 'Director', 10, 30), person(2, 'Planner', 10, 30)]],
    ['with too little interest of all', [person(1, 'Director', 30, 10), person(2, 'Planner', 10, 10)]],
  ])('does not qualify %s', (_, profiles) => {
    expect(folded(...profiles)).not.toHaveProperty('qualifiedAt')
  })

  it('at the edge of the bar is told of once in 30 days, however often it goes under and over', () => {
    const over = peopleOf([person(1, 'Director', 30, 20), person(2, 'Planner', 10, 20)], rules)
    let before: ReturnType<typeof foldAccount>
    const told = Array.from({ length: 100 }, (_, day) => {
      const at = `${new Date(Date.UTC(2026, 8, 1 + day)).toISOString()}`
      before = foldAccount('brandt.example', day % 2 ? over : over.slice(0, 1), rules, { at, before })
      return before?.toldAt === at ? [day] : []
    }).flat()
    // Day 31 comes 30 days after day 1, and it is over on odd days.
    expect(told).toEqual([1, 31, 61, 91])
  })

  it('remembers since when it qualifies, and forgets it once it does not', () => {
    const people = peopleOf([person(1, 'Director', 30, 20), person(2, 'Planner', 10, 20)], rules)
    const before = foldAccount('brandt.example', people, rules, { at: '2026-10-01T09:00:00.000Z' })
    expect(foldAccount('brandt.example', people, rules, { at, before })?.qualifiedAt).toBe('2026-10-01T09:00:00.000Z')
    expect(foldAccount('brandt.example', people.slice(0, 1), rules, { at, before })?.qualifiedAt).toBeUndefined()
    expect(foldAccount('brandt.example', [], rules, { at })).toBeUndefined()
    // Without rules nothing is asked, and nothing qualifies.
    expect(foldAccount('brandt.example', people, undefined, { at, before })?.qualifiedAt).toBeUndefined()
  })

  it('is the same in any order, its parts add up, and more interest never takes a qualification away', () => {
    const someone = fc.tuple(
      fc.nat(9),
      fc.constantFrom('Director', 'Planner', 'Intern'),
      fc.integer({ min: -9, max: 60 }),
      fc.integer({ min: -20, max: 60 }),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(someone, { selector: ([n]) => n, minLength: 1, maxLength: 6 }),
        fc.nat(30),
        (given, more) => {
          const profiles = given.map(([n, title, fit, interest]) => person(n, title, fit, interest))
          const one = folded(...profiles)
          expect(folded(...profiles.toReversed())).toEqual(one)
          expect(one?.total).toBe((one?.fit ?? 0) + (one?.interest ?? 0))
          const risen = folded(...given.map(([n, title, fit, interest]) => person(n, title, fit, interest + more)))
          if (one && risen && isQualified(one, rules)) expect(isQualified(risen, rules)).toBe(true)
        },
      ),
    )
  })
})

it('rules that no company can meet, or one person alone, are refused', () => {
  const role = { id: 'decides', when: { jobTitle: 'x' } }
  const qualify = { 'people-at-least': 2, 'fit-at-least': 1, 'interest-at-least': 1 }
  for (const wrong of [
    { roles: [] },
    { roles: [role, role] },
    { roles: [role], qualify: { ...qualify, 'people-at-least': 1 } },
    { roles: [role], qualify: { ...qualify, 'roles-at-least': 2 } },
  ]) {
    expect(accountRules.safeParse(wrong).success).toBe(false)
  }
})
