import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { experimentOf, experimentResult, neededFor } from '../../../core/insight/experiment-result.ts'
import { freshTally, hasReached, type Tally, withLead } from '../../../core/insight/fold-experiment.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { seeded } from '../../../core/seeded.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()

const plan = { metric: 'clicked' as const, baseline: '5 %', detect: '2 %', power: '80 %', within: '7d' }
const stepOf = (experiment: object = {}, split: Record<string, number> = { offer: 50, question: 50 }) => {
  const step = experimentOf(
    aSequence({ steps: [{ id: 'test', split, experiment: { ...plan, ...experiment } }], goal: { stage: 'sql' } }),
  )
  if (!step) throw new Error('no experiment')
  return step
}
const counted = (offer: [number, number], question: [number, number], days = 40): Tally => ({
  ...freshTally('white-paper', 'test', stepOf().experiment),
  firstAt: at(-days),
  lastAt: at(-8),
  variants: {
    offer: { reached: offer[0], leads: offer[1] },
    question: { reached: question[0], leads: question[1] },
  },
})
const result = (tally?: Tally, experiment: object = {}) => experimentResult(stepOf(experiment), tally, nowMs)

describe('an experiment before anybody came', () => {
  it('says how many leads it takes', () => {
    expect(neededFor(stepOf())).toBe(2_213)
    expect(result()).toMatchObject({ needed: 2_213, verdict: 'collecting' })
    expect(result()).not.toHaveProperty('days')
    expect(result().says).toBe(
      'No winner yet: 2,213 of offer and 2,213 of question are missing. It takes 2,213 leads of each variant to find 2 % more than 5 % with a power of 80 %. A lead is counted 7d after its split.',
    )
  })
})

describe('an experiment on its way', () => {
  it('names no winner, however good a variant looks, and says how long it takes at the volume so far', () => {
    const found = result(counted([10, 400], [40, 500], 47))
    expect(found).toMatchObject({ verdict: 'collecting', days: 182, differences: [{ of: 'question', less: 'offer' }] })
    expect(found.differences?.[0]?.low).toBeGreaterThan(0)
    expect(found).not.toHaveProperty('winner')
    expect(found.says).toContain('1,813 of offer and 1,713 of question are missing')
    expect(found.says).toContain('At the volume so far that is 182 days more')
    expect(found.variants[1]).toMatchObject({ rate: 0.08, leads: 500, missing: 1_713 })
  })

  it('says that a question is too large for the volume', () => {
    expect(result(counted([0, 2], [0, 3])).says).toContain('look for a larger difference')
  })

  it('waits for the smaller variant', () => {
    expect(result(counted([100, 2_212], [400, 9_000]))).toMatchObject({ verdict: 'collecting' })
  })
})

describe('an experiment with all its leads', () => {
  it('names the winner where the interval leaves out 0', () => {
    const found = result(counted([111, 2_213], [160, 2_213]))
    expect(found).toMatchObject({ verdict: 'winner', winner: 'question' })
    expect(found.says).toBe(
      'question is better: the difference of question to offer lies between +0.8 points and +3.6 points, at 95 %.',
    )
    expect(result(counted([160, 2_213], [111, 2_213]))).toMatchObject({ verdict: 'winner', winner: 'offer' })
  })

  it('names none where it does not', () => {
    const found = result(counted([111, 2_213], [125, 2_213]))
    expect(found).toMatchObject({ verdict: 'no difference found' })
    expect(found).not.toHaveProperty('winner')
    expect(found.says).toMatch(/^No winner: .* lies between -0\.7 points and \+2 points, at 95 %, so it may be none\.$/)
  })
})

