import { durationMs } from '../duration.ts'
import type { ScoringModel } from './model.ts'

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

/** Sales' bar at a time: "quantity early, quality late". A lower bar keeps its distance to `drop-below`, so that nobody flaps. */
export function qualifyBar(model: ScoringModel, atMs: number): QualifyBar {
  const { qualify, dial } = model
  const score = dial.find((step) => isTurnedTo(step, atMs))?.score ?? qualify.score
  const distance = qualify.score - qualify['drop-below']
  return {
    score,
    fitAtLeast: qualify['fit-at-least'],
    interestAtLeast: qualify['interest-at-least'],
    indicators: qualify.indicators ? Number.parseInt(qualify.indicators, 10) : 0,
    dropBelow: Math.min(qualify['drop-below'], score - distance),
  }
}

/** When the dial next turns, in ms; undefined when the model has none. */
export function nextTurn({ dial }: ScoringModel, afterMs: number): number | undefined {
  const turns = dial.flatMap((step) => windowsOf(step, afterMs).flat()).filter((ms) => ms > afterMs)
  return turns.length > 0 ? Math.min(...turns) : undefined
}

function isTurnedTo(step: ScoringModel['dial'][number], atMs: number): boolean {
  return windowsOf(step, atMs).some(([from, to]) => from <= atMs && atMs < to)
}

/** The step's times around this one: at the turns of the quarter before, this one and the next (UTC). A quarter's end is the next one's start. */
function windowsOf(step: ScoringModel['dial'][number], atMs: number): [from: number, to: number][] {
  const length = durationMs(step.for.replace('-', ''))
  return [-1, 0, 1, 2].map((quarters) => {
    const turn = quarterStart(atMs, quarters)
    return step.for.startsWith('-') ? [turn - length, turn] : [turn, turn + length]
  })
}

function quarterStart(atMs: number, quartersOn: number): number {
  const at = new Date(atMs)
  return Date.UTC(at.getUTCFullYear(), (Math.floor(at.getUTCMonth() / 3) + quartersOn) * 3, 1)
}
