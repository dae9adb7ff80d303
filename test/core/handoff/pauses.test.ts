import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWorkingMs, addWorkingTime, workingMsBetween } from '../../../core/handoff/business-time.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { dueAfterPauses, type Pause, pauseClocks, pausesOf } from '../../../core/handoff/pauses.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aWorkCalendar, someCalendar, someTime } from '../../fixtures/a-work-calendar.ts'

const hour = 3_600_000
const office = aWorkCalendar('UTC', { 'mon-fri': '09:00-18:00' })
/** A Tuesday. */
const at = (time: string, day = 24) => `2026-11-${day}T${time}:00.000Z`
const end = fromInstant(at('18:00', 30))

describe('the times of waiting', () => {
  const waits = (time: string, day?: number) => ({ type: 'waiting-on-lead', at: at(time, day) })
  const answers = (time: string, day?: number, type = 'lead-answered') => ({ type, at: at(time, day) })
  it.each([
    ['none', [], []],
    ['from a report to the answer', [waits('10:00'), answers('12:00')], ['10:00 12:00']],
    ['whatever their order', [answers('12:00'), waits('10:00')], ['10:00 12:00']],
    [
      'however often each is told',
      [waits('10:00'), waits('10:00'), answers('12:00'), answers('12:00')],
      ['10:00 12:00'],
    ],
    ['from the first of two reports', [waits('11:00'), waits('10:00'), answers('12:00')], ['10:00 12:00']],
    ['ended by a call', [waits('10:00'), answers('12:00', 24, 'call')], ['10:00 12:00']],
    [
      'not by what the lead reads',
      [waits('10:00'), answers('11:00', 24, 'page-visited'), answers('12:00')],
      ['10:00 12:00'],
    ],
    ['two', [waits('10:00'), answers('11:00'), waits('12:00'), answers('12:30')], ['10:00 11:00', '12:00 12:30']],
    ['none where the answer came at the same time', [waits('10:00'), answers('10:00')], []],
    ['none before the hand-off was accepted', [waits('08:00'), answers('08:30')], []],
    ['five working days at most', [waits('10:00')], ['10:00 10:00+7']],
    ['again after it ran out', [waits('10:00', 3), waits('10:00', 24), answers('11:00', 24)], ['10:00 11:00']],
  ])('%s', (_what, facts, expected) => {
    const since = fromInstant(at('09:00', facts.some((one) => one.at < at('00:00')) ? 3 : 24))
    const made = pausesOf(facts, since, end, office).filter(({ fromMs }) => fromMs >= fromInstant(at('09:00')))
    const shown = made.map(({ fromMs, toMs }) => {
      const days = Math.round((toMs - fromMs) / 86_400_000)
      return `${toInstant(fromMs).slice(11, 16)} ${toInstant(toMs).slice(11, 16)}${days > 0 ? `+${days}` : ''}`
    })
    expect(shown).toEqual(expected)
  })

  it('are none by facts that are dated ahead', () => {
    expect(pausesOf([waits('12:00')], fromInstant(at('09:00')), fromInstant(at('11:00')), office)).toEqual([])
  })
})

const somePauses: fc.Arbitrary<(from: number) => Pause[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 72 * hour }), fc.integer({ min: 1, max: 72 * hour })), { maxLength: 5 })
  .map((gaps) => (from) => {
    let atMs = from
    return gaps.map(([gap, length]) => {
      const pause = { fromMs: atMs + gap, toMs: atMs + gap + length }
      atMs = pause.toMs
      return pause
    })
  })

