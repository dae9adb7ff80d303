import type { Interval } from '../../insight/two-proportions.ts'
import { clickHoursKept, hourOf } from '../../leads/click-hours.ts'
import { toInstant } from '../../names.ts'
import { bootstrap, quantile, type Resampling } from '../../scoring/backtest/bootstrap.ts'
import { commonCountsAs } from './choose-send-time.ts'
import { nobodysHours, partsOf, withLeadsHours } from './common-hours.ts'
import { ownHours, spokenFor, type WeekHours, weekHourAt } from './hour-weights.ts'

const dayMs = 86_400_000
const quarterMs = 900_000
/** A click counts for a mail within so long after it came. */
export const clickedWithinMs = 7 * dayMs
/** Of the mails, in the order of time, the first part is learnt from and the rest is judged. */
const learntPart = 0.6
/** An hour of the day at which fewer of the mails went is outside of the windows there were. */
const ofMailsAtLeast = 0.01
/** A mail that came within so many hours of an hour of the day counts as one of that hour. */
const nearHours = 1
/** With less than this an interval is not worth its name. */
const leadsAtLeast = 50
const mailsAtLeast = 200

/** A mail of the past: when it came, and when a person first clicked in it. Times in ms. */
export interface PastMail {
  readonly cameMs: number
  readonly clickedMs?: number | undefined
}

export interface PastReader {
  /** IANA zone. */
  readonly zone: string
  readonly mails: readonly PastMail[]
}

export interface BacktestAsked extends Resampling {
  /** From when on mails are judged, in ms; without it the last two fifths of them. */
  readonly fromMs?: number | undefined
  /** The hour of the day that habit is held against; without it the one at which all leads click most. */
  readonly fixedHour?: number | undefined
}

/** `gain`, `loss`: the interval is above or below 0. `none`: it holds 0. `thin`: there is too little to have one. */
export type SendTimeVerdict = 'gain' | 'none' | 'loss' | 'thin'

export interface SendTimeBacktest {
  readonly verdict: SendTimeVerdict
  readonly says: readonly string[]
  readonly fixedHour: number
  /** From when on mails were judged; what came before was learnt from. */
  readonly judgedFrom?: string
  readonly learnt: { readonly mails: number; readonly clicks: number; readonly leads: number }
  readonly judged: {
    /** Leads with mails at both hours: they alone are compared, each with itself. */
    readonly leads: number
    readonly mails: { readonly habit: number; readonly fixed: number }
    /** Judged mails at neither hour, at both, of leads without a click before or with mails at one of them alone. */
    readonly left: number
    /** Came so lately that a click may still come. */
    readonly tooYoung: number
  }
  /** How many of the mails were clicked, from 0 to 1; of each lead as many at both hours. */
  readonly rates?: { readonly habit: number; readonly fixed: number }
  /** The difference of the two, with its interval at 95 %. */
  readonly gain?: Interval & { readonly value: number }
}

/** What one lead's mails came to at its own hour and at the fixed one. */
interface Compared {
  readonly habit: { mails: number; clicked: number }
  readonly fixed: { mails: number; clicked: number }
}

/**
 * Would mails at the hours of leads' habits have been clicked more than at a fixed hour? Habits are learnt from what came before a time and judged by what came after:
 * by the mails that happened to come near the lead's own hour or near the fixed one. Each lead is compared with itself alone, so that who clicks much does not
 * make its own hour look good (risk difference of Mantel and Haenszel, by S. Greenland and J. Robins, 1985); the interval comes of drawing leads anew.
 */
