import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import { isoDate, type LocalDate, localAt, plusDays } from '../local-time.ts'

/** A day of the calendar as its number: 0 is 1 January 1970, Thursday. Plans count in days, which have no zone. */
export type Day = number

const dayMs = 86_400_000

/** The number of a date like `2027-01-31`. */
export function dayOf(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / dayMs
}

/** The date of a day's number, like `2027-01-31`. */
export function dateOf(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** Which day it is in a zone at an instant in ms. */
export function dayIn(zone: string, ms: number): Day {
  return dayOf(isoDate(localAt(zone, ms).date))
}

/** The Monday of the week that a day lies in. */
export function mondayOf(day: Day): Day {
  return day - ((((day + 3) % 7) + 7) % 7)
}

/** ISO 8601: `2026-W53` holds 1 January 2027, since a week belongs to the year of its Thursday. */
export function weekOf(day: Day): string {
  const date = localDate(day)
  return `${PlainDate.yearOfWeek(date)}-W${String(PlainDate.weekOfYear(date)).padStart(2, '0')}`
}

/** The Monday of a week like `2026-W48`; undefined for a week that its year does not have. */
export function mondayOfWeek(week: string): Day | undefined {
  const [year = 0, number = 0] = week.split('-W').map(Number)
  // 4 January is always in the first week.
  const monday = mondayOf(dayOf(`${year}-01-04`)) + (number - 1) * 7
  return weekOf(monday) === week ? monday : undefined
}

/** The days of a month like `2026-09`, first and last. */
export function daysOfMonth(month: string): { first: Day; last: Day } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return { first: Date.UTC(year, number - 1, 1) / dayMs, last: Date.UTC(year, number, 1) / dayMs - 1 }
}

/** A day's number as a date. */
export function localDate(day: Day): LocalDate {
  return plusDays(PlainDate.create(1970, 1, 1), day)
}