describe('with pauses, for any calendar', () => {
  it('the working time until it is due is what was promised, without that of the pauses', () => {
    fc.assert(
      fc.property(
        someCalendar,
        someTime,
        fc.integer({ min: 1, max: 60 * hour }),
        somePauses,
        (work, from, ms, make) => {
          const pauses = make(from)
          const due = dueAfterPauses(work, addWorkingMs(work, from, ms), pauses)
          const paused = pauses.reduce(
            (sum, { fromMs, toMs }) => sum + workingMsBetween(work, fromMs, Math.min(toMs, due)),
            0,
          )
          expect(workingMsBetween(work, from, due) - paused).toBe(ms)
          expect(due).toBeGreaterThanOrEqual(addWorkingMs(work, from, ms))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('a later promise is no earlier due', () => {
    fc.assert(
      fc.property(
        someCalendar,
        someTime,
        fc.integer({ min: 1, max: 60 * hour }),
        fc.integer({ min: 0, max: 60 * hour }),
        somePauses,
        (work, from, ms, more, make) => {
          const due = (length: number) => dueAfterPauses(work, addWorkingMs(work, from, length), make(from))
          expect(due(ms + more)).toBeGreaterThanOrEqual(due(ms))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('the clocks of a hand-off', () => {
  const accepted = (given: Partial<Handoff> = {}) =>
    aHandoff({
      state: 'accepted',
      openedAt: at('09:00'),
      answer: { kind: 'accepted', at: at('09:30'), by: 'maria' },
      duties: [
        { id: 'accept', who: 'sales', what: 'answer', due: at('10:00'), metAt: at('09:30') },
        { id: 'call', who: 'sales', what: 'call', due: at('13:00'), warnAt: at('12:00') },
      ],
      steps: [{ index: 0, what: 'notify-manager', due: at('11:00') }],
      due: at('11:00'),
      ...given,
    })
  const facts = [
    { type: 'waiting-on-lead', at: at('10:30') },
    { type: 'email-replied', at: at('14:30') },
  ]

  it('stand while the lead is waited for, all but the answer', () => {
    const paused = pauseClocks(accepted(), facts, office, fromInstant(at('15:00')))
    expect(paused.duties.map(({ due, warnAt }) => [due, warnAt])).toEqual([
      [at('10:00'), undefined],
      [at('17:00'), at('16:00')],
    ])
    expect(paused).toMatchObject({
      steps: [{ due: at('15:00') }],
      due: at('16:00'),
      pauses: [{ from: at('10:30'), to: at('14:30') }],
    })
  })

  it('end in the same place whether the facts come one by one, in any order, or again', () => {
    const [waits, replies] = facts
    const now = fromInstant(at('15:00'))
    const whole = pauseClocks(accepted(), facts, office, now)
    const first = pauseClocks(accepted(), waits ? [waits] : [], office, fromInstant(at('10:31')))
    expect(first.duties[1]?.due).toBe(
      toInstant(addWorkingMs(office, addWorkingTime(office, fromInstant(at('10:30')), '5d'), 2.5 * hour)),
    )
    expect(pauseClocks(first, [...facts].reverse(), office, now)).toEqual(whole)
    expect(pauseClocks(accepted(), replies ? [replies] : [], office, now)).toEqual(accepted())
    expect(pauseClocks(whole, facts, office, now)).toBe(whole)
  })

  it('take a breach back that was found before the waiting was known', () => {
    const late = accepted({
      duties: accepted().duties.map((duty) => ({ ...duty, ...(duty.id === 'call' && { breachedAt: at('13:01') }) })),
    })
    expect(pauseClocks(late, facts, office, fromInstant(at('15:00'))).duties[1]).not.toHaveProperty('breachedAt')
    const after = [{ type: 'waiting-on-lead', at: at('13:30') }]
    expect(pauseClocks(late, after, office, fromInstant(at('15:00'))).duties[1]).toHaveProperty('breachedAt')
  })

  it.each([
    ['an open hand-off: it can be answered without the lead', { state: 'open' as const, answer: undefined }],
    ['one that was given back', { state: 'recycled' as const }],
    ['one that became more', { state: 'won' as const }],
  ])('do not pause for %s', (_what, given) => {
    const handoff = accepted(given)
    expect(pauseClocks(handoff, facts, office, fromInstant(at('15:00')))).toBe(handoff)
  })
})
