import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amongMembers, countIn, dealOut, inWeekOf, type Slot, type Turns, turns } from '../../../core/handoff/turns.ts'

const slot = (name: string, weight = 1): Slot => ({ slot: name, owner: name, weight })
const team = (size: number) =>
  Array.from({ length: size }, (_, index) => slot(`seller-${String(index).padStart(2, '0')}`))
const none = turns.parse({})

/** Deals out leads one after the other among who is there then; answers what each got and what their shares came to. */
function deal(leads: number, there: (lead: number) => readonly Slot[]) {
  const [got, share] = [new Map<string, number>(), new Map<string, number>()]
  const add = (to: Map<string, number>, name: string, amount: number) => to.set(name, (to.get(name) ?? 0) + amount)
  let state: Turns = none
  for (let lead = 0; lead < leads; lead += 1) {
    const slots = there(lead)
    const whole = slots.reduce((sum, { weight }) => sum + weight, 0)
    for (const one of slots) add(share, one.slot, one.weight / whole)
    const made = dealOut(state, slots, `lead-${lead}`)
    add(got, made.dealt.slot, 1)
    state = made.turns
  }
  return { got, off: Math.max(...[...share].map(([name, leads]) => Math.abs((got.get(name) ?? 0) - leads))), state }
}

describe('turns', () => {
  it('go round by name', () => {
    let state = none
    const order = ['a', 'b', 'c', 'd', 'e', 'f'].map((decision) => {
      const made = dealOut(state, [slot('boris'), slot('anna'), slot('clara')], decision)
      state = made.turns
      return made.dealt.slot
    })
    expect(order).toEqual(['anna', 'boris', 'clara', 'anna', 'boris', 'clara'])
    expect(turns.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
  })

  it('weigh: twice the weight, twice the leads, and never in one heap', () => {
    const { got, off } = deal(400, () => [slot('anna', 2), slot('boris'), slot('clara')])
    expect(Object.fromEntries(got)).toEqual({ anna: 200, boris: 100, clara: 100 })
    expect(off).toBeLessThan(1)
  })

  it('made again are the same, and count once', () => {
    const once = dealOut(none, team(3), 'a')
    const again = dealOut(once.turns, team(3), 'a')
    expect(again).toEqual(once)
    expect(again.turns).toBe(once.turns)
    expect(dealOut(once.turns, team(3), 'b').dealt).not.toEqual(once.dealt)
  })

  it('made again go to somebody else where that person is gone', () => {
    const once = dealOut(none, [slot('anna'), slot('boris')], 'a')
    expect(dealOut(once.turns, [slot('boris')], 'a').dealt.slot).toBe('boris')
  })

  it('give nobody back from holidays all that came meanwhile', () => {
    const away = deal(99, () => [slot('boris'), slot('clara')])
    let state = away.state
    const after = ['x', 'y', 'z', 'u', 'v', 'w'].map((decision) => {
      const made = dealOut(state, [slot('anna'), slot('boris'), slot('clara')], decision)
      state = made.turns
      return made.dealt.slot
    })
    expect(after.filter((name) => name === 'anna')).toHaveLength(2)
  })

  it('forget what somebody who left was owed', () => {
    const { state } = deal(5, () => team(3))
    expect(Object.keys(amongMembers(state, ['seller-01']).owed)).toEqual(['seller-01'])
  })
})

describe('leads of a week', () => {
  const monday = Date.parse('2026-11-23T00:30:00+01:00')
  it('are counted from Monday on, where the team is', () => {
    const given = countIn(inWeekOf(none, monday, 'Europe/Berlin'), 'anna', 'a')
    expect(given).toMatchObject({ week: '2026-11-23', given: { anna: 1 }, turn: 1 })
    expect(inWeekOf(given, monday + 6 * 86_400_000, 'Europe/Berlin')).toBe(given)
    expect(inWeekOf(given, monday + 7 * 86_400_000, 'Europe/Berlin')).toMatchObject({ week: '2026-11-30', given: {} })
    // In London it is still Sunday.
    expect(inWeekOf(none, monday, 'Europe/London').week).toBe('2026-11-16')
  })

  it('count a lead once', () => {
    const given = countIn(none, 'anna', 'a')
    expect(countIn(given, 'anna', 'a')).toBe(given)
  })
})

describe('10,000 hand-offs', () => {
  it('are dealt out fairly, each within 1 lead of the share, while everybody is there', () => {
    for (const size of [1, 2, 3, 7, 20]) expect(deal(10_000, () => team(size)).off).toBeLessThan(1)
  })

  it.each([
    ['one is away every other week', (lead: number) => team(5).filter((_, index) => index !== 2 || lead % 400 < 200)],
    ['each is away in turn', (lead: number) => team(6).filter((_, index) => index !== Math.floor(lead / 250) % 6)],
    // By turns alone the odd leads would all go to the same of two.
    [
      'every other lead can only go to half of them',
      (lead: number) => team(4).filter((_, index) => lead % 2 === 0 || index < 2),
    ],
    ['they come and go at each lead', (lead: number) => team(9).filter((_, index) => (lead * 7 + index * 3) % 5 !== 0)],
    [
      'they weigh differently and are away',
      (lead: number) =>
        team(5)
          .map((one, index) => ({ ...one, weight: index + 1 }))
          .filter((_, index) => (lead + index) % 11 !== 0),
    ],
  ])('within 1 lead for each 1,000, also when %s', (_what, there) => {
    const { off } = deal(10_000, there)
    // Ten would do; it is less than one of them.
    expect(off).toBeLessThan(1)
  })

  it('within 1 lead for each 1,000 whoever is there when', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 4_095 })),
        (size, masks) => {
          const all = team(size)
          const there = () => {
            const mask = masks.next().value
            const some = all.filter((_, index) => (mask >> index) & 1)
            return some.length > 0 ? some : all
          }
          expect(deal(1_000, there).off).toBeLessThanOrEqual(1 + size / 2)
        },
      ),
      { numRuns: 30 },
    )
  })
})