export function backtestSendTime(readers: readonly PastReader[], asked: BacktestAsked): SendTimeBacktest {
  const times = readers.flatMap(({ mails }) => mails.map(({ cameMs }) => cameMs)).sort((a, b) => a - b)
  const fromMs = asked.fromMs ?? (times.length > 0 ? Math.ceil(quantile(times, learntPart)) : 0)
  const lastMs = (times.at(-1) ?? 0) - clickedWithinMs
  const known = readers.map((reader) => learnt(reader, fromMs))
  const before = times.filter((ms) => ms < fromMs).length
  const weekHourIn = clocks()
  const hours = hoursOfMails(readers, fromMs, before, weekHourIn)
  const sum = known.reduce(
    (all, { clickHours }, index) => withLeadsHours(all, clickHours, (readers[index] as PastReader).zone, fromMs),
    nobodysHours,
  )
  const parts = partsOf(sum)
  const fixedHour = asked.fixedHour ?? bestOf(hours, (hour) => dayWeight(sum.hours, hour))
  let [left, tooYoung] = [0, 0]
  const compared: Compared[] = []
  for (const [index, { zone, mails }] of readers.entries()) {
    const own = known[index]?.own
    const one: Compared = { habit: { mails: 0, clicked: 0 }, fixed: { mails: 0, clicked: 0 } }
    let judged = 0
    const habits = new Map<number, number>()
    for (const { cameMs, clickedMs } of mails) {
      if (cameMs < fromMs) continue
      if (cameMs > lastMs) {
        tooYoung += 1
        continue
      }
      judged += 1
      if (!own) continue
      const weekHour = weekHourIn(zone, cameMs)
      const day = Math.floor(weekHour / 24)
      const habit = habits.get(day) ?? bestOf(hours, (hour) => weightOf(own, parts, day * 24 + hour))
      habits.set(day, habit)
      const [nearOwn, nearFixed] = [isNear(weekHour % 24, habit), isNear(weekHour % 24, fixedHour)]
      if (nearOwn === nearFixed) continue
      const arm = nearOwn ? one.habit : one.fixed
      arm.mails += 1
      if (clickedMs !== undefined && clickedMs - cameMs <= clickedWithinMs) arm.clicked += 1
    }
    const isCompared = one.habit.mails > 0 && one.fixed.mails > 0
    left += isCompared ? judged - one.habit.mails - one.fixed.mails : judged
    if (isCompared) compared.push(one)
  }
  const mailsOf = (arm: keyof Compared) => compared.reduce((all, one) => all + one[arm].mails, 0)
  const result: Omit<SendTimeBacktest, 'verdict' | 'says'> = {
    fixedHour,
    ...(times.length > 0 && { judgedFrom: toInstant(fromMs) }),
    learnt: {
      mails: before,
      clicks: known.reduce((all, { clicks }) => all + clicks, 0),
      leads: sum.leads,
    },
    judged: { leads: compared.length, mails: { habit: mailsOf('habit'), fixed: mailsOf('fixed') }, left, tooYoung },
  }
  const isThin = compared.length < leadsAtLeast || mailsOf('habit') < mailsAtLeast || mailsOf('fixed') < mailsAtLeast
  if (isThin) return { verdict: 'thin', ...result, says: saysOf('thin', result) }
  const rates = ratesOf(compared)
  const [interval] = bootstrap(compared.length, asked, (weights) => {
    const drawn = ratesOf(compared, weights)
    return [drawn.habit - drawn.fixed]
  }) as [Interval]
  const gain = { value: rates.habit - rates.fixed, ...interval }
  const verdict = gain.low > 0 ? 'gain' : gain.high < 0 ? 'loss' : 'none'
  const whole = { ...result, rates, gain }
  return { verdict, ...whole, says: saysOf(verdict, whole) }
}

/** As {@link weekHourAt}, which asks the calendar of the zone each time: here once for a quarter of an hour, at whose ends alone clocks are changed. */
function clocks(): (zone: string, ms: number) => number {
  const known = new Map<string, Map<number, number>>()
  return (zone, ms) => {
    const ofZone = known.get(zone) ?? new Map<number, number>()
    known.set(zone, ofZone)
    const quarter = Math.floor(ms / quarterMs)
    const hour = ofZone.get(quarter) ?? weekHourAt(zone, quarter * quarterMs)
    ofZone.set(quarter, hour)
    return hour
  }
}

/** What was known of a lead's habit at this time, as its profile would have had it. */
function learnt({ zone, mails }: PastReader, fromMs: number) {
  const clicks = mails.flatMap(({ clickedMs }) => (clickedMs !== undefined && clickedMs < fromMs ? [clickedMs] : []))
  const clickHours = [...new Set(clicks.map(hourOf))].sort().slice(-clickHoursKept)
  return {
    clicks: clicks.length,
    clickHours,
    own: clickHours.length > 0 ? ownHours(clickHours, zone, fromMs) : undefined,
  }
}

