import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const model = aScoringModel()
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const now = '2026-11-24T09:00:00.000Z'
const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000).toISOString()
const click = (days: number) => aFact({ type: 'email-clicked', at: daysAgo(days) })
const interest = (...facts: ReturnType<typeof aFact>[]) => foldScore(model, {}, facts, nowMs).interest

describe('a score', () => {
  it('is fit by the own answers and interest by what was done', () => {
    expect(foldScore(model, director, [aFact({ type: 'call' }), click(0)], nowMs)).toMatchObject({
      total: 45,
      fit: 30,
      interest: 15,
    })
  })

  it.each([
    ['a fact of now counts whole', [click(0)], 5],
    ['after its half-life a half is left, and halves round up', [click(30)], 3],
    ['after two half-lives a quarter', [click(60)], 1],
    ['what has faded is nothing', [click(400)], 0],
    ['without half-life nothing fades', [aFact({ type: 'call', at: daysAgo(400) })], 10],
    ['facts add up before they are rounded', [click(30), click(29.999)], 5],
    ['a rule stops at its cap', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map(click), 25],
    [
      'a capped sum fades from where it was, not from the cap',
      [30, 30.1, 30.2, 30.3, 30.4, 30.5, 30.6, 30.7, 30.8].map(click),
      22,
    ],
    ['points can be lost', [aFact({ type: 'consent-withdrawn', at: daysAgo(90) })], -7],
    ['a condition asks the fact', [aFact({ data: { path: '/jobs' } })], 0],
    [
      'one fact can count for several rules',
      [aFact({ type: 'form-submitted', at: now, data: { form: 'demo-request' } })],
      50,
    ],
    [
      'asking for help is no interest in buying',
      [aFact({ type: 'form-submitted', at: now, data: { form: 'demo-request', intent: 'service' } })],
      0,
    ],
    ['an open scores nothing by default', [aFact({ type: 'email-opened' })], 0],
    ['a click by a machine scores nothing by default', [aFact({ type: 'email-clicked', data: { machine: true } })], 0],
    [
      'a fact dated ahead counts whole and no more',
      [aFact({ type: 'email-clicked', at: '2026-12-24T09:00:00.000Z' })],
      5,
    ],
  ])('%s', (_name, facts, expected) => {
    expect(interest(...facts)).toBe(expected)
  })

  it('counts opens and machines where a rule asks for them', () => {
    const odd = aScoringModel({
      engagement: [
        { on: 'email-opened', points: 2 },
        { on: 'email-clicked', where: { machine: true }, points: -1 },
      ],
    })
    const facts = [aFact({ type: 'email-opened' }), aFact({ type: 'email-clicked', data: { machine: true } })]
    expect(foldScore(odd, {}, facts, nowMs).interest).toBe(1)
  })

  it('explains itself by parts: points left, points without fading and cap, facts, the newest', () => {
    expect(foldScore(model, director, [click(30), click(31)], nowMs).parts).toEqual([
      { rule: 'decides', kind: 'fit', points: 30, full: 30, facts: 0 },
      { rule: 'clicks', kind: 'engagement', points: 5, full: 10, facts: 2, last: daysAgo(30) },
    ])
  })

  it('names rules without an id by what they are about', () => {
    const plain = aScoringModel({
      fit: [{ when: { country: 'RU' }, points: 5 }],
      engagement: [{ on: 'call', points: 5 }],
    })
    const { parts } = foldScore(plain, { country: 'RU' }, [aFact({ type: 'call' })], nowMs)
    expect(parts.map(({ rule }) => rule)).toEqual(['fit-1', 'call-1'])
  })

  it('lists the indicators that hold', () => {
    const asking = aScoringModel({
      indicators: [
        { id: 'authority', when: { jobTitle: { contains: 'director' } }, ask: 'Who else decides?' },
        { id: 'budget', when: { budget: { exists: true } }, ask: 'What did you set aside?' },
      ],
    })
    expect(foldScore(asking, director, [], nowMs).indicators).toEqual(['authority'])
  })

  it('is the same whatever order its facts come in and however often', () => {
    const mixed = someFacts(nowMs).chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
      ),
    )
    fc.assert(
      fc.property(mixed, ([facts, shuffled]) => {
        expect(foldScore(model, director, shuffled, nowMs)).toEqual(foldScore(model, director, facts, nowMs))
      }),
    )
  })

  it('adds up to the point, in whole points, within the caps', () => {
    fc.assert(
      fc.property(someFacts(nowMs), fc.integer({ min: 0, max: 400 }), (facts, days) => {
        const score = foldScore(model, director, facts, nowMs + days * 86_400_000)
        expect(score.parts.reduce((sum, { points }) => sum + points, 0)).toBe(score.total)
        expect(score.fit + score.interest).toBe(score.total)
        expect(score.parts.every(({ points }) => Number.isInteger(points))).toBe(true)
        expect(score.parts.find(({ rule }) => rule === 'clicks')?.points ?? 0).toBeLessThanOrEqual(25)
      }),
    )
  })

  it('only fades with time, toward zero, part by part', () => {
    fc.assert(
      fc.property(someFacts(nowMs), fc.integer({ min: 0, max: 400 }), (facts, days) => {
        const before = foldScore(model, director, facts, nowMs)
        const after = foldScore(model, director, facts, nowMs + days * 86_400_000)
        before.parts.forEach(({ points }, index) => {
          expect(Math.abs(after.parts[index]?.points ?? 0)).toBeLessThanOrEqual(Math.abs(points))
        })
      }),
    )
  })
})
