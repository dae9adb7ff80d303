import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActivityTest, holds } from '../../../core/condition.ts'
import { agesOf, countedADay, daysKept, shownActivity, withAct } from '../../../core/leads/activity-summary.ts'
import { strippedProfile } from '../../../core/leads/erasure.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { profile as profileSchema } from '../../../core/leads/lead.ts'
import { leadFacts } from '../../../core/nurture/lead-facts.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aProfile } from '../../fixtures/a-lead.ts'

const nowMs = Date.parse('2026-12-01T12:00:00.000Z')
const hour = 3_600_000
const day = 24 * hour
const ago = (ms: number) => new Date(nowMs - ms).toISOString()
const createdAt = ago(400 * day)

const act = fc.record({
  id: fc.stringMatching(/^[a-z0-9]{8}$/),
  type: fc.constantFrom('page-visited', 'email-clicked', 'constructor', 'webinar'),
  // Days around the bound of what is kept, often the same one.
  at: fc
    .tuple(fc.constantFrom(0, 1, 2, 40, 89, 90, 91, 120), fc.integer({ min: 0, max: day - 1 }))
    .map(([days, ms]) => ago(days * day + ms)),
})
type Act = { id: string; type: string; at: string }
const summaryOf = (acts: readonly Act[]) => acts.reduce(withAct, {})

/** What of this a lead with these acts is said to have done. */
const asks = (activity: ActivityTest, acts: readonly Partial<Act & { machine: boolean }>[], known = createdAt) => {
  const facts = acts.map(({ machine, ...one }, index) =>
    aFact({ id: `fact-000${index}`, type: 'page-visited', ...one, ...(machine && { data: { machine } }) }),
  )
  const profile = foldFacts(aProfile({ createdAt: known }), facts)
  return holds({ activity }, leadFacts({ profile, nowMs }))
}

describe('the activity summary', () => {
  it('is the same whatever the order of the acts, their repeats, and their portions', () => {
    fc.assert(
      fc.property(
        fc
          .array(act, { maxLength: 60 })
          .chain((acts) =>
            fc.tuple(fc.constant(acts), fc.shuffledSubarray([...acts, ...acts], { minLength: acts.length * 2 })),
          ),
        ([acts, shuffled]) => {
          expect(summaryOf(shuffled)).toEqual(summaryOf(acts))
          expect(shuffled.reduce(withAct, summaryOf(acts))).toEqual(summaryOf(acts))
        },
      ),
    )
  })

  it('counts as many as there were, and never more of a day than it says', () => {
    fc.assert(
      fc.property(fc.uniqueArray(act, { maxLength: 60, selector: ({ at, id }) => at + id }), (acts) => {
        const shown = shownActivity(summaryOf(acts))
        const newest =
          acts
            .map(({ at }) => at)
            .sort()
            .at(-1) ?? ''
        for (const type of new Set(acts.map((one) => one.type))) {
          for (const [date, count] of Object.entries(shown[type]?.days ?? {})) {
            const there = acts.filter((one) => one.type === type && one.at.startsWith(date)).length
            expect(count).toBe(Math.min(there, countedADay))
            expect(Date.parse(newest) - Date.parse(date)).toBeLessThan((daysKept + 1) * day)
          }
        }
      }),
    )
  })

  it('knows to the moment when the last act of a type was, and never says less or much more of those before', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 15 }), fc.integer({ min: 1, max: 90 }), (acts, days) => {
        const ages = agesOf(summaryOf(acts), nowMs)
        for (const [type, own] of Object.entries(ages)) {
          const times = new Set(acts.filter((one) => type === 'any' || one.type === type).map(({ at, id }) => at + id))
          const within = (ms: number) => [...times].filter((at) => nowMs - Date.parse(at.slice(0, 24)) <= ms).length
          const counted = own.filter((age) => age <= days * day).length
          expect(counted > 0).toBe(within(days * day) > 0)
          expect(counted).toBeGreaterThanOrEqual(within(days * day))
          expect(counted).toBeLessThanOrEqual(within((days + 1) * day))
        }
      }),
    )
  })

  it('stays small, however much a lead does', () => {
    const acts = Array.from({ length: 20_000 }, (_, n) => ({
      id: `fact-${n}`,
      type: 'page-visited',
      at: ago(n * 0.2 * hour),
    }))
    expect(JSON.stringify(summaryOf(acts)).length).toBeLessThan(10_000)
  })

  it('of an old profile is not begun by the next fact alone', () => {
    const { activitySummary, ...old } = aProfile()
    expect(foldFacts(profileSchema.parse(old), [aFact({ type: 'page-visited' })]).activitySummary).toBeUndefined()
  })

  it('of an erased person who came back knows nothing of before', () => {
    const erasedAt = ago(2 * day)
    const facts = [ago(9 * day), ago(2 * day + 1), ago(2 * day - 1), ago(hour)].map((at, n) =>
      aFact({ id: `fact-000${n}`, type: n === 1 ? 'call' : 'page-visited', at }),
    )
    const { activitySummary = {} } = strippedProfile(foldFacts(aProfile(), facts), erasedAt)
    expect(shownActivity(activitySummary)).toEqual({ 'page-visited': { last: ago(hour), days: { '2026-12-01': 1 } } })
  })
})