/** The hours of the day at which mails went at all, by the clocks of their readers: what lies outside was outside of the windows. All, where nothing is known. */
function hoursOfMails(
  readers: readonly PastReader[],
  fromMs: number,
  mails: number,
  weekHourIn: ReturnType<typeof clocks>,
): readonly number[] {
  const counts = new Array<number>(24).fill(0)
  for (const { zone, mails: own } of readers) {
    for (const { cameMs } of own) {
      if (cameMs >= fromMs) continue
      const hour = weekHourIn(zone, cameMs) % 24
      counts[hour] = (counts[hour] ?? 0) + 1
    }
  }
  const open = counts.flatMap((count, hour) => (count > 0 && count >= ofMailsAtLeast * mails ? [hour] : []))
  return open.length > 0 ? open : counts.map((_, hour) => hour)
}

/** As the running system weighs the hours of a week. */
function weightOf(own: WeekHours, parts: WeekHours | undefined, weekHour: number): number {
  return spokenFor(own, weekHour) + (parts ? commonCountsAs * spokenFor(parts, weekHour) : 0)
}

/** What clicks say of an hour of the day, over all days. */
function dayWeight(hours: WeekHours, hour: number): number {
  return [0, 1, 2, 3, 4, 5, 6].reduce((all, day) => all + spokenFor(hours, day * 24 + hour), 0)
}

/** The hour that weighs most; of equal ones the first, in whatever order leads were summed up. */
function bestOf(hours: readonly number[], weigh: (hour: number) => number): number {
  const weights = hours.map((hour) => Math.round(weigh(hour) * 1e9))
  return hours[weights.indexOf(Math.max(...weights))] ?? 0
}

function isNear(hour: number, other: number): boolean {
  const apart = Math.abs(hour - other)
  return Math.min(apart, 24 - apart) <= nearHours
}

/** How many of the mails were clicked at either hour, each lead weighing by how much its mails at both can tell. */
function ratesOf(compared: readonly Compared[], weights?: Uint32Array): { habit: number; fixed: number } {
  let [all, ofHabit, ofFixed] = [0, 0, 0]
  for (const [index, { habit, fixed }] of compared.entries()) {
    const weight = ((weights?.[index] ?? 1) * habit.mails * fixed.mails) / (habit.mails + fixed.mails)
    all += weight
    ofHabit += (weight * habit.clicked) / habit.mails
    ofFixed += (weight * fixed.clicked) / fixed.mails
  }
  return { habit: ofHabit / all, fixed: ofFixed / all }
}

function saysOf(
  verdict: SendTimeVerdict,
  { fixedHour, judged, rates, gain }: Omit<SendTimeBacktest, 'verdict' | 'says'>,
): string[] {
  const at = `${String(fixedHour).padStart(2, '0')}:00`
  if (verdict === 'thin' || !rates || !gain) {
    return [
      `It is too little to tell anything: leave it off. ${judged.leads} leads had mails both near their own hour and near ${at} (${judged.mails.habit} and ${judged.mails.fixed}); it takes ${leadsAtLeast} leads and ${mailsAtLeast} mails at each.`,
    ]
  }
  const points = (part: number) => `${(part * 100).toFixed(1)}`
  const clicked = `Of the mails near the lead’s own hour ${points(rates.habit)} % were clicked, of those near ${at} ${points(rates.fixed)} %: a difference of ${points(gain.value)} points (${points(gain.low)} to ${points(gain.high)}, at 95 %).`
  const conclusion = {
    gain: 'Habit gains: turn it on with "send-time: habit".',
    none: 'It shows no gain: leave it off.',
    loss: 'It shows a loss: leave it off.',
  }[verdict]
  return [
    conclusion,
    clicked,
    'When these mails came was not drawn by chance: what differs between the hours beside the hour (another step, another season) counts, too.',
  ]
}
