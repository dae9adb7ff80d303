import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import { instantOf, timeOfMinutes } from '../local-time.ts'
import { toInstant } from '../names.ts'

/** The instant of a time as a browser posts it (`2026-12-07T11:20`), by the clock of a zone. A day that no month has is moved on, as everywhere. */
export function atLocalTime(text: string, zone: string): string {
  const [date = '', time = ''] = text.split('T')
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const first = PlainDate.create(year, Math.min(Math.max(month, 1), 12), 1)
  const local = PlainDate.addDays(first, Math.max(day, 1) - 1)
  return toInstant(instantOf(zone, local, timeOfMinutes(Math.min(hours * 60 + minutes, 24 * 60 - 1))))
}
