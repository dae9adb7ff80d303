import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'
import { slug } from '../names.ts'
import { isZone } from '../zone.ts'
import { duty } from './handoff.ts'
import { minutesOf, weekdays, weekdaysOf } from './work-week.ts'

const hours = z.string().check(
  z.regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write hours like "09:00-18:00"'),
  z.refine((text) => minutesOf(text).from < minutesOf(text).to, 'hours end after they begin; midnight is "24:00"'),
)
const days = /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/

/** Working hours in a zone, without the public holidays of a country (ISO 3166, optionally with a region: `DE-BY`). */
export const calendar = z.strictObject({
  zone: z.string().check(z.refine(isZone, 'give an IANA time zone, for example Europe/Moscow')),
  hours: z.record(z.string(), hours).check(
    z.superRefine((all, context) => {
      if (Object.keys(all).length === 0) context.addIssue('name at least one day')
      const seen = new Set<number>()
      for (const key of Object.keys(all)) {
        const problem = days.test(key) ? repeatedDay(key, seen) : 'write days like mon-fri or sat'
        if (problem) context.addIssue({ code: 'custom', path: [key], message: problem })
      }
    }),
  ),
  holidays: z.optional(z.string().check(z.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'write a country like RU or DE-BY'))),
  /** Own days off. */
  'days-off': z._default(z.array(z.iso.date()), []),
})
export type Calendar = z.infer<typeof calendar>

/** `7d` is seven working days; nothing of a hand-off is due later than this. */
const workingTime = duration.check(z.refine((text) => durationMs(text) <= durationMs('26w'), 'at most 26w'))

const route = z.strictObject({ when: z.optional(condition), team: slug, by: z.enum(['round-robin', 'capacity']) })

const policyDuty = z
  .strictObject({
    id: slug,
    who: duty.shape.who,
    what: duty.shape.what,
    within: workingTime,
    warn: z.optional(workingTime),
    how: z.optional(z.string().check(z.maxLength(200))),
  })
  .check(
    z.refine(({ within, warn }) => warn === undefined || durationMs(warn) < durationMs(within), {
      path: ['warn'],
      message: 'a warning comes before the duty is due: give less than "within"',
    }),
  )

const breachStep = z
  .strictObject({
    after: workingTime,
    notify: z.optional(z.enum(['owner', 'manager'])),
    reassign: z.optional(z.literal('next')),
    recycle: z.optional(z.literal(true)),
  })
  .check(
    z.refine((step) => [step.notify, step.reassign, step.recycle].filter((one) => one !== undefined).length === 1, {
      message: 'a breach step has exactly one of notify, reassign, recycle',
    }),
  )
export type BreachStep = z.infer<typeof breachStep>

/**
 * What sales and marketing write in `templates/sla-policies/*.yaml`. Durations are working time of the calendar: `s`, `m` and `h` are counted inside the
 * working hours, `d` is a working day and `w` a working week.
 */
export const slaPolicy = z.strictObject({
  id: slug,
  description: z.optional(z.string().check(z.maxLength(2_000))),
  calendar,
  /** The first whose condition holds; the last one has none. */
  routes: z.array(route).check(
    z.minLength(1),
    z.maxLength(100),
    z.refine((all) => all.at(-1)?.when === undefined, 'the last route takes every lead: leave out its "when"'),
    z.refine((all) => all.slice(0, -1).every(({ when }) => when !== undefined), 'only the last route has no "when"'),
  ),
  duties: z.array(policyDuty).check(
    z.minLength(1),
    z.maxLength(10),
    z.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each duty has an id of its own'),
  ),
  /** In order, counted from the hand-off; taken only while a duty is breached and not met. */
  breach: z._default(z.array(breachStep).check(z.maxLength(20)), []),
  'marketing-owes': z.optional(
    z.strictObject({
      'mql-per-month': z.optional(z.int().check(z.gte(0))),
      accepted: z.optional(z.string().check(z.regex(/^\d{1,3} ?%$/, 'write for example "70 %"'))),
    }),
  ),
})
export type SlaPolicy = z.infer<typeof slaPolicy>

/** Names the first day that was named before; adds all of them to those seen. */
function repeatedDay(key: string, seen: Set<number>): string | undefined {
  const named = weekdaysOf(key)
  const again = named.find((day) => seen.has(day))
  for (const day of named) seen.add(day)
  return again === undefined ? undefined : `${weekdays[again - 1]} is named twice`
}
