/** The name among these that somebody meant who wrote this one: it differs by a slip of the fingers or two. Undefined where none is so near. */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const most = written.length < 5 ? 1 : 2
  const ranked = [...names]
    .map((name) => ({ name, slips: slipsBetween(written, name) }))
    .filter(({ slips }) => slips <= most)
  return ranked.sort((a, b) => a.slips - b.slips || (a.name < b.name ? -1 : 1))[0]?.name
}

/** How many characters must be put in, left out or changed (Levenshtein), or swapped with the next. */
export function slipsBetween(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const ways = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same]
      next.push(Math.min(...ways, ...(swapped ? [(before[j - 2] ?? 0) + 1] : [])))
    }
    ;[before, row] = [row, next]
  }
  return row.at(-1) ?? 0
}
