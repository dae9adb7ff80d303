import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { decideQualification } from '../../../core/scoring/qualify.ts'
import type { Score } from '../../../core/scoring/score.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const model = aScoringModel()
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const now = toInstant(nowMs)
const daysAgo = (days: number) => toInstant(nowMs - days * 86_400_000)

function aScore(given: Partial<Score> = {}): Score {
  const { fit = 30, interest = 30 } = given
  return {
    total: fit + interest,
    fit,
    interest,
    parts: [],
    indicators: [],
    capturedAt: daysAgo(20),
    actedAt: daysAgo(1),
    explicit: false,
    ...given,
  }
}
const qualified = (k: number, days: number): Profile['qualification'] => ({ k, state: 'qualified', at: daysAgo(days) })
const dropped = (k: number, days: number): Profile['qualification'] => ({ k, state: 'dropped', at: daysAgo(days) })
const decide = (score: Score, profile: Partial<Profile> = {}, handoffs: ReturnType<typeof aHandoff>[] = []) =>
  decideQualification(model, score, aLead({ profile, handoffs }), nowMs)

describe('a lead that sales handed in', () => {
  const handedIn = { by: 'anna', for: 'me', reason: 'Met at the fair' } as const
  const profile = { qualification: { k: 1, state: 'qualified', at: daysAgo(9), handedIn } } satisfies Partial<Profile>
  const rejected = aHandoff({ k: 1, state: 'rejected', answer: { kind: 'rejected', at: daysAgo(5), by: 'anna' } })

  it('is not taken back by any score', () => {
    expect(decide(aScore({ fit: 0, interest: 0 }), profile)).toEqual({})
    expect(decide(aScore({ fit: 0, interest: 0 }), profile, [rejected])).toEqual({})
  })

  it('qualifies by its score after sales gave it back, by an act of later', () => {
    expect(decide(aScore({ actedAt: daysAgo(6) }), profile, [rejected]).qualification).toBeUndefined()
    expect(decide(aScore(), profile, [rejected]).qualification).toEqual({ k: 2, state: 'qualified', at: now })
  })
})

describe('a lead into which one is merged that sales gave back', () => {
  const rejected = aHandoff({
    leadId: 'b'.repeat(32),
    k: 1,
    state: 'rejected',
    answer: { kind: 'rejected', at: daysAgo(5), by: 'anna' },
  })

  it('is the same person: it qualifies by an act of later, and not for the first time', () => {
    expect(decide(aScore({ actedAt: daysAgo(6) }), {}, [rejected]).qualification).toBeUndefined()
    expect(decide(aScore({ actedAt: daysAgo(5) }), {}, [rejected]).qualification).toBeUndefined()
    expect(decide(aScore({ actedAt: daysAgo(4) }), {}, [rejected]).qualification).toEqual({
      k: 1,
      state: 'qualified',
      at: now,
    })
  })
})

describe('who qualifies', () => {
  it.each([
    ['over the bar with both gates', aScore(), true],
    ['just under the bar', aScore({ interest: 29 }), false],
    ['enough points, too little fit', aScore({ fit: 19, interest: 60 }), false],
    ['enough points, too little interest', aScore({ fit: 60, interest: 14 }), false],
    ['a perfect fit that did nothing after capture', aScore({ fit: 100, interest: 50, actedAt: daysAgo(20) }), false],
    ['one whose only acts were before capture', aScore({ actedAt: daysAgo(21) }), false],
    ['one who asked for sales by that one form', aScore({ actedAt: daysAgo(20), explicit: true }), true],
    ['one who came by no form and acted', aScore({ capturedAt: undefined }), true],
    ['one who came by no form and did nothing', aScore({ capturedAt: undefined, actedAt: undefined }), false],
  ])('%s', (_name, score, expected) => {
    const decision = decide(score)
    expect(decision.qualification).toEqual(expected ? { k: 1, state: 'qualified', at: now } : undefined)
  })

  it('needs so many of the indicators', () => {
    const asking = aScoringModel({
      indicators: ['a', 'b', 'c'].map((id) => ({ id, when: { [id]: true }, ask: `${id}?` })),
      qualify: { score: 60, 'fit-at-least': 20, 'interest-at-least': 15, indicators: '2 of 3', 'drop-below': 50 },
    })
    const kOf = (indicators: string[]) =>
      decideQualification(asking, aScore({ indicators }), aLead(), nowMs).qualification?.k
    expect(kOf(['a'])).toBeUndefined()
    expect(kOf(['a', 'c'])).toBe(1)
  })
})

describe('who is an MQL', () => {
  it.each([
    ['by marketing’s criteria', aScore({ interest: 15 }), 'lead', 'mql'],
    ['a subscriber too', aScore({ interest: 15 }), 'subscriber', 'mql'],
    ['not under the score', aScore({ interest: 14, fit: 30 }), 'lead', undefined],
    ['not without fit', aScore({ fit: 19, interest: 30 }), 'lead', undefined],
    ['not by one submission', aScore({ actedAt: daysAgo(20) }), 'lead', undefined],
    ['nobody falls back from a later stage', aScore(), 'sql', undefined],
    ['a customer stays one', aScore(), 'customer', undefined],
  ] as const)('%s', (_name, score, stage, expected) => {
    expect(decide(score, { stage }).stage).toBe(expected)
  })
})

