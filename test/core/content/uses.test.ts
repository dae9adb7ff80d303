import { describe, expect, it } from 'vitest'
import { stepsBefore, useInSequence, usesIn } from '../../../core/content/uses.ts'
import { scoringModel } from '../../../core/scoring/model.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const nothing = { sequences: [], forms: [], models: [], policies: [] }
const sequence = aSequence({
  trigger: { form: 'white-paper' },
  steps: [
    { id: 'welcome', send: 'welcome' },
    { id: 'fork', branch: [{ when: { clicked: 'welcome' }, go: 'study' }], otherwise: 'late' },
    {
      id: 'study',
      send: { template: 'study', variants: [{ when: { industry: 'retail' }, template: 'study-retail' }] },
    },
    { id: 'over', end: true },
    { id: 'late', send: 'reminder' },
  ],
})

describe('the use of an email by a sequence', () => {
  it.each([
    ['the first mail', 'welcome', ['welcome'], 5],
    ['a mail of one way', 'reminder', ['late'], 17],
    ['a variant', 'study-retail', ['study'], 9],
  ])('tells of %s where it stands and how many have it before them', (_, email, places, leadsBefore) => {
    const stands = [
      { version: 2, step: 'welcome', leads: 5 },
      { version: 2, step: 'study', leads: 4 },
      { version: 2, step: 'late', leads: 12 },
      { version: 1, step: 'welcome', leads: 100 },
    ]
    expect(useInSequence(sequence, email, { version: 2, live: true, stands })).toEqual({
      type: 'sequences',
      id: 'white-paper',
      version: 2,
      live: true,
      places,
      leadsBefore,
    })
  })

  it('is none where the sequence does not send it, and says where it did not count all', () => {
    const stands = [{ version: 1, step: 'welcome', leads: 50_000, atLeast: true }]
    const at = { version: 1, live: false, stands }
    expect(useInSequence(sequence, 'other', at)).toBeUndefined()
    expect(useInSequence(sequence, 'welcome', at)).toMatchObject({ leadsBefore: 50_000, atLeast: true, live: false })
  })

  it('counts in a circle each step once', () => {
    const circle = aSequence({
      steps: [
        { id: 'mail', send: 'issue' },
        { id: 'month', wait: '30d', next: 'mail' },
      ],
    })
    expect([...stepsBefore(circle, ['mail'])].sort()).toEqual(['mail', 'month'])
  })
})

describe('what names a content', () => {
  const model = scoringModel.parse({
    id: 'b2b',
    fit: [{ id: 'home', when: { country: 'DE' }, points: 5 }],
    engagement: [{ id: 'asked', on: 'form-submitted', where: { form: ['white-paper', 'demo'] }, points: 10 }],
    mql: { score: 20, 'fit-at-least': 1, 'interest-at-least': 10 },
    qualify: { score: 30, 'fit-at-least': 1, 'interest-at-least': 10, 'drop-below': 10 },
  })

  it('is for a form its triggers and scoring rules', () => {
    const live = { ...nothing, sequences: [{ version: 3, value: sequence }], models: [{ version: 2, value: model }] }
    expect(usesIn(live, 'forms', 'white-paper')).toEqual([
      { type: 'sequences', id: 'white-paper', version: 3, live: true, places: ['/trigger/form'] },
      { type: 'scoring-models', id: 'b2b', version: 2, live: true, places: ['/engagement/0/where'] },
    ])
    expect(usesIn(live, 'forms', 'other')).toEqual([])
  })

  it('is for a mail to confirm its form, and for a mail to staff every policy', () => {
    const forms = [{ version: 1, value: aForm({ confirmation: 'confirm' }) }]
    const policies = [{ version: 4, id: 'standard' }]
    expect(usesIn({ ...nothing, forms, policies }, 'emails', 'confirm')).toMatchObject([
      { type: 'forms', places: ['/confirmation'] },
    ])
    expect(usesIn({ ...nothing, forms, policies }, 'emails', 'handoff-warning')).toEqual([
      { type: 'sla-policies', id: 'standard', version: 4, live: true, places: [] },
    ])
  })

  it('is for a sequence the one that begins after it', () => {
    const after = aSequence({
      id: 'next',
      trigger: { event: 'enrolment-finished', where: { sequence: 'white-paper' } },
    })
    expect(usesIn({ ...nothing, sequences: [{ version: 1, value: after }] }, 'sequences', 'white-paper')).toEqual([
      { type: 'sequences', id: 'next', version: 1, live: true, places: ['/trigger/where/sequence'] },
    ])
  })
})
