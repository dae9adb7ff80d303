import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'
import { slug } from '../names.ts'
import { calendar, teamCalendar } from './calendar.ts'
import { duty } from './handoff.ts'

/** `7d` is seven working days; nothing of a hand-off is due later than this. */
const workingTime = duration.check(z.refine((text) => durationMs(text) <= durationMs('26w'), 'at most 26w'))

/** A country, or one of its regions. */
const place = z.string().check(z.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'write a country like RU or DE-BY'))
const placeOrName = z
  .string()
  .check(
    z.regex(
      /^([A-Z]{2}(-[A-Z0-9]{1,3})?|[a-z0-9]+(-[a-z0-9]+)*)$/,
      'write a country like RU or DE-BY, or the name of a territory',
    ),
    z.maxLength(64),
  )
const language = z
  .string()
  .check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'write a language like en, fa or pt-BR'), z.maxLength(35))
const words = z.string().check(z.minLength(1), z.maxLength(200))
const oneOrMore = <Schema extends z.ZodMiniType>(one: Schema) =>
  z.union([one, z.array(one).check(z.minLength(1), z.maxLength(300))])

const route = z.strictObject({
  when: z.optional(condition),
  territory: z.optional(oneOrMore(placeOrName)),
  language: z.optional(oneOrMore(language)),
  product: z.optional(oneOrMore(words)),
  team: slug,
  by: z.enum(['round-robin', 'capacity']),
})
export type PolicyRoute = z.infer<typeof route>

/** Does a route ask anything of a lead? */
function asks({ when, territory, language, product }: PolicyRoute): boolean {
  return [when, territory, language, product].some((one) => one !== undefined)
}

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
  /** What teams have of their own. */
  teams: z.optional(z.record(slug, z.strictObject({ calendar: teamCalendar }))),
  /** Names for lists of countries and regions. */
  territories: z.optional(z.record(slug, z.array(place).check(z.minLength(1), z.maxLength(300)))),
  /** The first of which all conditions hold; the last one has none. */
  routes: z.array(route).check(
    z.minLength(1),
    z.maxLength(100),
    z.refine((all) => {
      const last = all.at(-1)
      return !last || !asks(last)
    }, 'the last route takes every lead: leave out its "when", "territory", "language" and "product"'),
    z.refine(
      (all) => all.slice(0, -1).every(asks),
      'only the last route has no "when", "territory", "language" or "product"',
    ),
  ),
  /** Who gets a lead when nobody of its team is there: one of the staff. */
  fallback: z.optional(slug),
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
