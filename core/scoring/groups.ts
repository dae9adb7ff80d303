import type { Rules } from './rules.ts'
import type { ScorePart } from './score.ts'

/**
 * Holds the rules of each group to its cap, on either side of zero: what is too much is taken from the last of them, so that the parts still add up to the total.
 * Changes the parts in place, and answers how many points were taken.
 */
export function heldByGroups(rules: Rules, parts: ScorePart[]): number {
  let taken = 0
  for (const [place, { cap }] of rules.groups.entries()) {
    const names = new Set(rules.engagement.filter(({ group }) => group === place).map(({ name }) => name))
    const inGroup = parts.flatMap(({ kind, rule }, index) => (kind === 'engagement' && names.has(rule) ? [index] : []))
    const sum = inGroup.reduce((all, index) => all + (parts[index]?.points ?? 0), 0)
    const sign = sum < 0 ? -1 : 1
    let excess = Math.abs(sum) - cap
    for (const index of inGroup.reverse()) {
      const part = parts[index]
      const held = part ? Math.min(excess, sign * part.points) : 0
      if (!part || held <= 0) continue
      parts[index] = { ...part, points: part.points - sign * held, held: sign * held }
      taken += sign * held
      excess -= held
    }
  }
  return taken
}

/** The most that the rules of engagement together can give, where each can give this at most. */
export function mostWithinGroups({ engagement, groups }: Rules, mostOf: readonly number[]): number {
  const sums = groups.map(({ cap }, place) =>
    Math.min(
      cap,
      engagement.reduce((sum, { group }, index) => sum + (group === place ? (mostOf[index] ?? 0) : 0), 0),
    ),
  )
  const alone = engagement.reduce((sum, { group }, index) => sum + (group === undefined ? (mostOf[index] ?? 0) : 0), 0)
  return sums.reduce((all, sum) => all + sum, alone)
}
