import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../core/condition.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { holdsFor } from '../../../core/nurture/lead-facts.ts'
import { takeSteps } from '../../../core/nurture/take-steps.ts'
import { sequencesToEnter } from '../../../core/nurture/triggers.ts'
import { aLead, aProfile } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = (ago: number) => toInstant(nowMs - ago * 86_400_000).slice(0, 10)
const score = { total: 40, fit: 30, interest: 10, model: 'b2b', modelVersion: 1, at: toInstant(nowMs) }
const known: Partial<Profile> = {
  fields: { role: 'finance', interests: 'an answer of this name', grade: 'Z9' },
  score: { ...score, grade: 'A2', indicators: ['budget', 'authority'] },
  interests: {
    forecast: { days: [day(40), day(0)] },
    'dead-stock': { days: [day(2), day(1)] },
    old: { days: [day(40)] },
  },
}

describe('what conditions ask of a lead', () => {
  it.each<[Condition, boolean]>([
    [{ grade: 'A2' }, true],
    [{ grade: ['A1', 'B1'] }, false],
    [{ grade: { 'starts-with': 'A' } }, true],
    [{ grade: { 'ends-with': ['3', '4'] } }, false],
    [{ indicators: 'budget' }, true],
    [{ indicators: 'need' }, false],
    [{ none: [{ indicators: 'need' }] }, true],
    [{ score: { 'at-least': 35, 'at-most': 54 } }, true],
    [{ interests: 'forecast' }, true],
    [{ interests: 'old' }, false],
    [{ interests: 'an answer of this name' }, false],
    [{ 'main-interest': 'dead-stock' }, true],
    [{ 'main-interest': 'forecast' }, false],
    [{ 'interest-in.forecast': { 'at-least': 1.3 } }, true],
    [{ 'interest-in.forecast': { 'at-least': 1.5 } }, false],
    [{ 'interest-in.old': { exists: true } }, false],
    [{ role: 'finance', 'main-interest': 'dead-stock', grade: { 'starts-with': 'A' } }, true],
  ])('%j: %s', (when, holds) => expect(holdsFor(when, { profile: aProfile(known), nowMs })).toBe(holds))

  it.each<Condition>([
    { grade: { 'starts-with': 'D' } },
    { indicators: { exists: true } },
    { interests: { exists: true } },
    { 'main-interest': { exists: true } },
  ])('%j does not hold for who was never scored and read nothing', (when) => {
    expect(holdsFor(when, { profile: aProfile(), nowMs })).toBe(false)
  })

  it('fades with time', () => {
    const asked = { profile: aProfile(known), nowMs: nowMs + 45 * 86_400_000 }
    expect(holdsFor({ interests: ['forecast', 'dead-stock'] }, asked)).toBe(true)
    expect(holdsFor({ interests: 'forecast' }, asked)).toBe(false)
  })
})

describe('a sequence', () => {
  const when: Condition = { indicators: 'budget', grade: { 'starts-with': 'A' }, interests: 'forecast' }

  it('is entered by them', () => {
    const sequence = aSequence({ trigger: { segment: when } })
    expect(sequencesToEnter([sequence], aLead({ profile: known }), undefined, nowMs)).toEqual([sequence])
    expect(sequencesToEnter([sequence], aLead(), undefined, nowMs)).toEqual([])
  })

  it('branches and chooses its mail by them', () => {
    const sequence = aSequence({
      steps: [
        { id: 'fork', branch: [{ when, go: 'case' }], otherwise: 'end' },
        { id: 'case', send: { template: 'any-case', variants: [{ when, template: 'their-case' }] } },
      ],
    })
    const taken = (profile: Partial<Profile>) =>
      takeSteps({
        sequence,
        enrolment: anEnrolment({ step: 'fork' }),
        lead: aLead({ profile }),
        nowMs,
        setting: { zone: 'UTC', marketingMail: true },
      }).decision
    expect(taken(known)).toMatchObject({ kind: 'send', template: 'their-case' })
    expect(taken({})).toMatchObject({ kind: 'end' })
  })
})
