import { describe, expect, it } from 'vitest'
import { FieldTally } from '../../../../core/scoring/backtest/field-tally.ts'
import { leakOfField, leakOfRule } from '../../../../core/scoring/backtest/leaks.ts'
import { chiSquared99, shiftOf, tenthsOf } from '../../../../core/scoring/backtest/stability.ts'
import { missingFields, rejectedWarning, thinWarning } from '../../../../core/scoring/backtest/warnings.ts'
import { scoringModel } from '../../../../core/scoring/model.ts'
import { seeded } from '../../../../core/seeded.ts'

const day = 86_400_000

/** 400 leads, a quarter of them won, with a field that is made of outcome, number and chance. */
function tallyOf(make: (isWon: boolean, n: number, random: () => number) => unknown) {
  const random = seeded(5)
  const tally = new FieldTally('field')
  const all = { won: 0, lost: 0 }
  for (let n = 0; n < 400; n += 1) {
    const isWon = n % 4 === 0
    all[isWon ? 'won' : 'lost'] += 1
    tally.add(make(isWon, n, random), isWon, Date.UTC(2025, 0, 1) + Math.floor(random() * 360) * day)
  }
  return leakOfField(tally, all)
}

describe('a field that tells the outcome alone', () => {
  it.each<[string, Parameters<typeof tallyOf>[0], ReturnType<typeof tallyOf>]>([
    ['the outcome itself', (isWon) => (isWon ? 'yes' : 'no'), { of: 'field', kind: 'parts', value: 1 }],
    ['filled in for winners', (isWon) => (isWon ? 'C-1' : undefined), { of: 'field', kind: 'parts', value: 1 }],
    [
      'a number that only winners have high',
      (isWon, n) => (isWon ? 100 + n : n / 10),
      { of: 'field', kind: 'parts', value: 1 },
    ],
    [
      'known of half the winners and nobody else',
      (isWon, n) => (isWon && n % 8 === 0 ? `no ${n}` : undefined),
      { of: 'field', kind: 'only-won', value: 1 },
    ],
  ])('is found: %s', (_, make, leak) => {
    expect(tallyOf(make)).toEqual(leak)
  })

  it.each<[string, Parameters<typeof tallyOf>[0]]>([
    ['chance', (_, __, random) => (random() < 0.5 ? 'a' : 'b')],
    ['a name of each lead’s own', (_, n) => `name ${n}`],
    ['rare values that by themselves had one outcome', (_, n) => `value ${n % 150}`],
    ['something that leans', (isWon, _, random) => (random() < (isWon ? 0.8 : 0.3) ? 'big' : 'small')],
    ['a number that leans', (isWon, _, random) => random() + (isWon ? 0.4 : 0)],
    ['nothing', () => undefined],
  ])('is not seen in %s', (_, make) => {
    expect(tallyOf(make)).toBeUndefined()
  })

  it.each([
    [{ leads: 100, won: 98 }, 'parts'],
    [{ leads: 300, won: 1 }, 'parts'],
    [{ leads: 40, won: 40 }, 'only-won'],
    [{ leads: 10, won: 10 }, undefined],
    [{ leads: 60, won: 40 }, undefined],
    [{ leads: 0, won: 0 }, undefined],
  ])('may be a rule: %j', (holds, kind) => {
    expect(leakOfRule('rule', holds, { won: 100, lost: 300 })?.kind).toBe(kind)
  })
})

describe('the population stability index', () => {
  it('is none where nothing moved, and what the formula says where something did', () => {
    expect(shiftOf([300, 700], [30, 70])).toMatchObject({ verdict: 'none' })
    expect(shiftOf([300, 700], [30, 70]).psi).toBeCloseTo(0, 12)
    expect(shiftOf([500, 500], [700, 300])).toMatchObject({ verdict: 'some' })
    expect(shiftOf([500, 500], [700, 300]).psi).toBeCloseTo(0.2 * Math.log(1.4) - 0.2 * Math.log(0.6), 12)
    expect(shiftOf([900, 100], [400, 600])).toMatchObject({ verdict: 'large' })
  })

  it('is no shift where so few leads make it by chance', () => {
    expect(shiftOf([5, 5], [8, 2])).toMatchObject({ verdict: 'none' })
    expect(shiftOf([], [])).toMatchObject({ psi: 0, verdict: 'none' })
  })

  it('counts an empty bin as half a lead', () => {
    expect(shiftOf([100, 0], [90, 10]).psi).toBeGreaterThan(0)
    expect(shiftOf([100, 0, 0], [90, 0, 10]).psi).toBe(shiftOf([100, 0], [90, 10]).psi)
  })

  it.each([
    [1, 6.635],
    [2, 9.21],
    [9, 21.666],
    [30, 50.892],
  ])('has by chance, with %d degrees, what the tables say', (degrees, value) => {
    expect(Math.abs(chiSquared99(degrees) / value - 1)).toBeLessThan(0.01)
  })

  it('cuts numbers into tenths, as many as their ties allow', () => {
    const binOf = tenthsOf([...Array(50).fill(0), ...Array.from({ length: 50 }, (_, n) => n + 1)])
    expect([0, 1, 50, 1_000].map(binOf)).toEqual([1, 2, 6, 6])
  })
})

describe('warnings', () => {
  it.each([
    [{ won: 100, lost: 100 }, undefined],
    [{ won: 99, lost: 500 }, 'Only 99 of these leads were won'],
    [{ won: 500, lost: 12 }, 'Only 12 of these leads were lost'],
    [{ won: 1, lost: 500 }, 'Only 1 of these leads was won: these figures say next to nothing'],
  ])('tell of few: %j', (counts, says) => {
    if (says === undefined) expect(thinWarning(counts)).toBeUndefined()
    else expect(thinWarning(counts)?.says).toContain(says)
  })

  it('name the fields that the model asks for in vain', () => {
    const model = scoringModel.parse({
      id: 'm',
      fit: [{ when: { any: [{ role: 'a' }, { none: [{ size: 'b' }] }], customer: false }, points: 1 }],
      engagement: [{ on: 'call', points: 1 }],
      mql: { score: 1, 'fit-at-least': 1, 'interest-at-least': 1 },
      qualify: { score: 2, 'fit-at-least': 1, 'interest-at-least': 1, 'drop-below': 1 },
    })
    expect(missingFields(model, new Set(['role', 'customer']))[0]?.says).toContain('“size”')
    expect(missingFields(model, new Set(['role', 'size', 'customer']))).toEqual([])
  })

  it('tell of rejected rows once they are more than a few', () => {
    expect(rejectedWarning(4, 100)).toBeUndefined()
    expect(rejectedWarning(20, 100)?.says).toContain('20 % of the rows')
  })
})
