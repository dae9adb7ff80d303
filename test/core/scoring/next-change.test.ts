import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { addFacts, inOrder, noEngagement } from '../../../core/scoring/engagement.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { nextChange } from '../../../core/scoring/next-change.ts'
import { rulesOf } from '../../../core/scoring/rules.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'

const model = aScoringModel()
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const next = (facts: readonly Activity[], given = model, atMs = nowMs) =>
  nextChange(rulesOf(given), addFacts(rulesOf(given), noEngagement, inOrder(facts), atMs))

describe('the next change by time alone', () => {
  it.each([
    ['nothing to fade', [], undefined],
    ['only what does not fade', [aFact({ type: 'call' })], undefined],
    ['only what has faded to nothing', [aFact({ type: 'email-clicked', at: '2024-01-01T00:00:00.000Z' })], undefined],
    // 5 points of half-life 30 days are under 4.5 after 4.56 days.
    ['a click of now', [aFact({ type: 'email-clicked', at: '2026-11-24T09:00:00.000Z' })], '2026-11-29T00:00:00.000Z'],
  ] as const)('%s', (_name, facts, expected) => {
    expect(next(facts)).toBe(expected && Date.parse(expected))
  })

  it('is not before the dial turns, where nothing fades', () => {
    const dialled = aScoringModel({ dial: [{ from: 'quarter-end', for: '-4w', score: 70 }] })
    expect(next([], dialled)).toBe(Date.parse('2026-12-05T00:00:00.000Z'))
  })

  it('comes at the start of the first day that shows another score', () => {
    fc.assert(
      fc.property(someFacts(nowMs), (facts) => {
        const due = next(facts)
        const at = (ms: number) => foldScore(model, {}, facts, ms).parts.map(({ points }) => points)
        if (due === undefined) {
          expect(at(nowMs + 5_000 * day)).toEqual(at(nowMs))
          return
        }
        expect(due % day).toBe(0)
        expect(due).toBeGreaterThan(nowMs)
        expect(at(due)).not.toEqual(at(nowMs))
        if (due - day > nowMs) expect(at(due - day)).toEqual(at(nowMs))
      }),
    )
  })
})
