import { durationMs } from '../duration.ts'
import type { ScoringModel } from './model.ts'
import { scoreSet, type Threshold } from './threshold.ts'

/** What a lead must reach. */
export interface Bar {
  readonly score: number
  readonly fitAtLeast: number
  readonly interestAtLeast: number
  /** So many of the indicators. */
  readonly indicators: number
}

/** Sales' bar, with the score under which who is over it falls out again. */
export interface QualifyBar extends Bar {
  readonly dropBelow: number
}

/** Marketing's bar. */
export function mqlBar({ mql }: ScoringModel): Bar {
  return { score: mql.score, fitAtLeast: mql['fit-at-least'], interestAtLeast: mql['interest-at-least'], indicators: 0 }
}

/**
 * Sales' bar at a time: what sales set itself while that counts, else what the dial says ("quantity early, quality late"), else the model's. A lower bar
 * keeps its distance to `drop-below`, so that nobody flaps.
 */
export function qualifyBar(model: ScoringModel, atMs: number, set?: Threshold): QualifyBar {
  const { qualify } = model
  const score = scoreSet(set, atMs) ?? turnedTo(model, atMs)?.score ?? qualify.score
  const distance = qualify.score - qualify['drop-below']
  return {
    score,
    fitAtLeast: qualify['fit-at-least'],
    interestAtLeast: qualify['interest-at-least'],
    indicators: qualify.indicators ? Number.parseInt(qualify.indicators, 10) : 0,
    dropBelow: Math.min(qualify['drop-below'], score - distance),
  }
}

/**
 * Under which score who qualified at a time falls out at another: a bar that went up since drops nobody, so that no swing of the dial hands a lead off,
 * takes it back and hands it off again.
 */
export function dropBelow(model: ScoringModel, qualifiedMs: number, atMs: number, set?: Threshold): number {
  const { qualify } = model
  const distance = qualify.score - qualify['drop-below']
  const lowest = set?.lowest === undefined ? Number.POSITIVE_INFINITY : set.lowest - distance
  return Math.min(qualifyBar(model, atMs, set).dropBelow, qualifyBar(model, qualifiedMs, set).dropBelow, lowest)
}

/** The step of the dial whose time it is: the first, where there are several. */
export function turnedTo({ dial, ...model }: ScoringModel, atMs: number): ScoringModel['dial'][number] | undefined {
  return dial.find((step) => windowsOf(step, startsOf(model), atMs).some(([from, to]) => from <= atMs && atMs < to))
}

/** When the bar next turns by itself, in ms; undefined when it stays. */
export function nextTurn(model: ScoringModel, afterMs: number, set?: Threshold): number | undefined {
  const starts = startsOf(model)
  const until = set?.score === undefined || set.until === undefined ? [] : [Date.parse(set.until)]
  const turns = [...until, ...model.dial.flatMap((step) => windowsOf(step, starts, afterMs).flat())]
  const later = turns.filter((ms) => ms > afterMs)
  return later.length > 0 ? Math.min(...later) : undefined
}

/** When a step counts, around a time (UTC), oldest first. An end is the start of what follows; years and quarters begin where the company's do. */
export function windowsOf(
  step: ScoringModel['dial'][number],
  starts: string,
  atMs: number,
): [from: number, to: number][] {
  const length = durationMs(step.for.replace('-', ''))
  const months = step.from.startsWith('year') ? 12 : 3
  return periodStarts(atMs, starts, months).map((turn) =>
    step.for.startsWith('-') ? [turn - length, turn] : [turn, turn + length],
  )
}

/** The month and day on which the company's year begins. */
export function startsOf(model: Pick<ScoringModel, 'fiscal-year'>): string {
  return model['fiscal-year']?.starts ?? '01-01'
}

/** The starts of the company's years, or quarters, from two years before a time to two years after it. */
function periodStarts(atMs: number, starts: string, months: number): number[] {
  const [month = 1, day = 1] = starts.split('-').map(Number)
  const year = new Date(atMs).getUTCFullYear()
  const turns: number[] = []
  for (let on = -24; on <= 24; on += months) turns.push(Date.UTC(year, month - 1 + on, day))
  return turns
}