describe('who drops out', () => {
  it.each([
    ['under drop-below', aScore({ interest: 19 }), 'dropped'],
    ['at drop-below it stands', aScore({ interest: 20 }), undefined],
    ['between the two it stands', aScore({ interest: 25 }), undefined],
    ['without fit any more', aScore({ fit: 19, interest: 60 }), 'dropped'],
    ['without interest any more', aScore({ fit: 60, interest: 14 }), 'dropped'],
  ])('%s', (_name, score, expected) => {
    expect(decide(score, { stage: 'mql', qualification: qualified(1, 5) }).qualification?.state).toBe(expected)
  })

  it('drops once, and keeps its stage', () => {
    const again = decide(aScore({ interest: 0 }), { stage: 'mql', qualification: dropped(1, 5) })
    expect(again).toEqual({})
  })
})

describe('who qualifies again', () => {
  const answered = (kind: 'recycled' | 'rejected', days: number) =>
    aHandoff({ state: kind, answer: { kind, at: daysAgo(days), by: 'maria' } })

  it.each([
    ['not while the last one stands', qualified(1, 5), [], undefined],
    ['not while sales has it', dropped(1, 5), [aHandoff()], undefined],
    ['dropped, with a new fact since', dropped(1, 5), [], 2],
    ['not when dropped after the last fact', dropped(1, 0.5), [], undefined],
    ['recycled, with a new fact since', qualified(1, 9), [answered('recycled', 5)], 2],
    ['rejected, with a new fact since', qualified(1, 9), [answered('rejected', 5)], 2],
    ['not when recycled after the last fact', qualified(1, 9), [answered('recycled', 0.5)], undefined],
    ['not when dropped before and recycled after the last fact', dropped(1, 5), [answered('recycled', 0.5)], undefined],
    ['not for an earlier hand-off than the last', qualified(2, 9), [answered('recycled', 5)], undefined],
    [
      'lost, with a new fact since',
      qualified(1, 90),
      [aHandoff({ state: 'lost', outcome: { result: 'lost', at: daysAgo(30), by: 'maria' } })],
      2,
    ],
  ] as const)('%s', (_name, qualification, handoffs, expected) => {
    expect(decide(aScore(), { stage: 'mql', qualification }, [...handoffs]).qualification?.k).toBe(expected)
  })
})

describe('whatever happens', () => {
  const fits = fc.constantFrom(director, {}, { jobTitle: 'student' })
  const decideOn = (score: Score, profile: Partial<Profile> = {}) => decide(score, profile)
  const generous = aScoringModel({
    fit: [{ when: { jobTitle: { contains: 'director' } }, points: 500 }],
    engagement: [
      { on: 'form-submitted', points: 500 },
      { on: 'consent-granted', points: 500 },
      { on: 'email-opened', points: 500 },
      { on: 'email-clicked', points: 500 },
    ],
  })

  it('a perfect fit that did nothing after capture never qualifies, nor does one with machines alone at work', () => {
    const passive = fc.array(
      fc
        .constantFrom('email-sent', 'email-delivered', 'email-bounced', 'consent-granted', 'email-clicked')
        .chain((type) =>
          fc
            .nat({ max: 30 })
            .map((days) => aFact({ type, at: toInstant(nowMs - 30 * 86_400_000 + days), data: { machine: true } })),
        ),
    )
    const form = aFact({ type: 'form-submitted', at: daysAgo(30), data: { form: 'white-paper', intent: 'implicit' } })
    fc.assert(
      fc.property(passive, (facts) => {
        const score = foldScore(generous, director, [form, ...facts], nowMs)
        expect(score.total).toBeGreaterThanOrEqual(1_000)
        expect(decideQualification(generous, score, aLead(), nowMs)).toEqual({})
      }),
    )
  })

  it('interest without fit never qualifies', () => {
    fc.assert(
      fc.property(someFacts(nowMs), (facts) => {
        expect(decideOn(foldScore(model, { jobTitle: 'clerk' }, facts, nowMs))).toEqual({})
      }),
    )
  })

  it('the score moves between the bars without anybody noticing', () => {
    const inBand = fc.integer({ min: 50, max: 59 }).map((total) => aScore({ interest: total - 30 }))
    const standing = fc.constantFrom(undefined, qualified(1, 5), dropped(1, 5))
    fc.assert(
      fc.property(fc.array(inBand), standing, (scores, before) => {
        const states = scores.map((score) => decideOn(score, { stage: 'mql', qualification: before }).qualification)
        expect(states.every((state) => state === undefined)).toBe(true)
      }),
    )
  })

  it('decisions make a chain: qualified 1, dropped 1, qualified 2 …, and one decision asks for no other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someFacts(nowMs), fits), { maxLength: 15 }), (scenes) => {
        let profile: Partial<Profile> = {}
        scenes.forEach(([facts, fit], index) => {
          const atMs = nowMs + index * 1_000
          const score = { ...foldScore(model, fit, facts, atMs), actedAt: toInstant(atMs) }
          const before = profile.qualification
          const decision = decideQualification(model, score, aLead({ profile }), atMs)
          profile = { ...profile, ...decision }
          const after = decision.qualification
          if (after?.state === 'qualified')
            expect([after.k, before?.state]).toEqual([(before?.k ?? 0) + 1, before && 'dropped'])
          if (after?.state === 'dropped') expect([after.k, before?.state]).toEqual([before?.k, 'qualified'])
          expect(decideQualification(model, score, aLead({ profile }), atMs)).toEqual({})
        })
      }),
    )
  })
})
