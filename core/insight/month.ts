import * as z from 'zod/mini'

/** A month like `2026-09`. */
export const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month like 2026-09'))

/** The month so many months later, or before. */
export function plusMonths(from: string, months: number): string {
  const [year = 0, number = 1] = from.split('-').map(Number)
  const count = year * 12 + number - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

/** How many months these are, both in it; less than one where the last lies before the first. */
export function monthsBetween(from: string, to: string): number {
  const countOf = (one: string) => {
    const [year = 0, number = 1] = one.split('-').map(Number)
    return year * 12 + number
  }
  return countOf(to) - countOf(from) + 1
}
