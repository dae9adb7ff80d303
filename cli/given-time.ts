import { isDay } from '../core/is-day.ts'

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/

/**
 * What somebody typed for a time, in ms: RFC 3339, or a day, which begins at midnight UTC. Undefined for any other text, and for days that the calendar does not
 * have: `Date.parse` takes 31 February for 3 March.
 */
export function givenTime(text: string): number | undefined {
  if (isDay(text)) return Date.parse(`${text}T00:00:00Z`)
  const [, date = ''] = rfc3339.exec(text) ?? []
  const ms = isDay(date) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
