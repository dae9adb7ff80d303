/** What is counted, by name, as deep as it goes; what comes to nothing is not kept, so that equal counts are equal trees. */
export interface Counts {
  [name: string]: number | Counts
}

/** Adds what another counts, or takes it out, in its place: a copy for each lead would cost more than all the rest. Sums may be below nothing: differences are. */
export function addCounts(counts: Counts, other: Readonly<Counts>, by: 1 | -1 = 1): void {
  for (const [name, value] of Object.entries(other)) {
    const before = Object.hasOwn(counts, name) ? counts[name] : undefined
    if (typeof value === 'number') {
      const sum = (typeof before === 'number' ? before : 0) + by * value
      if (sum === 0) delete counts[name]
      else counts[name] = sum
      continue
    }
    const under = typeof before === 'object' ? before : {}
    addCounts(under, value, by)
    if (Object.keys(under).length === 0) delete counts[name]
    else counts[name] = under
  }
}
