import { type ScoreCounts, totalsOf } from './score-counts.ts'

/** A tenth of the leads. */
export interface Decile {
  /** 1 is the tenth with the highest scores. */
  readonly decile: number
  readonly leads: number
  /** No whole number where leads with the same score belong to two tenths: each tenth then has its part of them. */
  readonly won: number
  /** Its lowest and highest score. */
  readonly from: number
  readonly to: number
  /** Part of it that was won. */
  readonly precision: number
  /** That, divided by the part of all that was won. */
  readonly lift: number
  /** Part of all wins that is in it and in those above. */
  readonly found: number
}

/**
 * Leads from the highest score down, cut into ten parts of the same size. Where a cut falls among leads with the same score, no lead is before another: they go to both
 * sides in the ratio of the places, as on average over all orders.
 */
export function deciles(counts: ScoreCounts, parts = 10): Decile[] {
  const { scores, won } = counts
  const all = totalsOf(counts)
  const size = (all.won + all.lost) / parts
  const share = all.won / (all.won + all.lost)
  const result: Decile[] = []
  let index = scores.length - 1
  let left = index >= 0 ? leadsAt(counts, index) : 0
  let found = 0
  for (let decile = 1; decile <= parts; decile += 1) {
    let [room, wonHere] = [size, 0]
    let [from, to] = [Number.NaN, Number.NaN]
    while (index >= 0 && room > 1e-9) {
      const here = leadsAt(counts, index)
      const taken = Math.min(room, left)
      if (taken > 0) {
        wonHere += ((won[index] as number) * taken) / here
        from = scores[index] as number
        if (Number.isNaN(to)) to = from
      }
      room -= taken
      left -= taken
      if (left <= 1e-9) {
        index -= 1
        left = index >= 0 ? leadsAt(counts, index) : 0
      }
    }
    found += wonHere
    const precision = wonHere / size
    result.push({
      decile,
      leads: size,
      won: wonHere,
      from,
      to,
      precision,
      lift: precision / share,
      found: found / all.won,
    })
  }
  return result
}

function leadsAt({ won, lost }: ScoreCounts, index: number): number {
  return (won[index] as number) + (lost[index] as number)
}
