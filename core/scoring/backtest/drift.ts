import { type Interval, newcombe } from '../../insight/two-proportions.ts'
import { auc } from './auc.ts'
import { type FieldTally, monthName, monthOf } from './field-tally.ts'
import type { JudgedBy, JudgedLeads } from './judged-leads.ts'
import { countByScore, rankScores } from './score-counts.ts'
import { type Shift, shiftOf, tenthsOf } from './stability.ts'

/** Leads of one half of the time. */
export interface Period {
  readonly leads: number
  readonly won: number
  /** Part won. */
  readonly share: number
  /** Of the model, on these leads alone; absent where nobody was won or nobody lost. */
  readonly auc?: number
}

/** The earlier leads against the later ones. */
export interface Drift {
  /** The first month of the later ones: `2025-07`. */
  readonly from: string
  readonly earlier: Period
  readonly later: Period
  /** Part won later less part won earlier, at 95 %. */
  readonly difference: Interval
  readonly score: Shift
  readonly fields: readonly (Shift & { readonly field: string })[]
}

/** What changed from the earlier half of the leads to the later one, cut between months; undefined where all came in one month. */
export function driftOf(judged: JudgedLeads, by: JudgedBy, tallies: readonly FieldTally[]): Drift | undefined {
  const months = Array.from(judged.cameMs, monthOf)
  const cut = middleMonth(months)
  if (cut === undefined) return undefined
  const part = (isLater: boolean): Period => {
    const places = months.flatMap((month, lead) => (month >= cut === isLater ? [lead] : []))
    const isWon = places.map((lead) => judged.isWon[lead] as number)
    const won = isWon.reduce((sum, one) => sum + one, 0)
    const alone = auc(countByScore(rankScores(places.map((lead) => by.totals[lead] as number)), isWon))
    return { leads: places.length, won, share: won / places.length, ...(!Number.isNaN(alone) && { auc: alone }) }
  }
  const [earlier, later] = [part(false), part(true)]
  return {
    from: monthName(cut),
    earlier,
    later,
    difference: newcombe({ reached: earlier.won, leads: earlier.leads }, { reached: later.won, leads: later.leads }),
    score: shiftOfNumbers(Array.from(by.totals), months, cut),
    fields: tallies.map((tally) => ({ field: tally.name, ...shiftOfField(tally, cut) })),
  }
}

/** The month at whose beginning the leads are parted most evenly. */
function middleMonth(months: readonly number[]): number | undefined {
  const counts = Map.groupBy(months, (month) => month)
  let [before, best] = [0, undefined as { cut: number; off: number } | undefined]
  for (const month of [...counts.keys()].sort((a, b) => a - b)) {
    const off = Math.abs(before - months.length / 2)
    if (before > 0 && (!best || off < best.off)) best = { cut: month, off }
    before += counts.get(month)?.length ?? 0
  }
  return best?.cut
}

function shiftOfNumbers(values: readonly number[], months: readonly number[], cut: number): Shift {
  const binOf = tenthsOf(values.filter((_, index) => (months[index] as number) < cut))
  const bins: [number[], number[]] = [Array(10).fill(0), Array(10).fill(0)]
  for (const [index, value] of values.entries()) {
    const counts = bins[(months[index] as number) < cut ? 0 : 1]
    const bin = binOf(value)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return shiftOf(...bins)
}

function shiftOfField(tally: FieldTally, cut: number): Shift {
  const { value, month } = tally.numbers
  if (value.length > 0) return shiftOfNumbers(value, month, cut)
  const counts = (isLater: boolean) =>
    tally.groups().map((byMonth) => {
      let sum = 0
      for (const [month, cell] of byMonth) if (month >= cut === isLater) sum += cell[0] + cell[1] + cell[2] + cell[3]
      return sum
    })
  return shiftOf(counts(false), counts(true))
}
