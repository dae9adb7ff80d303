import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Drift } from '../../../core/scoring/backtest/drift.ts'
import { PastLeads } from '../../../core/scoring/backtest/past-leads.ts'
import { figuresOf } from '../../../core/scoring/backtest/report.ts'
import { driftWarnings, leakWarning } from '../../../core/scoring/backtest/warnings.ts'
import { checkScoringModel } from '../../../core/scoring/check-model.ts'
import { nextTurn, qualifyBar } from '../../../core/scoring/dial.ts'
import { dialAhead } from '../../../core/scoring/dial-ahead.ts'
import { explainScore } from '../../../core/scoring/explain.ts'
import { foldScore } from '../../../core/scoring/fold-score.ts'
import { gradeOf } from '../../../core/scoring/grade.ts'
import { scoringModel } from '../../../core/scoring/model.ts'
import { decideQualification } from '../../../core/scoring/qualify.ts'
import { changeOf } from '../../../core/scoring/score-change.ts'
import { outOfBounds, type Threshold } from '../../../core/scoring/threshold.ts'
import { judgeOwn, outcomeOf, reportOfOwn } from '../../../core/scoring/trial/own-past.ts'
import { barsInWeeks, countVolume, noVolume } from '../../../core/scoring/trial/volume.ts'
import { seeded } from '../../../core/seeded.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const ms = (day: string) => Date.parse(`${day}T00:00:00.000Z`)
const dialled = aScoringModel({
  'fiscal-year': { starts: '02-15' },
  dial: [
    { from: 'year-start', for: '2w', score: 45 },
    { from: 'quarter-start', for: '4w', score: 50 },
    { from: 'quarter-end', for: '-4w', score: 70 },
  ],
})
const set = (given: Partial<Threshold> = {}): Threshold => ({
  ...{ model: 'b2b', modelVersion: 1, score: 48, reason: 'x', by: 'anna', at: '2026-11-01T09:00:00.000Z' },
  ...given,
})

describe('a fiscal calendar', () => {
  it.each([
    ['2026-02-14', 70],
    ['2026-02-15', 45],
    ['2026-02-28', 45],
    ['2026-03-01', 50],
    ['2026-03-15', 60],
    ['2026-05-15', 50],
    ['2026-11-15', 50],
    ['2027-01-10', 60],
    ['2027-01-18', 70],
    ['2027-02-15', 45],
  ])('turns the dial where the company’s quarters and years begin: on %s', (day, score) => {
    expect(qualifyBar(dialled, ms(day)).score).toBe(score)
  })

  it('tells the year to come as each day of it will be', () => {
    const turns = dialAhead(dialled, nowMs)
    for (let day = 0; day < 390; day += 1) {
      const at = nowMs + day * 86_400_000
      const turn = turns.findLast(({ from }) => Date.parse(from) <= at)
      expect(turn?.score, new Date(at).toISOString()).toBe(qualifyBar(dialled, at).score)
    }
  })

  it.each(['01-31', '13-01', '2-1', ''])('takes no start %s', (starts) => {
    expect(scoringModel.safeParse({ ...aScoringModel(), 'fiscal-year': { starts } }).success).toBe(false)
  })
})

describe('the bar that sales sets', () => {
  it('goes before dial and model while it counts', () => {
    expect(qualifyBar(dialled, ms('2026-02-20'), set()).score).toBe(48)
    const until = set({ until: '2026-02-21T00:00:00.000Z' })
    expect(qualifyBar(dialled, ms('2026-02-20'), until).score).toBe(48)
    expect(nextTurn(dialled, ms('2026-02-20'), until)).toBe(ms('2026-02-21'))
    expect(qualifyBar(dialled, ms('2026-02-21'), until).score).toBe(45)
  })

  it('lies within bounds that the model names', () => {
    const bounded = aScoringModel({
      qualify: { ...aScoringModel().qualify, bounds: { 'at-least': 45, 'at-most': 80 } },
    })
    expect([44, 45, 80, 81].map((score) => outOfBounds(bounded, score) === undefined)).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(outOfBounds(aScoringModel(), 60)).toContain('no bounds')
  })

  it.each([
    [{ 'at-least': 80, 'at-most': 70 }, '/qualify/bounds: 80 to 70 holds no number'],
    [{ 'at-least': 40, 'at-most': 70 }, '/qualify/bounds/at-least: an MQL needs 45 already'],
    [{ 'at-least': 65, 'at-most': 70 }, '/qualify/bounds: the model’s own'],
  ])('is refused bounds of %o', (bounds, says) => {
    const model = aScoringModel({ qualify: { ...aScoringModel().qualify, bounds } })
    expect(checkScoringModel(model, []).join('\n').replace("model's", 'model’s')).toContain(says)
  })
})

