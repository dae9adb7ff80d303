import { type Interval, wilson } from '../../insight/two-proportions.ts'
import { toInstant } from '../../names.ts'
import { auc } from './auc.ts'
import { bootstrap, type Resampling } from './bootstrap.ts'
import { type Band, brier, type Curve, chanceOf, fitCurve, reliability } from './calibration.ts'
import { type Decile, deciles } from './deciles.ts'
import { type Drift, driftOf } from './drift.ts'
import { type FieldTally, monthName, monthOf } from './field-tally.ts'
import type { JudgedBy, JudgedLeads } from './judged-leads.ts'
import { countWhere, liftOf, type RuleLift, whereHolds } from './rule-lift.ts'
import { countByScore, type RankedScores, rankScores, type ScoreCounts } from './score-counts.ts'
import { barFor, roundBars, type Threshold, thresholds } from './thresholds.ts'

/** A figure with its interval at 95 %. */
export interface Estimate extends Interval {
  readonly value: number
}

/** A tenth with the intervals of its figures. */
export interface TestedDecile extends Decile {
  readonly precisionInterval: Interval
  readonly liftInterval: Interval
}

/** A bar with the leads over it in a month. */
export interface VolumeAt extends Threshold {
  /** On average over the months from the first lead to the last. */
  readonly perMonth: number
  /** In the order of the report's months. */
  readonly byMonth: readonly number[]
}

/** What a model would have done with the leads of the past. */
export interface ModelReport {
  readonly name: string
  readonly id: string
  /** Sales' bar without the dial. */
  readonly bar: number
  /** Does the model turn the bar by the calendar? */
  readonly dialled: boolean
  readonly auc: Estimate
  /** Over sales' bar as the dial stood then, with all gates. */
  readonly ready: Omit<VolumeAt, 'score'>
  readonly deciles: readonly TestedDecile[]
  /** At round scores and at the bars that the model names. */
  readonly bars: readonly VolumeAt[]
  /** At each score that a lead had. */
  readonly thresholds: readonly (Threshold & Pick<VolumeAt, 'perMonth'>)[]
  /** Where a bar would have to stand so that all leads in sales' `capacity` fit, on average. */
  readonly forCapacity?: VolumeAt
  readonly rules: readonly RuleLift[]
  readonly calibration: {
    readonly curve: Curve
    readonly brier: number
    /** Of whom says the part of all that was won, of everybody. */
    readonly brierOfBase: number
    readonly bands: readonly Band[]
  }
}

/** Two models on the same leads. */
export interface Comparison {
  /** The area under the curve of the second less that of the first, with its interval (paired bootstrap). */
  readonly auc: Estimate
  /** Each with the bar at which it lets through as many leads as the first does now, or just less. */
  readonly sameVolume: readonly { readonly name: string; readonly bar: Threshold | undefined }[]
}

/** All figures of a backtest. */
export interface Figures {
  readonly leads: number
  readonly won: number
  readonly lost: number
  readonly share: number
  /** When the first lead came and the last, and each month between. */
  readonly from: string
  readonly to: string
  readonly months: readonly { readonly month: string; readonly leads: number; readonly won: number }[]
  readonly models: readonly ModelReport[]
  readonly comparison?: Comparison
  readonly drift?: Drift
}

/** Makes all figures; there must be leads that were won and leads that were lost. The same leads, times and seed give the same report. */
export function figuresOf(
  judged: JudgedLeads,
  {
    tallies,
    resampling,
    capacity,
  }: { tallies: readonly FieldTally[]; resampling: Resampling; capacity?: number | undefined },
): Figures {
  const { leads, isWon, cameMs, by } = judged
  const won = isWon.reduce((sum, one) => sum + one, 0)
  const all = { won, lost: leads - won }
  const ranked = by.map(({ totals }) => rankScores(totals))
  const places = by.map(({ rules }) => rules.map(({ holds }) => whereHolds(holds)))
  const figures = (weights?: Uint32Array) => vectorOf(judged, ranked, places, weights)
  const intervals = bootstrap(leads, resampling, figures)
  const values = figures()
  const span = monthsOf(cameMs)
  let next = 0
  const take = (): Estimate => {
    const estimate = { value: values[next] as number, ...(intervals[next] as Interval) }
    next += 1
    return estimate
  }
  const models = by.map((one, index): ModelReport => {
    const counts = countByScore(ranked[index] as RankedScores, isWon)
    const area = take()
    const tenths = deciles(counts).map((decile): TestedDecile => {
      const [precision, lift] = [take(), take()]
      const { leads: size, won: wins } = decile
      const precisionInterval = atTheEdges(precision, { reached: wins, leads: size })
      const liftInterval = atTheEdges(lift, { reached: wins, leads: size }, won / leads)
      return { ...decile, precisionInterval, liftInterval }
    })
    const rules = one.rules.map(({ name, kind }, rule): RuleLift => {
      const estimate = take()
      const found = countWhere(places[index]?.[rule] as Uint32Array, isWon)
      if (found.leads === 0) return { name, kind, ...found }
      const precision = found.won / found.leads
      return {
        name,
        kind,
        ...found,
        precision,
        lift: estimate.value,
        interval: atTheEdges(estimate, { reached: found.won, leads: found.leads }, won / leads),
      }
    })
    const curve = fitCurve(counts)
    const over = overGates(ranked[index] as RankedScores, one, isWon)
    const volumes = volumesOf(one, judged, span)
    const { qualify, dial } = one.model
    const passing = over.scores.filter((_, place) => (over.won[place] as number) + (over.lost[place] as number) > 0)
    const most = capacity === undefined ? undefined : barFor(over, capacity * span.length)
    const named = [qualify.score, ...dial.map(({ score }) => score), ...(most === undefined ? [] : [most])]
    return {
      name: one.name,
      id: one.model.id,
      bar: qualify.score,
      dialled: dial.length > 0,
      auc: area,
      ready: readyOf(one, judged, span, all),
      deciles: tenths,
      bars: thresholds(over, all, roundBars(passing, named)).map(volumes),
      thresholds: thresholds(over, all, passing).map((one) => ({ ...one, perMonth: one.leads / span.length })),
      ...(most !== undefined && { forCapacity: volumes(thresholds(over, all, [most])[0] as Threshold) }),
      rules,
      calibration: {
        curve,
        brier: brier(counts, (score) => chanceOf(curve, score)),
        brierOfBase: brier(counts, () => won / leads),
        bands: reliability(counts, curve),
      },
    }
  })
  const drift = driftOf(judged, by[0] as JudgedBy, tallies)
  const comparison = by.length > 1 ? { auc: take(), sameVolume: atSameVolume(judged, ranked, all) } : undefined
  return {
    leads,
    ...all,
    share: won / leads,
    from: toInstant(least(cameMs)),
    to: toInstant(most(cameMs)),
    months: countMonths(judged, span),
    models,
    ...(comparison && { comparison }),
    ...(drift && { drift }),
  }
}

