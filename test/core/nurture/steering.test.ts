import { describe, expect, it } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { pause, resume, takeOut } from '../../../core/nurture/steering.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-25T09:00:00.000Z')
const at = (days: number) => new Date(nowMs + days * 86_400_000).toISOString()
const waiting = anEnrolment({ step: 'read-it', since: at(-1), due: at(2) })
const steered = (decide: typeof pause, enrolment: Enrolment, ms = nowMs) => {
  const change = decide(enrolment, ms)
  if (typeof change === 'string') throw new Error(change)
  return { ...enrolment, ...change }
}

describe('a pause', () => {
  it('stops the clock and keeps the place', () => {
    expect(steered(pause, waiting)).toMatchObject({
      state: 'paused',
      reason: 'by staff',
      step: 'read-it',
      due: undefined,
    })
  })

  it('does not count for the wait that it interrupts', () => {
    const later = nowMs + 10 * 86_400_000
    expect(steered(resume, steered(pause, waiting), later)).toMatchObject({
      state: 'active',
      since: at(9),
      due: at(10),
      pausedAt: undefined,
      reason: undefined,
    })
  })
})

it('a lead of a list that was paused before its turn is not put off', () => {
  const later = steered(pause, { ...waiting, since: at(3), due: at(3) })
  expect(steered(resume, later, nowMs + 86_400_000)).toMatchObject({ since: at(3) })
})

it.each<[string, typeof pause, Enrolment['state'], string]>([
  ['pausing what is paused', pause, 'paused', 'unchanged'],
  ['resuming what goes on', resume, 'active', 'unchanged'],
  ['pausing what finished', pause, 'finished', 'ended'],
  ['resuming what exited', resume, 'exited', 'ended'],
  ['taking out what finished', takeOut, 'finished', 'ended'],
])('%s changes nothing', (_name, decide, state, expected) => {
  expect(decide({ ...waiting, state }, nowMs)).toBe(expected)
})

it.each(['active', 'paused'] as const)('a lead is taken out while %s', (state) => {
  expect(steered(takeOut, { ...waiting, state, pausedAt: at(-1), held: 'window', putOff: 2 })).toMatchObject({
    state: 'exited',
    reason: 'by staff',
    endedAt: at(0),
    due: undefined,
    held: undefined,
    putOff: undefined,
    pausedAt: undefined,
  })
})
