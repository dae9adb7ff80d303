import { type Experiment, partOf } from '../nurture/experiment.ts'
import type { Sequence, Step } from '../nurture/sequence.ts'
import { countedBefore, isComplete, type Tally } from './fold-experiment.ts'
import { points } from './points.ts'
import { type Interval, leadsNeeded, newcombe, wilson } from './two-proportions.ts'

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
  /** The second variant less the first, with its interval at 95 %. */
  readonly difference?: { readonly of: string; readonly less: string; readonly points: number } & Interval
  /** At the volume so far, in whole days from now; absent while there is none. */
  readonly days?: number
  readonly verdict: 'collecting' | 'winner' | 'no difference found'
  readonly winner?: string
  /** The verdict, in a sentence. */
  readonly says: string
}

/** How many leads each variant of an experiment takes: by its own figures, before anybody came. */
export function neededFor({ baseline, detect, power }: Experiment): number {
  return leadsNeeded(partOf(baseline), partOf(baseline) + partOf(detect), partOf(power))
}

/** The one experiment of a sequence, where it has one. */
export function experimentOf({ steps }: Sequence): (Step & Required<Pick<Step, 'split' | 'experiment'>>) | undefined {
  return steps.find((step): step is Step & Required<Pick<Step, 'split' | 'experiment'>> =>
    Boolean(step.experiment && step.split),
  )
}

/**
 * What an experiment says now. A winner is named only when all leads that were asked for beforehand are counted and the interval of the difference leaves out 0:
 * who stops at the first good day finds differences that are none.
 */
export function experimentResult(
  step: NonNullable<ReturnType<typeof experimentOf>>,
  tally: Tally | undefined,
  nowMs: number,
): ExperimentResult {
  const { experiment, split } = step
  const { metric, within, baseline, detect, power } = experiment
  const needed = neededFor(experiment)
  const variants = Object.entries(split).map(([variant, share]) => variantResult(variant, share, tally, needed))
  const [one, other] = variants as [VariantResult, VariantResult]
  const plan = { step: step.id, metric, within, baseline, detect, power, confidence: '95 %' as const, needed, variants }
  const difference = differenceOf(one, other)
  const result = { ...plan, ...(difference && { difference }) }
  if (!difference || !tally || !isComplete(tally, Object.keys(split), needed)) {
    const days = daysLeft(variants, tally, experiment, nowMs)
    return {
      ...result,
      ...(days !== undefined && { days }),
      verdict: 'collecting',
      says: collecting(variants, days, plan),
    }
  }
  const between = `the difference of ${other.variant} to ${one.variant} lies between ${points(difference.low)} and ${points(difference.high)}, at 95 %`
  if (difference.low <= 0 && difference.high >= 0) {
    return { ...result, verdict: 'no difference found', says: `No winner: ${between}, so it may be none.` }
  }
  const winner = (difference.low > 0 ? other : one).variant
  return { ...result, verdict: 'winner', winner, says: `${winner} is better: ${between}.` }
}

function variantResult(variant: string, share: number, tally: Tally | undefined, needed: number): VariantResult {
  const counted = tally && Object.hasOwn(tally.variants, variant) ? tally.variants[variant] : undefined
  const { leads, reached } = counted ?? { leads: 0, reached: 0 }
  const missing = Math.max(0, needed - leads)
  if (leads === 0) return { variant, share, leads, reached, missing }
  return { variant, share, leads, reached, rate: reached / leads, interval: wilson({ leads, reached }), missing }
}

function differenceOf(one: VariantResult, other: VariantResult): ExperimentResult['difference'] {
  if (one.rate === undefined || other.rate === undefined) return undefined
  return { of: other.variant, less: one.variant, points: other.rate - one.rate, ...newcombe(one, other) }
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
  const missing = variants
    .map(({ variant, missing: count }) => `${count.toLocaleString('en')} of ${variant}`)
    .join(' and ')
  const why = `It takes ${needed.toLocaleString('en')} leads of each variant to find ${detect} more than ${baseline} with a power of ${power}`
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
