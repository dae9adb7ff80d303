import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { type Interests, interestsSince, weighedInterests, withReading } from '../../../core/leads/interests.ts'
import { newProfile } from '../../../core/leads/new-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const day = 86_400_000
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const ago = (days: number) => new Date(nowMs - days * day).toISOString()

function reads(tags: string[], daysAgo: number, given: Partial<Activity> = {}): Activity {
  const at = ago(daysAgo)
  return { leadId, id: `fact-${tags.join('')}-${daysAgo}`, type: 'email-clicked', at, data: { tags }, ...given }
}
const folded = (...facts: Activity[]): Interests => facts.reduce(withReading, {})
const named = (...facts: Activity[]) => weighedInterests(folded(...facts), nowMs).map(({ tag }) => tag)

describe('an interest', () => {
  it('comes of links that were followed and files that were opened, the strongest first', () => {
    const file = reads(['dead-stock'], 3, { type: 'content-downloaded' })
    expect(named(reads(['forecast', 'dead-stock'], 2), file)).toEqual(['dead-stock', 'forecast'])
  })

  it.each<[string, Activity]>([
    ['a machine', reads(['forecast'], 1, { data: { tags: ['forecast'], machine: true } })],
    ['a mail that was only opened', reads(['forecast'], 1, { type: 'email-opened' })],
    ['a mail that says nothing of itself', reads([], 1)],
    ['a tag that is no list', reads([], 1, { data: { tags: 'forecast' } })],
  ])('does not come of %s', (_, fact) => expect(named(fact)).toEqual([]))

  it('counts a day once, however many links of a mail were followed', () => {
    const links = [1, 2, 3].map((n) => reads(['forecast'], 1, { id: `link-000${n}` }))
    expect(weighedInterests(folded(...links), nowMs)).toEqual([{ tag: 'forecast', weight: 0.5 ** (1 / 30) }])
  })

  it('halves in 30 days, and is none after that unless it was read of on another day', () => {
    expect(named(reads(['forecast'], 30))).toEqual(['forecast'])
    expect(named(reads(['forecast'], 31))).toEqual([])
    expect(named(reads(['forecast'], 31), reads(['forecast'], 59))).toEqual(['forecast'])
  })

  it('of pages and searches counts half of what was read that day, and once a day, however many there were', () => {
    const page = (tag: string, daysAgo: number, n = 0) =>
      reads([tag], daysAgo, { type: 'page-visited', id: `page-${tag}-${daysAgo}-${n}` })
    const flood = Array.from({ length: 100 }, (_, n) => page('pricing', 0, n))
    const weights = (...facts: Activity[]) => weighedInterests(folded(...facts), nowMs)
    expect(weights(...flood, reads(['forecast'], 0))).toEqual([
      { tag: 'forecast', weight: 1 },
      { tag: 'pricing', weight: 0.5 },
    ])
    expect(
      weights(page('pricing', 0), reads(['pricing'], 0), reads(['pricing'], 0, { type: 'site-searched' })),
    ).toEqual([{ tag: 'pricing', weight: 1 }])
    // One day of browsing is an interest on that day, and with another day for weeks.
    expect(named(page('pricing', 1))).toEqual([])
    expect(named(page('pricing', 1), page('pricing', 20))).toEqual(['pricing'])
    const drop = reads([], 5, { type: 'profile-edited', data: {}, told: { dropsInterests: ['pricing'] } })
    expect(named(page('pricing', 6), page('pricing', 7), drop)).toEqual([])
  })

  it('that a person took back counts again once it reads of it on a later day', () => {
    const drop = reads([], 5, { type: 'profile-edited', data: {}, told: { dropsInterests: ['forecast'] } })
    expect(named(reads(['forecast'], 6), drop)).toEqual([])
    expect(named(reads(['forecast'], 6), drop, reads(['forecast'], 4))).toEqual(['forecast'])
  })

  it('is the same whatever order, repeats and portions its facts come in', () => {
    const tag = fc.constantFrom('forecast', 'dead-stock', 'toString', '__proto__')
    const fact = fc
      .record({
        tags: fc.array(tag, { maxLength: 3 }),
        days: fc.integer({ min: 0, max: 200 }),
        what: fc.constantFrom('drops', 'email-clicked', 'page-visited', 'site-searched'),
      })
      .map(({ tags, days, what }) =>
        what === 'drops'
          ? reads([], days, { type: 'profile-edited', told: { dropsInterests: tags } })
          : reads(tags, days, { type: what, id: `${what}-${tags.join('')}-${days}` }),
      )
    const profile = newProfile({ leadId, email: 'o@shop.example' }, reads([], 300, { type: 'page-visited' }))
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (facts, chance) => {
        const shuffled = [...facts, ...facts.slice(0, 3)]
          .map((one) => ({ one, at: chance.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        const [some, others] = [shuffled.slice(0, 5), shuffled.slice(5)]
        expect(foldFacts(foldFacts(profile, some), others).interests).toEqual(foldFacts(profile, facts).interests)
      }),
    )
  })

  it('of an erased person is forgotten, with what was taken back', () => {
    const drop = reads([], 5, { type: 'profile-edited', told: { dropsInterests: ['forecast'] } })
    const kept = folded(reads(['forecast', 'dead-stock'], 6), drop, reads(['dead-stock'], 1))
    expect(interestsSince(kept, ago(3))).toEqual({ 'dead-stock': { days: [ago(1).slice(0, 10)] } })
    const visits = [6, 1].map((days) => reads(['pricing'], days, { type: 'page-visited' }))
    expect(interestsSince(folded(...visits), ago(3))).toEqual({ pricing: { days: [], visited: [ago(1).slice(0, 10)] } })
    expect(interestsSince(folded(...visits), ago(0))).toEqual({})
  })
})
