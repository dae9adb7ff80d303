import { describe, expect, it } from 'vitest'
import type { Facts } from '../../core/condition.ts'
import { toInstant } from '../../core/names.ts'
import { checkScoringModel } from '../../core/scoring/check-model.ts'
import { mqlBar, qualifyBar } from '../../core/scoring/dial.ts'
import type { Fact } from '../../core/scoring/engagement.ts'
import { explainScore } from '../../core/scoring/explain.ts'
import { foldScore } from '../../core/scoring/fold-score.ts'
import { gapsTo } from '../../core/scoring/qualify.ts'
import { sample, samples } from './sample-folder.ts'

const model = sample('scoring-models', 'b2b')
const day = 86_400_000
const start = Date.parse('2026-09-01T09:00:00.000Z')

/** A fact on this day of the story. */
function on(days: number, type: string, data: Fact['data'] = {}): Fact {
  return { id: `${type}-${days}`, type, at: toInstant(start + days * day), data }
}

function standing(lead: Facts, facts: readonly Fact[], days: number) {
  const now = start + days * day
  const score = foldScore(model, lead, facts, now)
  return {
    total: score.total,
    mql: gapsTo(mqlBar(model), score).length === 0,
    ripe: gapsTo(qualifyBar(model, now), score).length === 0,
    would: explainScore(model, score, now).wouldQualify?.rule,
  }
}

const paper = on(0, 'form-submitted', { form: 'white-paper', intent: 'implicit' })
const demo = on(0, 'form-submitted', { form: 'demo-request', intent: 'explicit' })
const firstClick = on(3, 'email-clicked', { template: 'white-paper-welcome' })
const secondClick = on(11, 'email-clicked', { template: 'case-study-retail' })
const pricing = on(21, 'page-visited', { path: '/pricing.html' })
const director = { jobTitle: 'Director of Supply Chain', industry: 'retail' }

describe('the sample scoring model', () => {
  it('may go live beside the sample forms', () => {
    expect(
      checkScoringModel(
        model,
        samples('forms').map(({ value }) => value),
      ),
    ).toEqual([])
  })

  it('ripens a director in retail step by step, as its comment says', () => {
    const facts = [paper, firstClick, secondClick, pricing]
    expect(standing(director, facts.slice(0, 1), 0)).toMatchObject({ total: 45, mql: false, ripe: false })
    expect(standing(director, facts.slice(0, 2), 3)).toMatchObject({ total: 50, mql: true, ripe: false })
    expect(standing(director, facts.slice(0, 3), 11)).toMatchObject({
      mql: true,
      ripe: false,
      would: 'clicked-emails',
    })
    expect(standing(director, facts, 21)).toMatchObject({ total: 61, mql: true, ripe: true })
  })

  it('does so as well when all of it happens within an hour, and not before pricing', () => {
    const quick = [
      paper,
      { ...firstClick, at: paper.at },
      { ...secondClick, at: paper.at },
      { ...pricing, at: paper.at },
    ]
    expect(standing(director, quick.slice(0, 3), 0)).toMatchObject({ total: 55, ripe: false })
    expect(standing(director, quick, 0)).toMatchObject({ total: 65 })
  })

  it('lets the lead fall under drop-below again after 60 quiet days', () => {
    const { total } = standing(director, [paper, firstClick, secondClick, pricing], 81)
    expect(total).toBe(43)
    expect(total).toBeLessThan(model.qualify['drop-below'])
  })

  it('never qualifies by the white paper alone, however well the lead fits', () => {
    const best = { ...director, companySize: '1000+', country: 'DE' }
    expect(standing(best, [paper], 0)).toMatchObject({ total: 60, mql: false, ripe: false })
  })

  it.each([
    ['a director with a date in mind', { jobTitle: 'Директор по логистике', timeline: 'this-year' }, true],
    [
      'a manager of a large company with a budget',
      { jobTitle: 'مدیر انبار', companySize: '1000+', budget: '20k-100k' },
      true,
    ],
    ['somebody whose role is not said', { country: 'DE', budget: 'over-100k', timeline: 'this-quarter' }, false],
    ['a student', { jobTitle: 'دانشجوی دکتری', country: 'IR', timeline: 'exploring' }, false],
  ])('decides on a demo request of %s', (_, lead, ripe) => {
    expect(standing(lead, [demo], 0)).toMatchObject({ ripe })
  })

  it.each([
    'Head of Retail',
    'Managing Director',
    'CEO',
    'Руководитель отдела закупок',
    'Вице-президент',
    'مدیر عامل',
    'مدير عامل',
    'رئیس انبار',
  ])('takes %s for somebody who decides', (jobTitle) => expect(foldScore(model, { jobTitle }, [], start).fit).toBe(20))
})
