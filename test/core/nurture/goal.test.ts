import { describe, expect, it } from 'vitest'
import { persona } from '../../../core/content/persona.ts'
import { simulateSequence } from '../../../core/content/simulate-sequence.ts'
import { decideStep } from '../../../core/nurture/decide-step.ts'
import { eventsAskedFor } from '../../../core/nurture/exits.ts'
import { goalReached } from '../../../core/nurture/goal.ts'
import { reasonNotToEnter } from '../../../core/nurture/triggers.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

type Lead = Parameters<typeof aLead>[0]
type Written = NonNullable<Parameters<typeof aSequence>[0]>
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()
const seen = { seen: { 'meeting-booked': at(0) } }

describe('a goal', () => {
  it.each<[string, Written['goal'], Lead, object, string | undefined]>([
    ['is reached by its event', { event: 'meeting-booked' }, {}, seen, 'goal reached: event meeting-booked'],
    ['is not reached by another', { event: 'call' }, {}, seen, undefined],
    ['is reached at its stage', { stage: 'mql' }, { profile: { stage: 'mql' } }, {}, 'goal reached: stage mql'],
    ['is reached past its stage', { stage: 'mql' }, { profile: { stage: 'sql' } }, {}, 'goal reached: stage mql'],
    ['is not reached before it', { stage: 'mql' }, { profile: { stage: 'lead' } }, {}, undefined],
    ['is reached by a condition', { when: { clicked: 'x' } }, {}, { clicked: { x: at(0) } }, 'goal reached: condition'],
    ['is nothing that erased people reach', { stage: 'lead' }, { mailbox: { erasedAt: at(0) } }, {}, undefined],
    ['is reached by nobody where there is none', undefined, { profile: { stage: 'sql' } }, seen, undefined],
  ])('%s', (_name, goal, lead, enrolment, expected) => {
    expect(goalReached(aSequence({ goal }), anEnrolment(enrolment), aLead(lead), nowMs)).toBe(expected)
  })

  it('ends the sequence as such, also where an exit would end it in the same moment', () => {
    const sequence = aSequence({ goal: { event: 'meeting-booked' }, exit: [{ event: 'meeting-booked' }] })
    const lead = aLead({ mailbox: { consent: { 'product-education': withdrawn() } } })
    const setting = { zone: 'UTC', marketingMail: true }
    expect(decideStep({ sequence, enrolment: anEnrolment(seen), lead, nowMs, setting })).toEqual({
      kind: 'end',
      state: 'goal',
      reason: 'goal reached: event meeting-booked',
    })
  })

  it('is asked of the facts that come in', () => {
    expect([...eventsAskedFor(aSequence({ goal: { event: 'meeting-booked' } }))]).toContain('meeting-booked')
    expect([...eventsAskedFor(aSequence({ goal: { when: { event: 'call' } } }))]).toContain('call')
  })

  it('keeps out who has reached it', () => {
    const sequence = aSequence({ goal: { stage: 'mql' } })
    expect(reasonNotToEnter(sequence, aLead({ profile: { stage: 'mql' } }), nowMs)).toBe('goal reached: stage mql')
    expect(reasonNotToEnter(sequence, aLead({ profile: { stage: 'lead' } }), nowMs)).toBeUndefined()
  })

  it('is shown by a simulation', () => {
    const { ended, items } = simulateSequence({
      sequence: aSequence({ goal: { event: 'meeting-booked' } }),
      persona: persona.parse({ acts: [{ after: '1d', type: 'meeting-booked' }] }),
      startMs: nowMs,
      zone: 'UTC',
    })
    expect(items).toHaveLength(1)
    expect(ended).toMatchObject({ at: at(1), state: 'goal', reason: 'goal reached: event meeting-booked' })
  })
})

describe('coming in again', () => {
  const ended = (state: 'goal' | 'finished' | 'exited', days: number) => ({
    enrolments: [anEnrolment({ state, startedAt: at(days - 400), endedAt: at(days), ...seen })],
  })
  it.each<[string, Written, Lead, string | undefined]>([
    ['never, also after the goal', {}, ended('goal', -400), 'was inside before, and re-entry is never'],
    [
      'too soon after the goal',
      { 're-entry': 'after 90d' },
      ended('goal', -89.99),
      'was inside before, and re-entry is after 90d',
    ],
    ['90 days after the goal', { 're-entry': 'after 90d' }, ended('goal', -90), undefined],
    ['90 days after the last step', { 're-entry': 'after 90d' }, ended('finished', -90), undefined],
    ['90 days after an exit', { 're-entry': 'after 90d' }, ended('exited', -90), undefined],
    [
      'while the goal is one that lasts',
      { 're-entry': 'after 90d', goal: { stage: 'mql' } },
      { ...ended('goal', -90), profile: { stage: 'mql' } },
      'goal reached: stage mql',
    ],
    [
      'for another meeting, though the last one was booked inside',
      { 're-entry': 'after 90d', goal: { event: 'meeting-booked' } },
      ended('goal', -90),
      undefined,
    ],
    [
      'counted from the end of the last time, not of the first',
      { 're-entry': 'after 90d' },
      {
        enrolments: [
          anEnrolment({ n: 1, state: 'finished', endedAt: at(-200) }),
          anEnrolment({ n: 2, state: 'goal', endedAt: at(-10) }),
        ],
      },
      'was inside before, and re-entry is after 90d',
    ],
  ])('%s', (_name, sequence, lead, expected) => {
    expect(reasonNotToEnter(aSequence(sequence), aLead(lead), nowMs)).toBe(expected)
  })
})
