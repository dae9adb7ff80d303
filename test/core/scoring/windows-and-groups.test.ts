import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Activity, byTimeThenId } from '../../../core/leads/activity.ts'
import { qualifyBar } from '../../../core/scoring/dial.ts'
import { addFacts, inOrder, noEngagement } from '../../../core/scoring/engagement.ts'
import { explainScore } from '../../../core/scoring/explain.ts'
import { foldScore, scoreOf } from '../../../core/scoring/fold-score.ts'
import { nextChange } from '../../../core/scoring/next-change.ts'
import { gapsTo } from '../../../core/scoring/qualify.ts'
import { rulesOf } from '../../../core/scoring/rules.ts'
import { emptySnapshot, engagementOf, moveHorizon, snapshot } from '../../../core/scoring/snapshot.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const daysAgo = (days: number) => new Date(nowMs - days * day).toISOString()
const visit = (days: number, data: Activity['data'] = { path: '/pricing' }) => aFact({ at: daysAgo(days), data })

const model = aScoringModel({
  engagement: [
    { id: 'clicks', on: 'email-clicked', points: 5, 'half-life': '30d', cap: 25, group: 'web' },
    { id: 'visits', on: 'page-visited', points: 4, 'half-life': '14d', group: 'web' },
    { id: 'reads-often', on: 'page-visited', points: 7, 'at-least': 3, within: '10d', group: 'web' },
    { id: 'calls', on: 'call', points: 10, cap: 20 },
    { id: 'left', on: 'consent-withdrawn', points: -15, 'half-life': '90d' },
    { id: 'asked', on: 'form-submitted', points: 10, cap: 10 },
  ],
  groups: [{ id: 'web', cap: 18 }],
  inactivity: [
    { id: 'quiet', after: '30d', points: -5 },
    { id: 'silent', after: '90d', points: -20 },
  ],
})
const rules = rulesOf(model)
const scored = (facts: readonly Activity[], atMs = nowMs) => foldScore(model, director, facts, atMs)
const given = (facts: readonly Activity[], atMs = nowMs) =>
  Object.fromEntries(
    scored(facts, atMs)
      .parts.filter(({ kind }) => kind === 'engagement')
      .map(({ rule, points }) => [rule, points]),
  )

describe('so many times within a time', () => {
  it.each([
    ['too few give nothing', [1, 2], undefined],
    ['enough give the points once', [1, 2, 3], 7],
    ['more give no more', [1, 2, 3, 4, 5], 7],
    ['what lies before that time is not counted', [1, 2, 10.1], undefined],
    ['it is the newest that count', [40, 39, 38, 3, 2, 1], 7],
  ])('%s', (_name, days, points) => {
    const plain = aScoringModel({
      engagement: [{ id: 'often', on: 'page-visited', points: 7, 'at-least': 3, within: '10d' }],
    })
    const { parts } = foldScore(
      plain,
      {},
      days.map((ago) => visit(ago)),
      nowMs,
    )
    expect(parts.find(({ rule }) => rule === 'often')?.points).toBe(points)
  })

  it('counts what a person surely did', () => {
    const hasty = [1, 2, 3].map((ago) => aFact({ at: daysAgo(ago), data: { person: 0.5 } }))
    expect(given(hasty)).not.toHaveProperty('reads-often')
    expect(given([1, 2, 3].map((ago) => visit(ago, { machine: true })))).not.toHaveProperty('reads-often')
  })
})

describe('a group', () => {
  it('has one cap for all its rules; what is over it is taken from the last, and said', () => {
    const facts = [visit(0), visit(0.1), visit(0.2), aFact({ type: 'email-clicked', at: daysAgo(0) })]
    // 5 + 12 + 7 = 24: six too many.
    expect(given(facts)).toEqual({ clicks: 5, visits: 12, 'reads-often': 1 })
    const says = explainScore(model, scored(facts), nowMs).parts.map((part) => part.says)
    expect(says).toContain(
      '1 point, 6 points over the 18 of the group web: page visited, 3 times within 10 days, last on 2026-11-24',
    )
  })
})

