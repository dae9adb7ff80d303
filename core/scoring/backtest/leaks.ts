import { wilson } from '../../insight/two-proportions.ts'
import { auc } from './auc.ts'
import type { FieldTally } from './field-tally.ts'
import { countByScore, rankScores } from './score-counts.ts'

/** A field or rule that tells the outcome almost alone: nothing that is known beforehand does. */
export interface Leak {
  readonly of: string
  /** `parts`: it parts the outcomes almost wholly. `only-won`: who has it was almost always won. */
  readonly kind: 'parts' | 'only-won'
  /** Area under the curve of it alone, or the part of those who have it that was won. */
  readonly value: number
}

/** What parts outcomes as well as this by itself is hardly something that was known before. */
const partsFrom = 0.95
/** And so is what only winners have: by the lower end of the interval, and from so many leads on. */
const onlyWonFrom = 0.9
const leadsAtLeast = 20

/** Does this field alone tell the outcome? Its values are ranked by what they meant on the other half of the days, so that rare ones can't look telling by themselves. */
export function leakOfField(tally: FieldTally, all: { readonly won: number; readonly lost: number }): Leak | undefined {
  const alone = Math.max(ofGroups(tally), ofNumbers(tally))
  if (alone >= partsFrom) return { of: tally.name, kind: 'parts', value: alone }
  const { leads, won } = tally.known()
  return onlyWon(tally.name, leads, won, all)
}

/** Does this rule alone tell the outcome? */
export function leakOfRule(
  name: string,
  holds: { readonly leads: number; readonly won: number },
  all: { readonly won: number; readonly lost: number },
): Leak | undefined {
  const among = (part: number, of: number) => (of === 0 ? 0 : part / of)
  const alone = (1 + among(holds.won, all.won) - among(holds.leads - holds.won, all.lost)) / 2
  if (Math.max(alone, 1 - alone) >= partsFrom) return { of: name, kind: 'parts', value: Math.max(alone, 1 - alone) }
  return onlyWon(name, holds.leads, holds.won, all)
}

function onlyWon(of: string, leads: number, won: number, all: { won: number; lost: number }): Leak | undefined {
  // Where nearly everybody was won, so is whoever has anything.
  if (leads < leadsAtLeast || all.won > all.lost) return undefined
  const { low } = wilson({ reached: won, leads })
  return low >= onlyWonFrom ? { of, kind: 'only-won', value: won / leads } : undefined
}

function ofGroups(tally: FieldTally): number {
  const groups = tally.groups().map((byMonth) => {
    const sum = [0, 0, 0, 0] as [number, number, number, number]
    for (const cell of byMonth.values()) for (const place of [0, 1, 2, 3] as const) sum[place] += cell[place]
    return sum
  })
  const half = (own: 0 | 2, other: 0 | 2): number => {
    const [won, lost] = [sumOf(groups, other), sumOf(groups, (other + 1) as 1 | 3)]
    const share = won / (won + lost || 1)
    // What the other days don't tell of is as good as any.
    const rates = groups.map((cell) => (cell[other] + share) / (cell[other] + cell[(other + 1) as 1 | 3] + 1))
    // Values that meant the same are ties.
    const scores = [...new Set(rates)].sort((a, b) => a - b)
    const counts = { scores, won: scores.map(() => 0), lost: scores.map(() => 0) }
    for (const [index, cell] of groups.entries()) {
      const place = scores.indexOf(rates[index] as number)
      counts.won[place] = (counts.won[place] ?? 0) + cell[own]
      counts.lost[place] = (counts.lost[place] ?? 0) + cell[(own + 1) as 1 | 3]
    }
    return auc(counts)
  }
  const halves = [half(0, 2), half(2, 0)].filter((value) => !Number.isNaN(value))
  return halves.length === 0 ? 0.5 : halves.reduce((sum, value) => sum + value, 0) / halves.length
}

function sumOf(groups: readonly (readonly number[])[], place: number): number {
  return groups.reduce((sum, cell) => sum + (cell[place] ?? 0), 0)
}

function ofNumbers({ numbers }: FieldTally): number {
  if (numbers.value.length < leadsAtLeast) return 0.5
  const alone = auc(countByScore(rankScores(numbers.value), numbers.isWon))
  return Number.isNaN(alone) ? 0.5 : Math.max(alone, 1 - alone)
}
