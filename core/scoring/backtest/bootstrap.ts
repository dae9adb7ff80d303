import type { Interval } from '../../insight/two-proportions.ts'

export interface Resampling {
  /** How often leads are drawn anew. */
  readonly times: number
  readonly random: () => number
}

/**
 * Intervals at 95 % of figures about leads: as many leads are drawn with putting back as there are, the figures are made anew from those, and of what that gave
 * `times` over, the middle 95 % are the interval (percentile method: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). `figures` gets
 * how often each lead was drawn. A figure that some draw can't have (NaN) has its interval from the other draws, and everything where no draw has it.
 */
export function bootstrap(
  leads: number,
  { times, random }: Resampling,
  figures: (weights: Uint32Array) => readonly number[],
): Interval[] {
  const weights = new Uint32Array(leads)
  const drawn: number[][] = []
  for (let time = 0; time < times; time += 1) {
    weights.fill(0)
    for (let draw = 0; draw < leads; draw += 1) {
      const lead = Math.floor(random() * leads)
      weights[lead] = (weights[lead] as number) + 1
    }
    for (const [index, value] of figures(weights).entries()) {
      const values = drawn[index] ?? []
      if (!Number.isNaN(value)) values.push(value)
      drawn[index] = values
    }
  }
  return drawn.map((values) => {
    const sorted = Float64Array.from(values).sort()
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
  })
}

/** A quantile of rising values, between two of them in the ratio of the distances (type 7 of Hyndman and Fan, the one of NumPy and R). */
export function quantile(rising: ArrayLike<number>, part: number): number {
  const place = (rising.length - 1) * part
  const below = Math.floor(place)
  const low = rising[below] ?? Number.NaN
  const high = rising[Math.min(rising.length - 1, below + 1)] ?? Number.NaN
  return low + (high - low) * (place - below)
}
