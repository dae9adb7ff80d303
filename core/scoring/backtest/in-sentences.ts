import { counted } from '../in-words.ts'
import { aMonth, percent, percents, times } from './in-numbers.ts'
import type { Comparison, Estimate, Figures, ModelReport } from './report.ts'

/** What the area under the curve says, as one would say it aloud. */
export function orderInWords({ value, low, high }: Estimate): string {
  const of = (part: number) => Math.round(part * 100)
  const known = `Of a lead that was won and one that was lost, the won one has the higher score ${of(value)} times in 100 (${of(low)} to ${of(high)}).`
  if (low > 0.5) return `${known} Tossing a coin gives 50.`
  if (high < 0.5) return `${known} That is worse than tossing a coin: high scores mean losses.`
  return `${known} Tossing a coin gives 50, so these scores may say nothing.`
}

/** What sales would have got. */
export function readyInWords({ ready }: Pick<ModelReport, 'ready'>, { share }: Pick<Figures, 'share'>): string {
  const { leads, perMonth, precision, interval, lift, recall } = ready
  if (precision === undefined || !interval || lift === undefined) return 'Nobody would have been over it.'
  const volume = `Sales would have got ${counted(leads, 'lead')}, ${aMonth(perMonth)} a month.`
  return `${volume} ${percent(precision)} of them were won (${percents(interval)}), ${times(lift)} times the ${percent(share)} of all; ${percent(recall)} of all wins are among them.`
}

/** What it would take to keep within what sales can work on. */
export function capacityInWords({ forCapacity, bar, thresholds }: ModelReport, capacity: number): string {
  if (thresholds.length === 0) return 'At no bar would sales get anybody: the model’s other gates let nobody through.'
  const room = `With room for ${aMonth(capacity)} a month`
  if (!forCapacity) return `${room}, even the highest score lets too many through.`
  const { score, perMonth, precision, recall } = forCapacity
  const now = score === bar ? ', where it is' : ''
  return `${room}, the bar can stand at ${score}${now}: ${aMonth(perMonth)} a month, ${percent(precision ?? 0)} won, ${percent(recall)} of all wins.`
}

/** How good scores are as chances. */
export function calibrationInWords(
  { calibration }: Pick<ModelReport, 'calibration'>,
  { share }: Pick<Figures, 'share'>,
): string {
  const { brier, brierOfBase } = calibration
  const better = Math.round((1 - brier / brierOfBase) * 100)
  const against = `who says ${percent(share)} of everybody has ${brierOfBase.toFixed(3)}`
  const verdict = better > 0 ? `${better} % better` : 'no better'
  return `As a chance of a win, fitted to these leads, scores have a Brier score of ${brier.toFixed(3)} (0 is perfect); ${against}: ${verdict}.`
}

/** Which of two models puts wins first, if that can be told. */
export function comparisonInWords({ auc }: Comparison, [first, second]: readonly string[]): string {
  const of = (part: number) => `${part > 0 ? '+' : ''}${Math.round(part * 1_000) / 10}`
  const between = `${second} less ${first}: ${of(auc.value)} times in 100 (${of(auc.low)} to ${of(auc.high)})`
  if (auc.low > 0) return `${second} puts wins first more often. ${between}.`
  if (auc.high < 0) return `${first} puts wins first more often. ${between}.`
  return `Which of the two puts wins first more often can’t be told from these leads. ${between}.`
}

/** The two at the same volume. */
export function volumeInWords({ sameVolume }: Comparison): string {
  const parts = sameVolume.map(({ name, bar }) =>
    bar?.precision === undefined
      ? `${name} lets nobody through`
      : `${name} with the bar at ${bar.score} finds ${bar.won} wins among ${inAll(bar.leads)} (${percent(bar.precision)})`,
  )
  return `At the volume of today: ${parts.join('; ')}.`
}

function inAll(leads: number): string {
  return counted(leads, 'lead')
}
