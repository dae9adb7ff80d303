import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'
import { slug } from '../names.ts'
import { answerPolicy, contactPolicy, talkTrack } from './answer-policy.ts'
import { calendar, teamCalendar } from './calendar.ts'
import { duty } from './handoff.ts'
import { targetOf } from './target.ts'

/** `7d` is seven working days; nothing of a hand-off is due later than this. */
const workingTime = duration.check(
  z.refine((text) => !isDuration(text) || durationMs(text) <= durationMs('26w'), 'at most 26w'),
)

/** What is none is told by its own check, and the other checks run all the same. */
function isDuration(text: string): boolean {
  return duration.safeParse(text).success
}

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

/** One duration for all leads, or one for each priority. */
const target = z.union([
  workingTime,
  z
    .strictObject({
      1: z.optional(workingTime),
      2: z.optional(workingTime),
      3: z.optional(workingTime),
      4: z.optional(workingTime),
      otherwise: z.optional(workingTime),
    })
    .check(
      z.refine(
        (by) => by.otherwise !== undefined || [by[1], by[2], by[3], by[4]].every((one) => one !== undefined),
        'name all four priorities, or "otherwise" for those that are not named',
      ),
    ),
])

const route = z.strictObject({
  when: z.optional(condition),
  territory: z.optional(oneOrMore(placeOrName)),
  language: z.optional(oneOrMore(language)),
  product: z.optional(oneOrMore(words)),
  team: slug,
  by: z.enum(['round-robin', 'capacity']),
  /** The team first qualifies the lead, then passes it on to this one. */
  'passes-to': z.optional(z.strictObject({ team: slug, by: z.enum(['round-robin', 'capacity']) })),
})
export type PolicyRoute = z.infer<typeof route>

/** Does a route ask anything of a lead? */
function asks({ when, territory, language, product }: PolicyRoute): boolean {
  return [when, territory, language, product].some((one) => one !== undefined)
}

/** Where one of them is none, or there is none, nothing is said of both. */
function isShorter(one: string, other: string): boolean {
  return !isDuration(one) || !isDuration(other) || durationMs(one) < durationMs(other)
}

const policyDuty = z
  .strictObject({
    id: slug,
    who: duty.shape.who,
    what: duty.shape.what,
    within: target,
    warn: z.optional(target),
    how: z.optional(z.string().check(z.maxLength(200))),
    /** The activities that prove it done, where it is not what is done alone. */
    proof: z.optional(z.array(slug).check(z.minLength(1), z.maxLength(20))),
  })
  .check(
    z.refine(
      ({ within, warn }) =>
        warn === undefined ||
        ([1, 2, 3, 4] as const).every((one) => isShorter(targetOf(warn, one), targetOf(within, one))),
      { path: ['warn'], message: 'a warning comes before the duty is due: give less than "within"' },
    ),
    z.refine(({ what, who }) => what !== 'pass' || who === 'sales-development', {
      path: ['who'],
      message: 'only sales development passes leads on',
    }),
    z.refine(({ what, who }) => what !== 'answer' || who !== 'marketing', {
      path: ['what'],
      message: 'marketing has no lead to accept: write call, email or meeting',
    }),
    z.refine(({ what, proof }) => proof === undefined || (what !== 'answer' && what !== 'pass'), {
      path: ['proof'],
      message: 'this proves itself: leave it out',
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
  /** How urgent a lead is: the first that holds, else 4. */
  priority: z.optional(
    z.strictObject({ 1: z.optional(condition), 2: z.optional(condition), 3: z.optional(condition) }),
  ),
  /** Who of marketing is told of its duties: one of the staff. */
  marketing: z.optional(slug),
  /** Who gets a lead when nobody of its team is there: one of the staff. */
  fallback: z.optional(slug),
  duties: z.array(policyDuty).check(
    z.minLength(1),
    z.maxLength(10),
    z.refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each duty has an id of its own'),
  ),
  /** In order, counted from the hand-off; taken only while a duty is breached and not met. */
  breach: z._default(z.array(breachStep).check(z.maxLength(20)), []),
  answers: z.optional(answerPolicy),
  contact: z.optional(contactPolicy),
  'talk-track': z.optional(talkTrack),
  'marketing-owes': z.optional(
    z.strictObject({
      'mql-per-month': z.optional(z.int().check(z.gte(0))),
      accepted: z.optional(z.string().check(z.regex(/^\d{1,3} ?%$/, 'write for example "70 %"'))),
    }),
  ),
})
export type SlaPolicy = z.infer<typeof slaPolicy>