describe('a swing of the dial', () => {
  it('hands nobody off twice: without a new act of the lead, whatever the bar does, there is one qualification', () => {
    const scores = fc.array(fc.integer({ min: 45, max: 95 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(scores, fc.integer({ min: 45, max: 95 }), (bars, total) => {
        const score = foldScore(aScoringModel(), { jobTitle: 'director' }, [aFact({ type: 'call' })], nowMs)
        const held = { ...score, total, fit: 30, interest: total - 30 }
        let lead = aLead()
        let handedOff = 0
        let lowest = Number.POSITIVE_INFINITY
        for (const [index, bar] of bars.entries()) {
          lowest = Math.min(lowest, bar)
          const at = nowMs + index * 86_400_000
          const { qualification } = decideQualification(aScoringModel(), held, lead, at, {
            threshold: set({ score: bar, lowest }),
          })
          if (qualification?.state === 'qualified') handedOff += 1
          // Who came over a bar is not dropped since it went up.
          expect(qualification?.state).not.toBe('dropped')
          if (qualification) lead = { ...lead, profile: { ...lead.profile, qualification } }
        }
        expect(handedOff).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('a higher bar never lets more leads through', () => {
    const facts = someFacts(nowMs)
    fc.assert(
      fc.property(facts, (given) => {
        const model = aScoringModel()
        const volume = countVolume(noVolume(model, nowMs), model, director, given)
        const bars = barsInWeeks(volume, 5)
        for (const [index, { aWeek }] of bars.entries())
          expect(aWeek).toBeLessThanOrEqual(bars[index - 1]?.aWeek ?? 1e9)
      }),
    )
  })
})

describe('a score', () => {
  it('always is the sum of its parts, and each change the sum of what its rules moved', () => {
    fc.assert(
      fc.property(someFacts(nowMs), someFacts(nowMs), fc.integer({ min: 0, max: 400 }), (first, second, days) => {
        const model = aScoringModel()
        const before = foldScore(model, director, first, nowMs)
        const after = foldScore(model, director, [...first, ...second], nowMs + days * 86_400_000)
        for (const one of [before, after]) {
          expect(one.parts.reduce((sum, { points }) => sum + points, 0)).toBe(one.total)
          expect(one.fit + one.interest).toBe(one.total)
          expect(explainScore(model, one, nowMs).parts.map(({ points }) => points)).toEqual(
            one.parts.map(({ points }) => points),
          )
        }
        const { total, fit, interest } = after
        const scored = { total, fit, interest, model: 'b2b', modelVersion: 1, at: '2026-11-24T09:00:00.000Z' }
        const { profile } = aLead({ profile: { score: scored } })
        const change = changeOf(profile, after, { model: 'b2b', modelVersion: 1, score: before }, 'call')
        const moved = change?.moved.reduce((sum, { from, to }) => sum + to - from, 0) ?? 0
        expect(moved).toBe(after.total - before.total)
      }),
    )
  })

  it.each([
    [40, 30, 'A1'],
    [20, 15, 'B2'],
    [19, 14, 'D4'],
    [39, 29, 'B2'],
  ])('of fit %i and interest %i is graded %s by the gates', (fit, interest, grade) => {
    expect(gradeOf(aScoringModel(), { fit, interest }).says).toBe(grade)
  })

  it('is graded by the steps that the model names, which fall', () => {
    const graded = aScoringModel({ grades: { fit: [30, 20, 10], interest: [9, 6, 3] } })
    expect(gradeOf(graded, { fit: 10, interest: 6 }).says).toBe('C2')
    expect(scoringModel.safeParse({ ...graded, grades: { fit: [10, 20, 30] } }).success).toBe(false)
  })

  it('says where the bar stands, when it changes, and that it waits', () => {
    const score = foldScore(aScoringModel(), director, [aFact({ type: 'email-clicked' })], nowMs)
    const dueAt = '2026-11-28T00:00:00.000Z'
    const said = explainScore(aScoringModel(), score, nowMs, { dueAt, threshold: set(), waitsSince: dueAt })
    expect(said).toMatchObject({
      bar: { score: 48, by: 'sales', says: '48, set by anna of sales' },
      nextChange: { at: dueAt, says: 'without any act, changes in the night of 2026-11-28: clicks fades' },
      waitsSince: dueAt,
    })
  })
})

describe('own closed leads', () => {
  const lead = (stage: 'customer' | 'lead' | 'sql', days: number) => {
    const createdAt = new Date(nowMs - days * 86_400_000).toISOString()
    return aLead({ profile: { stage, createdAt, fields: director, fieldsSetBy: {} } }).profile
  }

  it('count from their outcome, or once they had their time', () => {
    expect(outcomeOf({ stage: 'sql' }, [])).toBeUndefined()
    expect(outcomeOf({ stage: 'lead' }, [])).toEqual({ isWon: false, decidedMs: undefined })
    const lost = aFact({ type: 'deal-lost', at: '2026-10-01T09:00:00.000Z' })
    expect(outcomeOf({ stage: 'sql' }, [lost])).toEqual({ isWon: false, decidedMs: Date.parse(lost.at) })
    expect(judgeOwn(aScoringModel(), lead('lead', 10), [], nowMs)).toBeUndefined()
    expect(judgeOwn(aScoringModel(), lead('lead', 40), [], nowMs)?.judged.slice(0, 1)).toEqual([0])
  })

  it('do not tell what was answered after they were judged', () => {
    const profile = {
      ...lead('lead', 40),
      fieldsSetBy: { jobTitle: { at: new Date(nowMs).toISOString(), id: 'later' } },
    }
    expect(judgeOwn(aScoringModel(), profile, [], nowMs)).toMatchObject({
      late: ['jobTitle'],
      judged: [0, expect.any(Number), 0, 0, 0, [], {}],
    })
  })

  it('warn of drift and of leaks by field, as a list of the same leads does', () => {
    const models = [{ name: 'b2b', model: aScoringModel() }]
    const list = new PastLeads(models, { fields: ['country', 'crm', 'jobTitle'], hasActivities: false })
    const own = Array.from({ length: 400 }, (_, n) => {
      const isWon = n % 4 === 0
      const profile = lead(isWon ? 'customer' : 'lead', 45 + n)
      const later = n < 200
      const fields = {
        ...director,
        jobTitle: later ? 'Director' : ['Head of Sales', 'Clerk'][n % 2],
        country: later ? 'DE' : 'FR',
        ...(isWon && { crm: `C-${n}` }),
      }
      const cameMs = Date.parse(profile.createdAt)
      const past = { key: undefined, cameMs, isWon, decidedMs: undefined, judgedMs: cameMs + 30 * 86_400_000 }
      list.add({ ...past, facts: { ...fields, customer: false }, late: [] })
      return judgeOwn(aScoringModel(), { ...profile, fields } as typeof profile, [], nowMs)?.judged
    }).filter((one) => one !== undefined)
    const shown = reportOfOwn(aScoringModel(), own, { late: {}, nowMs })
    if ('says' in shown) throw new Error(shown.says)
    const saysOf = (kind: string) => shown.warnings.filter((one) => one.kind === kind).map(({ says }) => says)
    expect(saysOf('leak').filter((one) => one.includes('crm'))).toEqual(
      list
        .leaks(list.judged())
        .filter(({ of }) => of === 'crm')
        .map((leak) => leakWarning(leak).says),
    )
    expect(saysOf('leak')).toHaveLength(1)
    const byList = driftWarnings(
      figuresOf(list.judged(), {
        tallies: list.tallies(new Set(['jobTitle'])),
        resampling: { times: 2, random: seeded(1) },
      }).drift as Drift,
    )
    // Only what the model asks for is looked at, in both.
    const byField = byList.map(({ says }) => says).filter((one) => one.includes('jobTitle'))
    expect(byField).toHaveLength(1)
    expect(saysOf('drift').filter((one) => one.includes('“'))).toEqual(byField)
    // Of names and other texts nothing can be read back.
    expect(JSON.stringify(own)).not.toMatch(/Director|Head of Sales|C-4/)
  })

  it('are reported as a list of leads is, and a company with one outcome alone is told so', () => {
    const won = Array.from({ length: 30 }, () => judgeOwn(aScoringModel(), lead('customer', 100), [], nowMs)?.judged)
    const lost = Array.from({ length: 70 }, () => judgeOwn(aScoringModel(), lead('lead', 120), [], nowMs)?.judged)
    const known = [...won, ...lost].filter((one) => one !== undefined)
    expect(reportOfOwn(aScoringModel(), known, { late: {}, nowMs })).toMatchObject({ figures: { leads: 100, won: 30 } })
    expect(reportOfOwn(aScoringModel(), known.slice(0, 30), { late: {}, nowMs })).toEqual({
      says: 'It takes leads that were won and leads that were lost to compare them: 30 were won and 0 were lost.',
    })
  })
})
