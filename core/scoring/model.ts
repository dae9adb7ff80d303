import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { words } from '../content/words.ts'
import { duration } from '../duration.ts'
import { fiscalYear } from '../insight/planner/fiscal-period.ts'
import { slug } from '../names.ts'
import { accountRules } from './account-rules.ts'

const points = z.int().check(z.gte(-1_000), z.lte(1_000))

/** Points for who the lead is, by its own answers. */
const fitRule = z.strictObject({ id: z.optional(slug), says: z.optional(words), when: condition, points })

const cap = z.int().check(z.gte(1), z.lte(10_000))

/**
 * Points for what the lead does: each such fact counts, halves with time, and the rule's sum stops at `cap`. With `at-least` and `within` it gives its points once,
 * while so many such facts lie within that time.
 */
const engagementRule = z
  .strictObject({
    id: z.optional(slug),
    /** What sales reads of it. */
    says: z.optional(words),
    /** Activity type, for example `email-clicked`. */
    on: slug,
    /** Asks the fact's own data. */
    where: z.optional(condition),
    points,
    'half-life': z.optional(duration),
    cap: z.optional(cap),
    /** One of `groups`, whose cap holds for all its rules together. */
    group: z.optional(slug),
    'at-least': z.optional(z.int().check(z.gte(2, 'write 2 or more: one is what every rule counts'), z.lte(50))),
    within: z.optional(duration),
  })
  .check(
    z.refine((rule) => (rule['at-least'] === undefined) === (rule.within === undefined), {
      path: ['at-least'],
      message: '"at-least" and "within" go together: so many times in so long',
    }),
    z.refine((rule) => rule.within === undefined || (rule['half-life'] === undefined && rule.cap === undefined), {
      path: ['within'],
      message: 'what counts within a time gives its points once: leave out "half-life" and "cap"',
    }),
  )

/** Rules of engagement that have one cap together. */
const group = z.strictObject({ id: slug, cap })

/** Points that are taken from who has done nothing for so long; each step that is passed takes its own. */
const inactivityStep = z.strictObject({
  id: z.optional(slug),
  says: z.optional(words),
  after: duration,
  points: z.int().check(z.gte(-1_000), z.lte(-1, 'who does nothing gets no points for it: write a minus')),
})

/** "Quantity early, quality late": another bar for a time at the turn of each of the company's quarters or years (UTC); a minus counts backwards. */
const dialStep = z.strictObject({
  from: z.enum(['quarter-start', 'quarter-end', 'year-start', 'year-end']),
  for: z
    .string()
    .check(
      z.regex(/^-?([1-9]|1[0-2])w$|^-?([1-9]|[1-7]\d|8[0-4])d$/, 'write 1d to 84d or 1w to 12w, for example 4w or -4w'),
    ),
  score: z.int(),
})

const steps = z.array(z.int()).check(
  z.length(3, 'write three numbers, for example [40, 25, 10]'),
  z.refine(([best = 0, good = 0, some = 0]) => best > good && good > some, 'write them from the highest down'),
)

const indicator = z.strictObject({ id: slug, when: condition, ask: words })

/** What marketing and sales write in `templates/scoring-models/*.yaml`. */
export const scoringModel = z.strictObject({
  id: slug,
  description: z.optional(z.string().check(z.maxLength(2_000))),
  fit: z.array(fitRule).check(z.minLength(1), z.maxLength(200)),
  engagement: z.array(engagementRule).check(z.minLength(1), z.maxLength(200)),
  groups: z._default(z.array(group).check(z.maxLength(20)), []),
  inactivity: z._default(z.array(inactivityStep).check(z.maxLength(10)), []),
  indicators: z._default(z.array(indicator).check(z.maxLength(5)), []),
  /** Marketing's criteria: over these a lead is an MQL. Both gates must hold. */
  mql: z.strictObject({
    score: z.int(),
    'fit-at-least': z.int().check(z.gte(1)),
    'interest-at-least': z.int().check(z.gte(1)),
  }),
  /** Sales' bar: over it an MQL is sales-ready and is forwarded. */
  qualify: z
    .strictObject({
      score: z.int(),
      'fit-at-least': z.int().check(z.gte(1)),
      'interest-at-least': z.int().check(z.gte(1)),
      /** Of the indicators, so many must hold. */
      indicators: z.optional(z.string().check(z.regex(/^\d+ of \d+$/, 'write for example "2 of 4"'))),
      /** Falls out again only under this. */
      'drop-below': z.int(),
      /** Between these sales may set the score itself, without another agreement. */
      bounds: z.optional(z.strictObject({ 'at-least': z.int(), 'at-most': z.int() })),
    })
    .check(
      z.refine((bar) => bar['drop-below'] < bar.score, {
        path: ['drop-below'],
        message: '"drop-below" must be less than "score", so that nobody flaps',
      }),
    ),
  /** The first step whose time it is sets the bar of `qualify`; `drop-below` follows it down. */
  dial: z._default(z.array(dialStep).check(z.maxLength(10)), []),
  /** Where the company's year begins, for the dial; absent is January. */
  'fiscal-year': z.optional(fiscalYear),
  /** From which points on a lead is A, B or C in fit and 1, 2 or 3 in interest; absent is what the gates say. */
  grades: z.optional(z.strictObject({ fit: z.optional(steps), interest: z.optional(steps) })),
  /** What the people of one company make together. */
  accounts: z.optional(accountRules),
})
export type ScoringModel = z.infer<typeof scoringModel>
