import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { owedBySales, salesAttainment } from '../../../core/handoff/attainment.ts'
import { dispute, reviewDispute } from '../../../core/handoff/dispute.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { marketingAttainment, promiseOf } from '../../../core/handoff/marketing-attainment.ts'
import { slaPeriod, weekBefore } from '../../../core/handoff/sla-period.ts'
import { weekReaders } from '../../../core/handoff/week-readers.ts'
import { weekLetter } from '../../../core/handoff/week-words.ts'
import { workCalendar } from '../../../core/handoff/work-calendar.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aUser } from '../../fixtures/a-user.ts'

const calendar = workCalendar(
  { zone: 'Europe/Berlin', hours: { 'mon-fri': '09:00-18:00' }, holidays: undefined, daysOff: [] },
  () => false,
)
const nowMs = Date.parse('2026-11-30T09:00:00.000Z')
// Tuesday, 09:00 in Berlin.
const openedAt = '2026-11-24T08:00:00.000Z'
const duty = (metAt?: string, more = {}) => ({
  id: 'accept',
  who: 'sales' as const,
  what: 'answer' as const,
  due: '2026-11-24T09:00:00.000Z',
  ...(metAt && { metAt }),
  ...more,
})
const answered = (kind: 'accepted' | 'rejected' | 'recycled', by = 'anna', reason?: string): Partial<Handoff> => ({
  state: kind,
  answer: { kind, at: '2026-11-24T08:30:00.000Z', by, ...(reason && { reason }) },
})
const attainedBy = (handoffs: Handoff[], owner?: string) =>
  salesAttainment(
    handoffs.filter((one) => !owner || one.owner === owner),
    handoffs
      .flatMap((one) => owedBySales(one).map((owed) => ({ ...owed, calendar })))
      .filter((one) => !owner || one.owner === owner),
    nowMs,
  )
const attained = (...all: Partial<Handoff>[]) => attainedBy(all.map((one) => aHandoff({ openedAt, ...one })))

describe('what sales attains', () => {
  it('in time, late, missed, and in minutes of working time', () => {
    const overnight = { openedAt: '2026-11-24T16:30:00.000Z', duties: [duty('2026-11-25T08:10:00.000Z')] }
    const made = attained({ duties: [duty('2026-11-24T08:30:00.000Z')] }, overnight, {
      duties: [duty(undefined, { breachedAt: '2026-11-24T09:00:00.000Z' })],
    })
    // Half an hour until 18:00, and ten minutes of the next morning.
    expect(made.firstResponse).toMatchObject({ due: 3, inTime: 1, late: 1, missed: 1, medianMinutes: 35 })
    expect(made).toMatchObject({ leads: 3, breaches: 1, followUp: { due: 0 } })
  })

  it('a duty whose lead was given back before it was due was never owed; one that is not due yet neither', () => {
    const call = { ...duty(), id: 'call', what: 'call' as const }
    expect(attained({ ...answered('rejected'), duties: [call] }).followUp.due).toBe(0)
    expect(attained({ duties: [{ ...call, due: '2026-12-24T09:00:00.000Z' }] }).followUp.due).toBe(0)
    expect(attained({ duties: [call] }).followUp).toMatchObject({ due: 1, missed: 1 })
  })

  it('what was missed counts for who had the lead then, whoever does it in the end', () => {
    const late = { metAt: '2026-11-24T12:00:00.000Z', breachedAt: '2026-11-24T09:00:00.000Z', missedBy: 'anna' }
    const moved = aHandoff({
      openedAt,
      owner: 'boris',
      previousOwners: ['anna'],
      duties: [duty(undefined, late), duty(undefined, { id: 'call', what: 'call', due: '2026-11-25T09:00:00.000Z' })],
    })
    const [anna, boris, all] = [attainedBy([moved], 'anna'), attainedBy([moved], 'boris'), attainedBy([moved])]
    expect(anna).toMatchObject({ leads: 0, breaches: 1, firstResponse: { due: 1, late: 1 }, followUp: { due: 0 } })
    expect(boris).toMatchObject({ leads: 1, breaches: 0, firstResponse: { due: 0 }, followUp: { due: 1, missed: 1 } })
    expect(all).toMatchObject({ leads: 1, breaches: 1, firstResponse: { due: 1, late: 1 }, followUp: { missed: 1 } })
  })

  it('what sales development owed counts for it, and what sales owes from when it was passed on', () => {
    const passedAt = '2026-11-25T08:00:00.000Z'
    const passed = aHandoff({
      openedAt,
      owner: 'boris',
      team: 'inside-sales',
      duties: [duty('2026-11-25T08:20:00.000Z', { due: '2026-11-25T10:00:00.000Z' })],
      legs: [
        {
          owner: 'anna',
          team: 'developers',
          from: openedAt,
          to: passedAt,
          by: 'anna',
          duties: [duty('2026-11-24T08:40:00.000Z')],
          escalations: [],
        },
      ],
    })
    expect(attainedBy([passed], 'anna').firstResponse).toMatchObject({ due: 1, inTime: 1, medianMinutes: 40 })
    expect(attainedBy([passed], 'boris').firstResponse).toMatchObject({ due: 1, inTime: 1, medianMinutes: 20 })
  })

  it('what marketing owes is not sales’ to keep', () => {
    const owed = duty(undefined, { who: 'marketing', what: 'email', whose: 'lena', breachedAt: openedAt })
    expect(attained({ duties: [owed] })).toMatchObject({ breaches: 0, followUp: { due: 0 } })
  })

  it('adds up over any way to part the hand-offs', () => {
    const one = fc.constantFrom<Partial<Handoff>>(
      { duties: [duty('2026-11-24T08:30:00.000Z')] },
      { duties: [duty('2026-11-24T12:30:00.000Z')] },
      { duties: [duty(undefined, { breachedAt: '2026-11-24T09:00:00.000Z' })] },
      { state: 'won', outcome: { result: 'won', at: openedAt, by: 'anna', revenue: 10 }, duties: [] },
    )
    fc.assert(
      fc.property(fc.array(one), fc.array(one), (a, b) => {
        const [first, second, both] = [attained(...a), attained(...b), attained(...a, ...b)]
        expect(both.firstResponse.due).toBe(first.firstResponse.due + second.firstResponse.due)
        expect(both.revenue).toBe(first.revenue + second.revenue)
        expect(both.breaches).toBe(first.breaches + second.breaches)
      }),
    )
  })
})

