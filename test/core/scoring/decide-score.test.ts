import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { activity } from '../../../core/leads/activity.ts'
import type { LeadState } from '../../../core/leads/lead-status.ts'
import { decideScore, decisionsToRecord, isScorings, recordedOf } from '../../../core/scoring/decide-score.ts'
import { addFacts, inOrder, noEngagement } from '../../../core/scoring/engagement.ts'
import { rulesOf } from '../../../core/scoring/rules.ts'
import { aFact, someFacts } from '../../fixtures/a-fact.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aScoringModel, director } from '../../fixtures/a-scoring-model.ts'

const model = { id: 'b2b', version: 3, value: aScoringModel(), agreed: true }
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const now = '2026-11-24T09:00:00.000Z'
const form = aFact({
  type: 'form-submitted',
  at: '2026-11-23T09:00:00.000Z',
  data: { form: 'white-paper', intent: 'implicit' },
})
const pricing = (hour: number) => aFact({ at: `2026-11-24T0${hour}:00:00.000Z`, data: { path: '/pricing' } })
const decide = (facts: readonly Activity[], lead: LeadState, version = model) =>
  decideScore(version, lead, addFacts(rulesOf(version.value), noEngagement, inOrder(facts), nowMs), nowMs)
const apply = (lead: LeadState, { set }: ReturnType<typeof decide>): LeadState => ({
  ...lead,
  profile: { ...lead.profile, ...set },
})
const olga = aLead({ profile: { fields: director } })

describe('scoring a lead', () => {
  it('tells a first score', () => {
    const { set, scored, qualified, cause } = decide([form], olga)
    const says = { grade: 'B4', indicators: [] }
    expect(set).toEqual({
      score: { total: 40, fit: 30, interest: 10, ...says, model: 'b2b', modelVersion: 3, at: now },
    })
    expect(scored).toEqual({
      leadId: olga.profile.leadId,
      total: 40,
      fit: 30,
      interest: 10,
      model: 'b2b',
      modelVersion: 3,
      at: now,
      stage: 'lead',
    })
    expect(qualified).toBeUndefined()
    expect(cause).toMatchObject({ type: 'scored', at: now })
  })

  it('raises an MQL and says since when', () => {
    const { set, scored, cause } = decide([form, pricing(1)], olga)
    expect(set).toMatchObject({ stage: 'mql', score: { total: 50, mqlAt: now } })
    expect(scored?.stage).toBe('mql')
    expect(cause).toMatchObject({ type: 'stage-changed', id: 'stage-mql' })
  })

  it('tells who is sales-ready, an MQL at the same time', () => {
    const { set, qualified, cause } = decide([form, pricing(1), pricing(2)], olga)
    expect(set).toMatchObject({ stage: 'mql', qualification: { k: 1, state: 'qualified', at: now } })
    expect(qualified).toMatchObject({ k: 1, total: 60, model: 'b2b', modelVersion: 3, at: now })
    expect(cause).toMatchObject({ type: 'qualified', id: 'qualified-1', data: { k: 1, total: 60 } })
  })

  it('notes another version of the model without telling a score that is the same', () => {
    const before = apply(olga, decide([form], olga))
    const { set, scored } = decide([form], before, { ...model, version: 4 })
    expect(set).toMatchObject({ score: { modelVersion: 4 } })
    expect(scored).toBeUndefined()
  })

  it('does not let a score feed itself: stage, status and score are no facts of fit', () => {
    const feeding = aScoringModel({
      fit: [{ when: { any: [{ stage: 'mql' }, { status: 'parked' }, { score: 40 }] }, points: 50 }],
    })
    const lead = apply(olga, decide([form, pricing(1)], olga))
    expect(decide([form], lead, { ...model, value: feeding }).score.fit).toBe(0)
  })

  it('changes and tells nothing the second time', () => {
    fc.assert(
      fc.property(someFacts(nowMs), (facts) => {
        const scored = apply(olga, decide(facts, olga))
        expect(decide(facts, scored)).toMatchObject({ set: undefined, scored: undefined, qualified: undefined })
      }),
    )
  })

  it.each([
    ['scored', true],
    ['qualified', true],
    ['dropped', true],
    ['stage-changed', true],
    ['email-clicked', false],
    ['handoff-recycled', false],
  ])('is not set going by itself: %s', (type, own) => {
    expect(isScorings(type)).toBe(own)
  })
})

describe('the record of decisions', () => {
  const { profile } = apply(olga, decide([form, pricing(1), pricing(2)], olga))

  it('is an activity for each, named by what was decided, citing the criterion and its version', () => {
    const due = decisionsToRecord(profile, {})
    const data = { total: 60, fit: 30, interest: 30, model: 'b2b', modelVersion: 3 }
    expect(due).toEqual([
      {
        leadId: profile.leadId,
        id: 'stage-mql',
        type: 'stage-changed',
        at: now,
        data: { ...data, to: 'mql', criterion: 'mql' },
      },
      {
        leadId: profile.leadId,
        id: 'qualified-1',
        type: 'qualified',
        at: now,
        data: { ...data, k: 1, criterion: 'qualify' },
      },
    ])
    expect(due.every((one) => activity.safeParse(one).success)).toBe(true)
  })

  it('is written once', () => {
    expect(decisionsToRecord(profile, recordedOf(profile))).toEqual([])
    expect(decisionsToRecord(aLead().profile, {})).toEqual([])
  })

  it('goes on with the next decision', () => {
    const later = { ...profile, qualification: { k: 1, state: 'dropped' as const, at: now } }
    expect(decisionsToRecord(later, recordedOf(profile)).map(({ id }) => id)).toEqual(['dropped-1'])
  })
})