describe('who does nothing', () => {
  it.each([
    ['for less than that loses nothing', 29, {}],
    ['for longer loses the points of the step', 31, { quiet: -5 }],
    ['for longer still loses those of each', 91, { quiet: -5, silent: -20 }],
  ])('%s', (_name, days, lost) => {
    const facts = [aFact({ type: 'form-submitted', at: daysAgo(days), data: { form: 'white-paper' } })]
    expect(given(facts)).toEqual({ asked: 10, ...lost })
  })

  it('has it back with any act, also one that no rule counts, and not by what others or machines do', () => {
    const posted = aFact({ type: 'form-submitted', at: daysAgo(100), data: { form: 'white-paper' } })
    const acts = (type: string, data = {}) => given([posted, aFact({ type, at: daysAgo(1), data })]).quiet
    expect(acts('site-searched')).toBeUndefined()
    expect(acts('email-clicked', { machine: true })).toBe(-5)
    expect(acts('email-delivered')).toBe(-5)
    expect(acts('email-opened')).toBe(-5)
  })

  it('is said why', () => {
    const facts = [aFact({ type: 'form-submitted', at: daysAgo(31), data: { form: 'white-paper' } })]
    expect(explainScore(model, scored(facts), nowMs).parts.at(-1)?.says).toBe(
      '-5 points: nothing done for 30 days, last on 2026-10-24',
    )
  })
})

describe('with all of them, a score', () => {
  it('is the same in any order, with repeats, in any portions and on top of a snapshot', () => {
    fc.assert(
      fc.property(someFacts(nowMs, 60), fc.nat(), fc.integer({ min: 0, max: 200 }), (facts, seed, days) => {
        const atMs = nowMs + days * day
        const whole = scored(facts, atMs)
        const turned =
          fc.sample(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), {
            numRuns: 1,
            seed,
          })[0] ?? []
        expect(scored(turned, atMs)).toEqual(whole)
        const portions = facts.reduce((known, fact) => addFacts(rules, known, [fact], atMs), noEngagement)
        expect(scoreOf(rules, director, portions)).toEqual(whole)
        const ordered = inOrder(facts)
        const kept = moveHorizon(rules, emptySnapshot, ordered, nowMs, 1)
        const stored = snapshot.parse(JSON.parse(JSON.stringify(kept)))
        const tail = ordered.filter((fact) => !stored.horizon || byTimeThenId(fact, stored.horizon) > 0)
        expect(scoreOf(rules, director, engagementOf(rules, stored, tail, atMs))).toEqual(whole)
      }),
    )
  })

  it('adds up to the point, and no group gives more than its cap', () => {
    fc.assert(
      fc.property(someFacts(nowMs, 60), fc.integer({ min: 0, max: 200 }), (facts, days) => {
        const score = scored(facts, nowMs + days * day)
        const sum = (names: readonly string[]) =>
          score.parts.reduce((all, { rule, points }) => all + (names.includes(rule) ? points : 0), 0)
        expect(score.parts.reduce((all, { points }) => all + points, 0)).toBe(score.total)
        expect(score.fit + score.interest).toBe(score.total)
        expect(sum(['clicks', 'visits', 'reads-often'])).toBeLessThanOrEqual(18)
      }),
    )
  })

  it('never stays otherwise for longer than until the night that is named', () => {
    fc.assert(
      fc.property(someFacts(nowMs, 60), (facts) => {
        const due = nextChange(rules, addFacts(rules, noEngagement, inOrder(facts), nowMs))
        const until = due === undefined ? nowMs + 1_000 * day : due - day
        if (until > nowMs) expect(given(facts, until)).toEqual(given(facts))
      }),
    )
  })

  it('is lifted over the bar by the act that is named', () => {
    fc.assert(
      fc.property(someFacts(nowMs - day, 60), (facts) => {
        const { wouldQualify } = explainScore(model, scored(facts), nowMs)
        if (!wouldQualify) return
        const act = aFact({ id: 'one-more', type: wouldQualify.on, at: daysAgo(0), data: {} })
        const after = scored([...facts, act])
        expect(gapsTo(qualifyBar(model, nowMs), after)).toEqual([])
      }),
    )
  })
})
