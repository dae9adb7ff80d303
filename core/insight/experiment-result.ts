import { type Experiment, partOf } from '../nurture/experiment.ts'
import type { Sequence, Step } from '../nurture/sequence.ts'
import { countedBefore, isComplete, type Tally } from './fold-experiment.ts'
import { points } from './points.ts'
import { type Interval, leadsNeeded, newcombe, wilson, zOfPairs } from './two-proportions.ts'

const day = 86_400_000

export interface VariantResult {
  readonly variant: string
  readonly share: number
  readonly leads: number
  readonly reached: number
  /** Part of 1, with its interval at 95 %; absent where nobody was counted. */
  readonly rate?: number
  readonly interval?: Interval
  /** How many leads it takes still. */
  readonly missing: number
}

export interface ExperimentResult {
  readonly step: string
  readonly metric: Experiment['metric']
  readonly within: string
  readonly baseline: string
  readonly detect: string
  readonly power: string
  readonly confidence: '95 %'
  /** Leads of each variant, fixed beforehand. */
  readonly needed: number
  readonly variants: readonly VariantResult[]
  /** Each variant less each before it; their intervals hold at 95 % for all together. Absent where somebody is not counted yet. */
  readonly differences?: readonly Difference[]
  /** At the volume so far, in whole days from now; absent while there is none. */
  readonly days?: number
  readonly verdict: 'collecting' | 'winner' | 'no difference found'
  readonly winner?: string
  /** The verdict, in a sentence. */
  readonly says: string
}

/** One variant less another, as a part of 1, with its interval. */
export interface Difference extends Interval {
  readonly of: string
  readonly less: string
  readonly points: number
}

type MeasuredStep = Step & Required<Pick<Step, 'split' | 'experiment'>>

/** How many leads each variant of an experiment takes: by its own figures, before anybody came. */
export function neededFor({ experiment, split }: Pick<MeasuredStep, 'experiment' | 'split'>): number {
  const { baseline, detect, power } = experiment
  const variants = Object.keys(split).length
  return leadsNeeded(partOf(baseline), partOf(baseline) + partOf(detect), partOf(power), variants)
}

/** The one experiment of a sequence, where it has one. */
export function experimentOf({ steps }: Sequence): MeasuredStep | undefined {
  return steps.find((step): step is MeasuredStep => Boolean(step.experiment && step.split))
}

/**
 * What an experiment says now. A winner is named only when all leads that were asked for beforehand are counted and the interval of its difference to every other
 * variant leaves out 0: who stops at the first good day, or picks the luckiest of many, finds differences that are none.
 */
export function experimentResult(step: MeasuredStep, tally: Tally | undefined, nowMs: number): ExperimentResult {
  const { experiment, split } = step
  const { metric, within, baseline, detect, power } = experiment
  const needed = neededFor(step)
  const variants = Object.entries(split).map(([variant, share]) => variantResult(variant, share, tally, needed))
  const plan = { step: step.id, metric, within, baseline, detect, power, confidence: '95 %' as const, needed, variants }
  const differences = differencesOf(variants)
  const result = { ...plan, ...(differences && { differences }) }
  if (!differences || !tally || !isComplete(tally, Object.keys(split), needed)) {
    const days = daysLeft(variants, tally, experiment, nowMs)
    return {
      ...result,
      ...(days !== undefined && { days }),
      verdict: 'collecting',
      says: collecting(variants, days, plan),
    }
  }
  const best = variants.reduce((most, one) => ((one.rate ?? 0) > (most.rate ?? 0) ? one : most)).variant
  const open = ofBest(best, differences).filter(({ low }) => low <= 0)
  if (open.length > 0) {
    const says = `No winner: ${between(best, open, differences.length)}, so it may be none.`
    return { ...result, verdict: 'no difference found', says }
  }
  const head = variants.length === 2 ? `${best} is better` : `${best} is the best`
  const says = `${head}: ${between(best, ofBest(best, differences), differences.length)}.`
  return { ...result, verdict: 'winner', winner: best, says }
}

/** The differences of this variant to each other one. */
function ofBest(best: string, differences: readonly Difference[]): Difference[] {
  return differences.flatMap((one) => {
    if (one.of === best) return [one]
    return one.less === best ? [{ of: best, less: one.of, points: -one.points, low: -one.high, high: -one.low }] : []
  })
}

function between(best: string, differences: readonly Difference[], pairs: number): string {
  const each = differences.map(({ less, low, high }) => `to ${less} lies between ${points(low)} and ${points(high)}`)
  const all = pairs === 1 ? 'at 95 %' : `at 95 % for all ${pairs} comparisons together`
  return `the difference of ${best} ${listed(each)}, ${all}`
}

function variantResult(variant: string, share: number, tally: Tally | undefined, needed: number): VariantResult {
  const counted = tally && Object.hasOwn(tally.variants, variant) ? tally.variants[variant] : undefined
  const { leads, reached } = counted ?? { leads: 0, reached: 0 }
  const missing = Math.max(0, needed - leads)
  if (leads === 0) return { variant, share, leads, reached, missing }
  return { variant, share, leads, reached, rate: reached / leads, interval: wilson({ leads, reached }), missing }
}

function differencesOf(variants: readonly VariantResult[]): Difference[] | undefined {
  const z = zOfPairs(variants.length)
  const found: Difference[] = []
  for (const [index, other] of variants.entries()) {
    for (const one of variants.slice(0, index)) {
      if (one.rate === undefined || other.rate === undefined) return undefined
      found.push({ of: other.variant, less: one.variant, points: other.rate - one.rate, ...newcombe(one, other, z) })
    }
  }
  return found
}

/** By the rate at which each variant was filled from the first lead until now; at least a day is looked at, since the first hours tell little. */
function daysLeft(
  variants: readonly VariantResult[],
  tally: Tally | undefined,
  experiment: Experiment,
  nowMs: number,
): number | undefined {
  if (!tally?.firstAt || variants.some(({ leads }) => leads === 0)) return undefined
  const seenDays = Math.max(1, (countedBefore(experiment, nowMs) - Date.parse(tally.firstAt)) / day)
  return Math.ceil(Math.max(...variants.map(({ leads, missing }) => missing / (leads / seenDays))))
}

function collecting(
  variants: readonly VariantResult[],
  days: number | undefined,
  {
    needed,
    baseline,
    detect,
    power,
    within,
  }: Pick<ExperimentResult, 'needed' | 'baseline' | 'detect' | 'power' | 'within'>,
): string {
  const missing = listed(variants.map(({ variant, missing: count }) => `${count.toLocaleString('en')} of ${variant}`))
  const best = variants.length === 2 ? '' : ' in the best of them'
  const why = `It takes ${needed.toLocaleString('en')} leads of each variant to find ${detect} more than ${baseline}${best} with a power of ${power}`
  const long =
    days === undefined
      ? `A lead is counted ${within} after its split`
      : `At the volume so far that is ${daysInWords(days)}`
  return `No winner yet: ${missing} are missing. ${why}. ${long}.`
}

function daysInWords(days: number): string {
  if (days <= 1) return 'a day more'
  return days > 730 ? `${days.toLocaleString('en')} days more: look for a larger difference` : `${days} days more`
}

/** `one`, `one and two`, `one, two and three`. */
function listed(texts: readonly string[]): string {
  return [texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter((text) => text !== '').join(' and ')
}
