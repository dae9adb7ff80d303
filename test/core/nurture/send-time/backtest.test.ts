import { describe, expect, it } from 'vitest'
import {
  type BacktestAsked,
  backtestSendTime,
  clickedWithinMs,
  type PastReader,
} from '../../../../core/nurture/send-time/backtest.ts'
import { seeded } from '../../../../core/seeded.ts'

const hour = 3_600_000
const day = 24 * hour
const startMs = Date.parse('2026-03-02T00:00:00.000Z')

interface World {
  readonly leads: number
  readonly mails: number
  /** How likely a click is at a lead's own hour, or beside it, and at any other. */
  readonly atItsHour: number
  readonly otherwise: number
  /** How many hours after it came a mail is clicked, where it is not at the lead's own hour. */
  readonly hasty?: boolean
}

/** Leads whose mails come at any hour from 8 to 20, every few days; each has an hour of its own. */
function readersOf({ leads, mails, atItsHour, otherwise, hasty }: World, random: () => number): PastReader[] {
  return Array.from({ length: leads }, () => {
    const own = 9 + Math.floor(random() * 11)
    // Some click a lot, some hardly ever: that must not look like an hour.
    const eager = 0.4 + 1.2 * random()
    return {
      zone: 'UTC',
      mails: Array.from({ length: mails }, (_, index) => {
        const at = 8 + Math.floor(random() * 13)
        const cameMs = startMs + (index * 3 + Math.floor(random() * 3)) * day + at * hour
        const isClicked = random() < eager * (Math.abs(at - own) <= 1 ? atItsHour : otherwise)
        if (!isClicked) return { cameMs }
        const untilOwn = ((own - at + 24) % 24) * hour
        return { cameMs, clickedMs: cameMs + (hasty ? 0 : untilOwn) + random() * 0.9 * hour }
      }),
    }
  })
}
const asked = (seed: number, given: Partial<BacktestAsked> = {}): BacktestAsked => ({
  times: 300,
  random: seeded(seed),
  ...given,
})
const backtest = (world: World, seed: number, given: Partial<BacktestAsked> = {}) =>
  backtestSendTime(readersOf(world, seeded(seed)), asked(seed, given))

describe('the backtest of mails by habit', () => {
  it('finds the gain that is there, with an interval above 0', () => {
    const world = { leads: 300, mails: 40, atItsHour: 0.45, otherwise: 0.15 }
    const found = backtest(world, 1)
    expect(found).toMatchObject({ verdict: 'gain', learnt: { leads: expect.any(Number) } })
    expect(found.gain?.low).toBeGreaterThan(0.1)
    expect(found.gain?.high).toBeLessThan(0.4)
    expect(found.says[0]).toContain('send-time: habit')
    for (const seed of [2, 3, 4, 5]) expect(backtest(world, seed).verdict).toBe('gain')
  })

  it('finds none where there is none: of many intervals 95 % hold 0', () => {
    const seeds = Array.from({ length: 60 }, (_, index) => 100 + index)
    const world = { leads: 240, mails: 30, atItsHour: 0.3, otherwise: 0.3 }
    const holding = seeds.filter((seed) => backtest(world, seed, { times: 150 }).verdict === 'none')
    // Fewer than 52 of 60 come once in a hundred times of intervals that hold at 95 %.
    expect(holding.length).toBeGreaterThanOrEqual(52)
    expect(holding.length).toBeLessThan(60)
  }, 60_000)

  it('is not deceived by clicks that come whenever a mail does, nor by who clicks much', () => {
    const found = backtest({ leads: 250, mails: 40, atItsHour: 0.3, otherwise: 0.3, hasty: true }, 8)
    expect(found.verdict).toBe('none')
    expect(found.says[0]).toBe('It shows no gain: leave it off.')
  })

  it('finds a loss where the fixed hour is the better one', () => {
    const readers = readersOf({ leads: 300, mails: 40, atItsHour: 0.1, otherwise: 0.35 }, seeded(3))
    expect(backtestSendTime(readers, asked(3)).verdict).toBe('loss')
  })

  it('says of too little that it is too little', () => {
    expect(backtestSendTime([], asked(1))).toMatchObject({ verdict: 'thin', judged: { leads: 0 } })
    const few = backtest({ leads: 20, mails: 40, atItsHour: 0.9, otherwise: 0.1 }, 1)
    expect(few.verdict).toBe('thin')
    expect(few.gain).toBeUndefined()
    expect(few.says[0]).toMatch(/^It is too little to tell anything: leave it off\. \d+ leads/)
    // All at one hour: nobody can tell what another would have brought.
    const one = {
      zone: 'UTC',
      mails: Array.from({ length: 40 }, (_, n) => ({ cameMs: startMs + n * day, clickedMs: startMs + n * day + hour })),
    }
    expect(backtestSendTime(new Array(200).fill(one), asked(1)).verdict).toBe('thin')
  })

  it('judges by what came after, and leaves out what may still be clicked', () => {
    const readers = readersOf({ leads: 100, mails: 30, atItsHour: 0.5, otherwise: 0.2 }, seeded(5))
    const all = readers.flatMap(({ mails }) => mails)
    const lastMs = Math.max(...all.map(({ cameMs }) => cameMs))
    const fromMs = startMs + 45 * day
    const found = backtestSendTime(readers, asked(5, { fromMs, fixedHour: 10 }))
    expect(found.fixedHour).toBe(10)
    expect(found.learnt.mails).toBe(all.filter(({ cameMs }) => cameMs < fromMs).length)
    expect(found.judged.tooYoung).toBe(all.filter(({ cameMs }) => cameMs > lastMs - clickedWithinMs).length)
    const { habit, fixed } = found.judged.mails
    expect(habit + fixed + found.judged.left + found.judged.tooYoung + found.learnt.mails).toBe(all.length)
    // What was clicked later, or not at all, changes no habit.
    const blind = readers.map(({ zone, mails }) => ({
      zone,
      mails: mails.map((mail) => (mail.cameMs < fromMs ? mail : { cameMs: mail.cameMs })),
    }))
    expect(backtestSendTime(blind, asked(5, { fromMs, fixedHour: 10 })).judged.mails).toEqual(found.judged.mails)
  })

  it('is the same for the same seed, whatever order the leads come in', () => {
    const readers = readersOf({ leads: 250, mails: 30, atItsHour: 0.4, otherwise: 0.2 }, seeded(6))
    expect(backtestSendTime(readers, asked(6))).toEqual(backtestSendTime(readers, asked(6)))
    const turned = backtestSendTime([...readers].reverse(), asked(6))
    expect(turned.rates?.habit).toBeCloseTo(backtestSendTime(readers, asked(6)).rates?.habit ?? 0, 10)
  })
})
