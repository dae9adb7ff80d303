import Holidays from 'date-holidays'
import { toInstant } from '../names.ts'
import type { IsHoliday } from './work-calendar.ts'

const dayMs = 86_400_000

/**
 * The public holidays of a country (`RU`) or region (`DE-BY`), days in lieu included. A holiday of less than a whole day is a working day. None for a place
 * that is not known (`knowsHolidaysOf`). Apart from all else, since the data of all countries weighs 1 MB: only what opens a hand-off needs it.
 */
export function publicHolidays(place: string): IsHoliday {
  const [country = '', region] = place.split('-')
  const known = new Holidays()
  if (region) known.init(country, region)
  else known.init(country)
  const years = new Map<number, ReadonlySet<string>>()
  return (date) => {
    const year = Number(date.slice(0, 4))
    const dates = years.get(year) ?? datesOf(known, year)
    years.set(year, dates)
    return dates.has(date)
  }
}

/** Are the holidays of this country or region known? */
export function knowsHolidaysOf(place: string): boolean {
  const [country = '', region] = place.split('-')
  const known = new Holidays()
  if (!Object.hasOwn(known.getCountries(), country)) return false
  return !region || Object.hasOwn(known.getStates(country) ?? {}, region)
}

/** From the year before, since a holiday of several days may run over new year. */
function datesOf(known: Holidays, year: number): ReadonlySet<string> {
  const dates = new Set<string>()
  for (const { type, date, start, end } of [...known.getHolidays(year - 1), ...known.getHolidays(year)]) {
    if (type !== 'public') continue
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`)
    // Three quarters of a day count as one: a day on which the clocks change has 23 hours, half a holiday has 12.
    const days = Math.round((end.getTime() - start.getTime() - dayMs / 4) / dayMs)
    for (let day = 0; day < days; day += 1) dates.add(toInstant(first + day * dayMs).slice(0, 10))
  }
  return dates
}