/** All figures that have an interval by drawing leads anew, in one row: of each model its area, its tenths, its rules; then the difference of the areas. */
function vectorOf(
  { isWon, by }: JudgedLeads,
  ranked: readonly RankedScores[],
  places: readonly (readonly Uint32Array[])[],
  weights?: Uint32Array,
): number[] {
  const areas: number[] = []
  const row = by.flatMap((_, index) => {
    const counts = countByScore(ranked[index] as RankedScores, isWon, weights)
    const area = auc(counts)
    areas.push(area)
    const tenths = deciles(counts)
    const all = { won: 0, lost: 0 }
    for (const { won, leads } of tenths) {
      all.won += won
      all.lost += leads - won
    }
    const lifts = (places[index] ?? []).map((where) => liftOf(countWhere(where, isWon, weights), all))
    return [area, ...tenths.flatMap(({ precision, lift }) => [precision, lift]), ...lifts]
  })
  return areas.length > 1 ? [...row, (areas[1] as number) - (areas[0] as number)] : row
}

/** Who passes all gates but the score, by score. */
function overGates(ranked: RankedScores, { passesGates }: JudgedBy, isWon: JudgedLeads['isWon']): ScoreCounts {
  return countByScore(ranked, isWon, passesGates)
}

function volumesOf({ totals, passesGates }: JudgedBy, { cameMs }: JudgedLeads, span: readonly number[]) {
  const monthOfLead = Array.from(cameMs, (ms) => monthOf(ms) - (span[0] as number))
  return (threshold: Threshold): VolumeAt => {
    const byMonth = span.map(() => 0)
    for (const [lead, month] of monthOfLead.entries()) {
      if (passesGates[lead] && (totals[lead] as number) >= threshold.score) byMonth[month] = (byMonth[month] ?? 0) + 1
    }
    return { ...threshold, perMonth: threshold.leads / span.length, byMonth }
  }
}

function readyOf(
  { isReady }: JudgedBy,
  { isWon, cameMs }: JudgedLeads,
  span: readonly number[],
  all: { won: number; lost: number },
): ModelReport['ready'] {
  const { leads, won } = countWhere(whereHolds(isReady), isWon)
  const byMonth = span.map(() => 0)
  for (const [lead, ready] of isReady.entries()) {
    const month = monthOf(cameMs[lead] as number) - (span[0] as number)
    if (ready) byMonth[month] = (byMonth[month] ?? 0) + 1
  }
  const result = { leads, won, recall: won / all.won, perMonth: leads / span.length, byMonth }
  if (leads === 0) return result
  const interval = wilson({ reached: won, leads })
  return { ...result, precision: won / leads, interval, lift: liftOf({ leads, won }, all) }
}

function atSameVolume(
  judged: JudgedLeads,
  ranked: readonly RankedScores[],
  all: { won: number; lost: number },
): Comparison['sameVolume'] {
  const [first] = judged.by
  const volume = first ? countWhere(whereHolds(first.isReady), judged.isWon).leads : 0
  return judged.by.map((one, index) => {
    const over = overGates(ranked[index] as RankedScores, one, judged.isWon)
    const bar = barFor(over, volume)
    return { name: one.name, bar: bar === undefined ? undefined : thresholds(over, all, [bar])[0] }
  })
}

/** Each month from the first lead's to the last one's. */
function monthsOf(cameMs: Float64Array): number[] {
  const first = monthOf(least(cameMs))
  return Array.from({ length: monthOf(most(cameMs)) - first + 1 }, (_, n) => first + n)
}

function countMonths({ cameMs, isWon }: JudgedLeads, span: readonly number[]): Figures['months'] {
  const counts = span.map((month) => ({ month: monthName(month), leads: 0, won: 0 }))
  for (const [lead, ms] of cameMs.entries()) {
    const count = counts[monthOf(ms) - (span[0] as number)]
    if (!count) continue
    count.leads += 1
    count.won += isWon[lead] as number
  }
  return counts
}

/** Where nobody or everybody was won, drawing anew shows no other outcome: there the score interval stands in (Wilson), divided by `share` for a lift. */
function atTheEdges({ low, high }: Interval, counted: { reached: number; leads: number }, share = 1): Interval {
  const { reached, leads } = counted
  if (reached > 1e-9 && reached < leads - 1e-9) return { low, high }
  const edge = wilson({ reached: reached < leads / 2 ? 0 : leads, leads })
  return { low: edge.low / share, high: edge.high / share }
}

function least(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
}

function most(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
}
