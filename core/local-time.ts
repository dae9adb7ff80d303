import * as Instant from 'temporal-polyfill/fns/Instant'
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainTime from 'temporal-polyfill/fns/PlainTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'

/** A date and a time of day as the calendar and the clock on a wall show them. By the functions of Temporal, of which a bundle holds the few that are used. */
export type LocalDate = PlainDate.Record
export type LocalTime = PlainTime.Record

/** What calendar and clock of a zone show at an instant; throws RangeError for a zone that is none. */
export function localAt(zone: string, ms: number): { date: LocalDate; time: LocalTime } {
  const zoned = Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(Math.floor(ms)), zone)
  return { date: ZonedDateTime.toPlainDate(zoned), time: ZonedDateTime.toPlainTime(zoned) }
}

/** The instant in ms. Where the clocks change, a time that does not exist moves to the one after the gap, and one that exists twice means the first. */
export function instantOf(zone: string, date: LocalDate, time: LocalTime): number {
  return PlainDate.toZonedDateTime(date, { timeZone: zone, plainTime: time }).epochMilliseconds
}

/** The first instant of a date in ms: midnight, or the end of the gap that midnight lies in. */
export function startOfDate(zone: string, date: LocalDate): number {
  return PlainDate.toZonedDateTime(date, zone).epochMilliseconds
}

/** Does the zone have this date? Apia went over the date line and had no 30 December 2011. */
export function hasDate(zone: string, date: LocalDate): boolean {
  return PlainDate.equals(localAt(zone, startOfDate(zone, date)).date, date)
}

/** The time of day so many minutes after midnight, less than 1,440. */
export function timeOfMinutes(minutes: number): LocalTime {
  return PlainTime.create(Math.floor(minutes / 60), minutes % 60)
}

export function plusDays(date: LocalDate, days: number): LocalDate {
  return PlainDate.addDays(date, days)
}

/** ISO: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: LocalDate): number {
  return PlainDate.dayOfWeek(date)
}

/** By how much the clock of a zone is ahead of UTC at an instant, in ms. */
export function offsetAt(zone: string, ms: number): number {
  return ZonedDateTime.offsetNanoseconds(Instant.toZonedDateTimeISO(Instant.fromEpochMilliseconds(ms), zone)) / 1e6
}

/** Like `2026-05-09`. */
export function isoDate(date: LocalDate): string {
  return PlainDate.toString(date)
}
