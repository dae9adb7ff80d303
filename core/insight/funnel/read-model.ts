import { holdOutsCounted } from '../holdout/hold-out-cells.ts'
import { attributionCounted } from './attribution.ts'
import { addCounts, type Counts } from './counts.ts'
import { countedOf } from './funnel-cells.ts'
import type { Journey } from './journey.ts'
import { mailsCounted } from './mail-cells.ts'

/** The read model: what is counted of all leads, by cell (`2026/source/google`). */
export type Cells = Map<string, Counts>

/** A lead whose journey went on: what is counted of it now, and what shall be. */
export interface Change {
  readonly before?: Journey | undefined
  readonly after?: Journey | undefined
}

/** What these changes add to the cells, and take out of them. A cell of which nothing changes is not in it. */
export function differenceOf(changes: readonly Change[], zone: string): Cells {
  const difference: Cells = new Map()
  for (const { before, after } of changes) {
    if (before) addTo(difference, before, zone, -1)
    if (after) addTo(difference, after, zone, 1)
  }
  for (const [key, counts] of difference) if (Object.keys(counts).length === 0) difference.delete(key)
  return difference
}

/** All cells made anew from all journeys. */
export function cellsOf(journeys: readonly Journey[], zone: string): Cells {
  return differenceOf(
    journeys.map((after) => ({ after })),
    zone,
  )
}

function addTo(cells: Cells, journey: Journey, zone: string, by: 1 | -1): void {
  for (const [key, counts] of [
    ...countedOf(journey, zone),
    ...mailsCounted(journey, zone),
    ...attributionCounted(journey, zone),
    ...holdOutsCounted(journey, zone),
  ]) {
    const cell = cells.get(key) ?? {}
    addCounts(cell, counts, by)
    cells.set(key, cell)
  }
}