describe('what marketing attains', () => {
  const period = {
    fromMs: Date.parse('2026-11-22T23:00:00.000Z'),
    toMs: Date.parse('2026-12-06T23:00:00.000Z'),
    zone: 'Europe/Berlin',
  }
  const brought = (...all: Partial<Handoff>[]) =>
    marketingAttainment(
      all.map((one) => aHandoff({ openedAt, ...one })),
      promiseOf({ 'mql-per-month': 120, accepted: '70 %' }),
      period,
      { '2026-W47': 4, '2026-W48': 23 },
    )

  it('MQLs by week against the promise, and the leads handed over beside them', () => {
    const { weeks, promised, mqls } = brought({}, {})
    expect(promised).toMatchObject({ accepted: 0.7 })
    expect(promised.perWeek).toBeCloseTo(27.6, 1)
    expect(weeks.map((one) => [one.week, one.leads, one.mqls])).toEqual([
      ['2026-W48', 2, 23],
      ['2026-W49', 0, 0],
    ])
    expect(weeks[0]?.ofPromise).toBeCloseTo(23 / 27.6, 3)
    expect(mqls).toBe(23)
  })

  it('who is handed over once more is no new lead', () => {
    const made = brought({ k: 1 }, { k: 2 }, { k: 3 })
    expect(made).toMatchObject({ leads: 1, again: 2 })
    expect(made.weeks.map(({ leads, again }) => [leads, again])).toEqual([
      [1, 2],
      [0, 0],
    ])
  })

  it('of a week that is not whole, and of a funnel that is not counted, no part of the promise', () => {
    const promised = promiseOf({ 'mql-per-month': 120 })
    const half = { ...period, toMs: Date.parse('2026-12-03T23:00:00.000Z') }
    const { weeks } = marketingAttainment([aHandoff({ openedAt })], promised, half, { '2026-W49': 9 })
    expect(weeks.map(({ mqls, ofPromise }) => [mqls, ofPromise])).toEqual([
      [0, 0],
      [9, undefined],
    ])
    const uncounted = marketingAttainment([aHandoff({ openedAt })], promised, period)
    expect(uncounted.mqls).toBeUndefined()
    expect(uncounted.weeks.map(({ leads, mqls, ofPromise }) => [leads, mqls, ofPromise])).toEqual([
      [1, undefined, undefined],
      [0, undefined, undefined],
    ])
  })

  it('of the leads that people answered those that were taken; few of them prove nothing', () => {
    const { accepted, rejected } = brought(
      answered('accepted'),
      answered('rejected', 'anna', 'no-fit'),
      answered('rejected', 'anna', 'a student'),
      answered('recycled', 'sla'),
      {},
    )
    expect(accepted).toMatchObject({ answered: 3, accepted: 1 })
    expect(accepted.kept).toBeUndefined()
    expect(rejected).toEqual([
      { reason: 'in words', leads: 1 },
      { reason: 'no-fit', leads: 1 },
    ])
    expect(brought(...Array.from({ length: 30 }, () => answered('rejected'))).accepted.kept).toBe(false)
    expect(brought(...Array.from({ length: 30 }, () => answered('accepted'))).accepted.kept).toBe(true)
  })

  it('a rejection that was found wrong counts as taken', () => {
    const rejected = aHandoff({ openedAt, ...answered('rejected') })
    const disputed = dispute(rejected, { by: 'lena', reason: 'she decides' }, nowMs)
    if (disputed.result !== 'changed') throw new Error('not disputed')
    expect(brought(disputed.handoff)).toMatchObject({ accepted: { accepted: 0 }, disputes: { open: 1 } })
    const reviewed = reviewDispute(disputed.handoff, { by: 'mark', reason: 'true', upheld: false }, nowMs)
    if (reviewed.result !== 'changed') throw new Error('not reviewed')
    expect(brought(reviewed.handoff)).toMatchObject({ accepted: { accepted: 1 }, disputes: { open: 0, overturned: 1 } })
    expect(dispute(disputed.handoff, { by: 'lena', reason: 'x' }, nowMs).result).toBe('same')
    expect(reviewDispute(rejected, { by: 'mark', reason: 'x', upheld: true }, nowMs).result).toBe('not-disputed')
    expect(dispute(aHandoff(), { by: 'lena', reason: 'x' }, nowMs).result).toBe('not-rejected')
  })

  it('the weekly summary says it in each language, also of a week without leads', () => {
    const week = { week: '2026-W48', sales: { ...attained(), people: [] }, marketing: brought() }
    expect(weekLetter(week, 'en', String)).toMatchObject({ intro: 'No lead was handed over in this week.' })
    expect(weekLetter(week, 'ru', String).subject).toContain('2026-W48')
    expect(JSON.stringify(weekLetter(week, 'fa', String))).not.toMatch(/\{\w+\}|undefined|NaN/)
  })
})

