import { fold } from '../../condition.ts'

/** More different texts than this are names or remarks: then only whether the field is known counts. */
const valuesAtMost = 200
const dayMs = 86_400_000

/** Leads of one value in one month: won and lost, on even days and on odd ones. */
type Cell = [wonEven: number, lostEven: number, wonOdd: number, lostOdd: number]
type ByMonth = Map<number, Cell>

/** What a list says in one field, counted for leaks and drift in memory that does not grow with the list but for numbers (24 bytes each). */
export class FieldTally {
  readonly name: string
  /** By the text, folded; `undefined` is not known. */
  #values: Map<string | undefined, ByMonth> = new Map()
  #isKnown: Map<boolean, ByMonth> = new Map()
  #tooMany = false
  readonly numbers: { readonly value: number[]; readonly isWon: number[]; readonly month: number[] } = {
    value: [],
    isWon: [],
    month: [],
  }

  constructor(name: string) {
    this.name = name
  }

  add(value: unknown, isWon: boolean, cameMs: number): void {
    const known = value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
    const month = monthOf(cameMs)
    const place = (Math.floor(cameMs / dayMs) % 2 === 0 ? 0 : 2) + (isWon ? 0 : 1)
    count(this.#isKnown, known, month, place)
    if (typeof value === 'number') {
      this.numbers.value.push(value)
      this.numbers.isWon.push(isWon ? 1 : 0)
      this.numbers.month.push(month)
    } else if (!this.#tooMany) {
      count(this.#values, known ? fold(String(value)) : undefined, month, place)
      if (this.#values.size > valuesAtMost) {
        this.#tooMany = true
        this.#values = new Map()
      }
    }
  }

  /** The groups that leads fall into by this field: its values, or only known and not known where there are too many of them. */
  groups(): readonly ByMonth[] {
    return this.#tooMany || this.numbers.value.length > 0 ? [...this.#isKnown.values()] : [...this.#values.values()]
  }

  /** Leads of whom it is known, and those that were won of them. */
  known(): { readonly leads: number; readonly won: number } {
    const cells = [...(this.#isKnown.get(true)?.values() ?? [])]
    const won = cells.reduce((sum, [even, , odd]) => sum + even + odd, 0)
    return { won, leads: cells.reduce((sum, cell) => sum + cell[0] + cell[1] + cell[2] + cell[3], 0) }
  }
}

/** Months since the year 0, in UTC. */
export function monthOf(ms: number): number {
  const at = new Date(ms)
  return at.getUTCFullYear() * 12 + at.getUTCMonth()
}

/** `2025-03`. */
export function monthName(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}

function count<Key>(groups: Map<Key, ByMonth>, key: Key, month: number, place: number): void {
  let byMonth = groups.get(key)
  if (!byMonth) {
    byMonth = new Map()
    groups.set(key, byMonth)
  }
  let cell = byMonth.get(month)
  if (!cell) {
    cell = [0, 0, 0, 0]
    byMonth.set(month, cell)
  }
  cell[place] = (cell[place] as number) + 1
}