describe('a condition on activity', () => {
  it.each<[string, ActivityTest, Parameters<typeof asks>[1], boolean]>([
    ['within: it was', { 'page-visited': { within: '14d' } }, [{ at: ago(14 * day) }], true],
    ['within: it was before', { 'page-visited': { within: '14d' } }, [{ at: ago(14 * day + 1) }], false],
    ['within hours, to the moment', { 'page-visited': { within: '2h' } }, [{ at: ago(2 * hour + 1) }], false],
    ['within: something else', { 'page-visited': { within: '14d' } }, [{ type: 'call', at: ago(day) }], false],
    ['not-within: it was before', { 'page-visited': { 'not-within': '30d' } }, [{ at: ago(31 * day) }], true],
    ['not-within: it never was', { 'page-visited': { 'not-within': '30d' } }, [], true],
    ['not-within: it was', { 'page-visited': { 'not-within': '30d' } }, [{ at: ago(30 * day) }], false],
    ['longer than days are kept', { any: { 'not-within': '200d', within: '300d' } }, [{ at: ago(250 * day) }], true],
    [
      'at-least: so many',
      { 'page-visited': { within: '14d', 'at-least': 2 } },
      [{ at: ago(day) }, { at: ago(9 * day) }],
      true,
    ],
    [
      'at-least: not so many',
      { 'page-visited': { within: '5d', 'at-least': 2 } },
      [{ at: ago(day) }, { at: ago(9 * day) }],
      false,
    ],
    ['at-most: none at all', { 'page-visited': { within: '5d', 'at-most': 1 } }, [], true],
    ['at-most: more', { 'page-visited': { within: '5d', 'at-most': 1 } }, [{ at: ago(1) }, { at: ago(2) }], false],
    [
      'any: of whatever type',
      { any: { within: '5d', 'at-least': 2 } },
      [{ at: ago(1) }, { type: 'call', at: ago(2) }],
      true,
    ],
    ['two types, both', { call: { within: '5d' }, demo: { within: '5d' } }, [{ type: 'call', at: ago(1) }], false],
    [
      'clicks of machines are nobody’s',
      { any: { within: '5d' } },
      [{ type: 'email-clicked', at: ago(1), machine: true }],
      false,
    ],
    ['opens are nobody’s', { any: { within: '5d' } }, [{ type: 'email-opened', at: ago(1) }], false],
    ['what sales does is not the lead’s', { any: { within: '5d' } }, [{ type: 'handoff-accepted', at: ago(1) }], false],
    [
      'repeats count once',
      { any: { within: '5d', 'at-least': 2 } },
      [
        { id: 'fact-same', at: ago(1) },
        { id: 'fact-same', at: ago(1) },
      ],
      false,
    ],
    ['inherited names are no types', { constructor: { within: '5d' } }, [{ at: ago(1) }], false],
  ])('%s', (_, activity, acts, expected) => {
    expect(asks(activity, acts)).toBe(expected)
  })

  it('says of nobody who came yesterday that nothing was done for a month', () => {
    expect(asks({ any: { 'not-within': '30d' } }, [], ago(day))).toBe(false)
    expect(asks({ any: { 'not-within': '30d' } }, [], ago(30 * day))).toBe(true)
  })

  it('says nothing where no summary is known', () => {
    for (const test of [{ within: '3d' }, { 'not-within': '3d' }, { within: '3d', 'at-most': 9 }]) {
      expect(holds({ activity: { any: test } }, { country: 'RU' })).toBe(false)
    }
  })
})