describe('an experiment with several variants', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const several = (reached: readonly number[], leads: number, experiment: object = {}) => {
    const variants = names.slice(0, reached.length)
    const share = Math.floor(100 / variants.length)
    const shares = variants.map((name, n) => [name, n === 0 ? 100 - share * (variants.length - 1) : share])
    const step = stepOf(experiment, Object.fromEntries(shares))
    const tally: Tally = {
      ...freshTally('white-paper', 'test', step.experiment),
      firstAt: at(-40),
      lastAt: at(-8),
      variants: Object.fromEntries(variants.map((name, n) => [name, { reached: reached[n] ?? 0, leads }])),
    }
    return experimentResult(step, tally, nowMs)
  }

  it('takes more leads of each, and says that the best is looked for', () => {
    const found = several([0, 0, 0], 0)
    expect(found).toMatchObject({ needed: 3_808, verdict: 'collecting' })
    expect(found.says).toBe(
      'No winner yet: 3,808 of a, 3,808 of b and 3,808 of c are missing. It takes 3,808 leads of each variant to find 2 % more than 5 % in the best of them with a power of 80 %. A lead is counted 7d after its split.',
    )
  })

  it('names the winner that is better than each other one', () => {
    const found = several([190, 266, 200], 3_808)
    expect(found).toMatchObject({ verdict: 'winner', winner: 'b' })
    expect(found.differences?.map(({ of, less }) => `${of}-${less}`)).toEqual(['b-a', 'c-a', 'c-b'])
    expect(found.says).toBe(
      'b is the best: the difference of b to a lies between +0.7 points and +3.3 points and to c lies between +0.4 points and +3.1 points, at 95 % for all 3 comparisons together.',
    )
  })

  it('names none where one other may be as good, and says which', () => {
    const found = several([190, 266, 245], 3_808)
    expect(found).toMatchObject({ verdict: 'no difference found' })
    expect(found.says).toMatch(/^No winner: the difference of b to c lies between -.*, so it may be none\.$/)
    // It would have been one of two that nobody chose among three.
    expect(several([210, 256], 3_808)).toMatchObject({ winner: 'b' })
    expect(several([210, 256, 210], 3_808)).not.toHaveProperty('winner')
  })

  it.each([3, 5])('of %i that are the same names a winner once in twenty times at most', (count) => {
    const chance = seeded(7)
    const experiment = { baseline: '30 %', detect: '30 %' }
    const { needed } = several(Array(count).fill(0), 0, experiment)
    let winners = 0
    for (let times = 0; times < 400; times += 1) {
      const reached = Array.from({ length: count }, () => {
        let sum = 0
        for (let lead = 0; lead < needed; lead += 1) if (chance() < 0.3) sum += 1
        return sum
      })
      if (several(reached, needed, experiment).winner) winners += 1
    }
    expect(winners).toBeLessThanOrEqual(20)
  })

  it('finds the best as often as its power promises', () => {
    const chance = seeded(11)
    const experiment = { baseline: '30 %', detect: '30 %' }
    const { needed } = several([0, 0, 0], 0, experiment)
    let found = 0
    for (let times = 0; times < 400; times += 1) {
      const reached = [0.3, 0.6, 0.3].map((rate) => {
        let sum = 0
        for (let lead = 0; lead < needed; lead += 1) if (chance() < rate) sum += 1
        return sum
      })
      if (several(reached, needed, experiment).winner === 'b') found += 1
    }
    expect(found).toBeGreaterThanOrEqual(0.78 * 400)
  })
})

describe('what a lead did', () => {
  const trial = { step: 'test', variant: 'offer', at: at(0) }
  it.each<[string, Partial<Enrolment>, object, boolean]>([
    ['a click in time', { sent: { x: at(1) }, clicked: { x: at(2) } }, {}, true],
    ['a click on the last moment', { sent: { x: at(0) }, clicked: { x: at(7) } }, {}, true],
    ['a click too late', { sent: { x: at(1) }, clicked: { x: at(7.001) } }, {}, false],
    ['a click on a mail from before the split', { sent: { x: at(-1) }, clicked: { x: at(1) } }, {}, false],
    ['a click from before the split', { sent: { x: at(1) }, clicked: { x: at(-1) } }, {}, false],
    ['no click', { sent: { x: at(1) } }, {}, false],
    ['the goal in time', { state: 'goal', endedAt: at(3) }, { metric: 'goal' }, true],
    ['the goal too late', { state: 'goal', endedAt: at(8) }, { metric: 'goal' }, false],
    ['another end', { state: 'finished', endedAt: at(3) }, { metric: 'goal' }, false],
    ['a click, and the goal is asked for', { sent: { x: at(1) }, clicked: { x: at(2) } }, { metric: 'goal' }, false],
  ])('%s', (_name, given, experiment, expected) => {
    expect(hasReached(anEnrolment({ trial, ...given }), stepOf(experiment).experiment)).toBe(expected)
  })

  it('is counted where it is found, and nowhere when it was deleted or belongs to another experiment', () => {
    const { experiment } = stepOf()
    const fresh = freshTally('white-paper', 'test', experiment)
    expect(withLead(fresh, 'a', undefined, experiment).variants).toEqual({})
    const other = anEnrolment({ trial: { ...trial, step: 'older' } })
    expect(withLead(fresh, 'a', other, experiment)).toEqual({ ...fresh, place: 'a' })
    expect(withLead(fresh, 'a', anEnrolment({ trial }), experiment)).toMatchObject({
      place: 'a',
      firstAt: at(0),
      variants: { offer: { leads: 1, reached: 0 } },
    })
  })

  it('adds up, in whatever pages it is counted', () => {
    const { experiment } = stepOf()
    const lead = fc.record({ variant: fc.constantFrom('offer', 'question'), clicks: fc.boolean() })
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 60 }), (leads) => {
        const made = leads.map(({ variant, clicks }) =>
          anEnrolment({ trial: { ...trial, variant }, sent: { x: at(0) }, clicked: clicks ? { x: at(1) } : {} }),
        )
        const tally = made.reduce(
          (before, one, index) => withLead(before, String(index), one, experiment),
          freshTally('white-paper', 'test', experiment),
        )
        for (const variant of ['offer', 'question']) {
          const own = leads.filter((one) => one.variant === variant)
          expect(tally.variants[variant] ?? { leads: 0, reached: 0 }).toEqual({
            leads: own.length,
            reached: own.filter(({ clicks }) => clicks).length,
          })
        }
      }),
    )
  })
})