describe('the time looked at', () => {
  const zone = 'Europe/Berlin'
  it.each([
    [{}, '2026-11-01T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    [{ from: '2026-03-28', to: '2026-03-29' }, '2026-03-27T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ])('%j', (asked, from, to) => {
    expect(slaPeriod(asked, nowMs, zone)).toEqual({ fromMs: Date.parse(from), toMs: Date.parse(to) })
  })

  it.each([
    { from: '2026-03-28', to: '2026-03-27' },
    { from: '2020-01-01', to: '2026-03-27' },
  ])('%j will not do', (asked) => {
    expect(slaPeriod(asked, nowMs, zone)).toHaveProperty('wrong')
  })

  it('on a Monday it is the week that ended on the day before', () => {
    expect(weekBefore(nowMs, zone)).toMatchObject({ fromMs: Date.parse('2026-11-22T23:00:00.000Z') })
  })
})

describe('who reads the summary', () => {
  const anna = aUser({ userId: 'anna', groups: ['sales'], manager: 'mark' })
  const mark = aUser({ userId: 'mark', groups: ['sales'] })
  const lena = aUser({ userId: 'lena', groups: ['marketing'] })
  const root = aUser({ userId: 'root', groups: ['admin'] })
  it.each([
    [
      [anna, mark, lena, root],
      ['lena', 'mark'],
    ],
    [[anna, { ...mark, active: false }, root], ['root']],
    [[], []],
  ])('%#', (staff, expected) => {
    expect(weekReaders(staff).map(({ userId }) => userId)).toEqual(expected)
  })
})
