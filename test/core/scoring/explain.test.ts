import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { qualifyBar } from '../../../core/scoring/dial.ts'
import { explainScore } from '../../../core/scoring/explain.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { gapsTo } from '../../../core/scoring/qualify.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const model = aScoringModel()
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const form = aFact({
  type: 'form-submitted',
  at: '2026-11-20T09:00:00.000Z',
  data: { form: 'white-paper', intent: 'implicit' },
})
const click = aFact({ type: 'email-clicked', at: '2026-10-25T09:00:00.000Z' })
const explain = (facts: readonly Activity[], answers: Record<string, string> = director, given = model) =>
  explainScore(given, foldScore(given, answers, facts, nowMs), nowMs)

describe('an explained score', () => {
  it('says of each part which rule, which facts and how much is left', () => {
    expect(explain([form, click]).parts.map(({ says }) => says)).toEqual([
      '30 points: jobTitle contains "director" or "head of"',
      '10 of 10 points left, its cap is 10: form submitted, 1 time, last on 2026-11-20',
      '3 of 5 points left: email clicked, 1 time, last on 2026-10-25',
    ])
  })

  it('says what is missing', () => {
    expect(explain([form], {}).missing.map(({ says }) => says)).toEqual([
      'the score is 10 and must be 60',
      'fit is 0 and must be 20: who the lead is',
      'interest is 10 and must be 15: what the lead does',
      'it has done nothing yet since it became known',
    ])
  })

  it('names the cheapest single act that would qualify', () => {
    const call = aFact({ type: 'call', at: '2026-11-22T09:00:00.000Z' })
    expect(explain([form, call]).wouldQualify).toEqual({
      rule: 'pricing',
      on: 'page-visited',
      points: 10,
      says: 'a page visit where path starts with "/pricing" (rule pricing) would qualify',
    })
    const clicks = [1, 2, 3].map((minute) => aFact({ type: 'email-clicked', at: `2026-11-24T08:5${minute}:00.000Z` }))
    expect(explain([form, ...clicks]).wouldQualify?.rule).toBe('clicks')
  })

  it('counts an act by all rules that it would meet', () => {
    // A demo request brings 10 for the form and 40 for the demo.
    expect(explain([click]).wouldQualify).toBeUndefined()
    const known = [aFact({ type: 'list-imported', at: '2026-11-01T09:00:00.000Z' })]
    expect(explain(known).wouldQualify).toMatchObject({ rule: 'asked-for-demo', points: 50 })
  })

  it('names none where no single act would do, and none to who is over the bar', () => {
    expect(explain([form], {}).wouldQualify).toBeUndefined()
    const pricing = [1, 2].map((hour) => aFact({ at: `2026-11-24T0${hour}:00:00.000Z`, data: { path: '/pricing' } }))
    expect(explain([form, ...pricing])).toMatchObject({ total: 60, missing: [] })
    expect(explain([form, ...pricing]).wouldQualify).toBeUndefined()
  })

  it('counts an indicator by what is there', () => {
    const asking = aScoringModel({
      indicators: [{ id: 'budget', when: { budget: { exists: true } }, ask: 'How much?' }],
      qualify: { score: 60, 'fit-at-least': 20, 'interest-at-least': 15, indicators: '1 of 1', 'drop-below': 50 },
    })
    expect(explain([form], director, asking).missing.map(({ says }) => says)).toContain('0 indicators of the 1 needed')
  })

  it('shortens long lists', () => {
    const world = aScoringModel({ fit: [{ when: { country: ['DE', 'AT', 'CH', 'RU', 'KZ'] }, points: 5 }] })
    expect(explain([], { country: 'DE' }, world).parts[0]?.says).toBe(
      '5 points: country is "DE", "AT", "CH" or 2 others',
    )
  })

  it('adds up, and the act that it names does qualify', () => {
    const acts: Record<string, Partial<Activity>> = {
      asked: { type: 'form-submitted', data: { form: 'white-paper' } },
      'asked-for-demo': { type: 'form-submitted', data: { form: 'demo-request', intent: 'explicit' } },
      clicks: { type: 'email-clicked' },
      pricing: { type: 'page-visited', data: { path: '/pricing' } },
      calls: { type: 'call' },
    }
    let named = 0
    fc.assert(
      fc.property(someFacts(nowMs, 12), (facts) => {
        const { parts, total, wouldQualify } = explain(facts)
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(total)
        if (!wouldQualify) return
        named += 1
        const act = aFact({ id: 'one-more-act', at: '2026-11-24T09:00:00.000Z', ...acts[wouldQualify.rule] })
        const after = foldScore(model, director, [...facts, act], nowMs)
        expect(gapsTo(qualifyBar(model, nowMs), after)).toEqual([])
        expect(after.total).toBe(total + wouldQualify.points)
      }),
      { numRuns: 300 },
    )
    expect(named).toBeGreaterThan(0)
  })
})
