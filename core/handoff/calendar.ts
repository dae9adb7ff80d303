import * as z from 'zod/mini'
import { isZone } from '../zone.ts'
import { overlapIn, spansOf, weekdays, weekdaysOf, weekOf } from './work-week.ts'

const oneSpan = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/
const days = /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/

const span = z.string().check(
  z.regex(oneSpan, 'write hours like "09:00-18:00"; those of a night shift are "22:00-06:00"'),
  z.refine((text) => !oneSpan.test(text) || text.slice(0, 5) !== text.slice(6), {
    message: 'write hours that end at another time than they begin: all day is "00:00-24:00"',
  }),
)

/** One stretch, or several with a break between. */
const dayHours = z.union([
  span,
  z.array(span).check(
    z.minLength(1),
    z.maxLength(12),
    z.refine(
      (all) => !all.every((text) => oneSpan.test(text)) || overlapIn(new Map([[1, spansOf(all)]])) === undefined,
      'write hours that do not overlap',
    ),
  ),
])

/** Hours by days: `{ mon-thu: "09:00-18:00", fri: ["09:00-12:00", "13:00-16:00"] }`. */
export const weekHours = z.record(z.string(), dayHours).check(
  z.superRefine((all, context) => {
    const refuse = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', path, message })
    const keys = Object.keys(all)
    if (keys.length === 0) refuse('name at least one day: a calendar without hours is never open')
    const seen = new Set<number>()
    const wrong = keys.flatMap((key) => {
      const problem = days.test(key) ? repeatedDay(key, seen) : 'write days like mon-fri or sat'
      if (problem) refuse(problem, [key])
      return problem ? [key] : []
    })
    // What is wrong within a day is told there.
    if (wrong.length > 0 || !Object.values(all).every((ofDay) => dayHours.safeParse(ofDay).success)) return
    const late = overlapIn(weekOf(all))
    if (late) refuse(`write hours that do not overlap: on ${late} work begins before what was begun earlier has ended`)
  }),
)

/** A country (ISO 3166), optionally with a region; `none` where that of somebody further away would count. */
export const holidayPlace = z
  .string()
  .check(z.regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?|none)$/, 'write a country like RU or DE-BY, or "none"'))

const date = z.iso.date('write a date like 2026-12-24')

/** Days with hours of their own, whatever weekday or holiday they are: none, or other ones than usual. */
export const daysOff = z.array(z.union([date, z.strictObject({ day: date, hours: dayHours })]))

/** Where a day is named that was named before. No part of the schema: policies that were published with one must still be read. */
export function dayOffNamedTwice(days: readonly DayOff[]): number | undefined {
  const dates = days.map((one) => (typeof one === 'string' ? one : one.day))
  const index = dates.findIndex((day, at) => dates.indexOf(day) < at)
  return index < 0 ? undefined : index
}

const zone = z.string().check(z.refine(isZone, 'give an IANA time zone, for example Europe/Moscow'))

/** Working hours in a zone, without the public holidays of a place and with own days off. */
export const calendar = z.strictObject({
  zone,
  hours: weekHours,
  holidays: z.optional(holidayPlace),
  'days-off': z._default(daysOff, []),
})

/** What a team has of its own; the rest is the policy's. */
export const teamCalendar = z.strictObject({
  zone: z.optional(zone),
  hours: z.optional(weekHours),
  holidays: z.optional(holidayPlace),
  'days-off': z.optional(daysOff),
})

/** What one of the staff has of their own; the rest is the team's. Hours are in the person's zone. */
export const personCalendar = z.strictObject({
  hours: z.optional(weekHours),
  holidays: z.optional(holidayPlace),
  daysOff: z.optional(daysOff.check(z.maxLength(500))),
})
export type PersonCalendar = z.infer<typeof personCalendar>
export type DayOff = z.infer<typeof daysOff>[number]

/** Names the first day that was named before; adds all of them to those seen. */
function repeatedDay(key: string, seen: Set<number>): string | undefined {
  const named = weekdaysOf(key)
  const again = named.find((day) => seen.has(day))
  for (const day of named) seen.add(day)
  return again === undefined ? undefined : `${weekdays[again - 1]} is named twice`
}
