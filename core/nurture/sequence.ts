import * as z from 'zod/mini'
import { condition } from '../condition.ts'
import { claimsKept } from '../consent/mailbox.ts'
import { duration } from '../duration.ts'
import { parkReason, stage } from '../leads/lead.ts'
import { slug } from '../names.ts'
import { isZone } from '../zone.ts'
import { experiment, share } from './experiment.ts'
import { usedSegment } from './segment.ts'
import { taskStep, webhookStep } from './touch-steps.ts'

/** Where a step leads that ends the sequence. */
export const end = 'end'

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
export type Weekday = z.infer<typeof weekday>
const daysInARow = /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/
const weekdays = z.string().check(z.regex(daysInARow, 'write days like mon-fri or [mon, wed]'))

const zone = z
  .string()
  .check(
    z.refine((name) => name === 'lead' || isZone(name), 'name an IANA time zone, for example Europe/Moscow, or "lead"'),
  )

/** When mails may go: `{ days: mon-fri, hours: "09:00-17:00", zone: lead }`; hours that end before they begin run over midnight. */
export const sendWindow = z.strictObject({
  days: z._default(z.union([weekdays, z.array(weekday).check(z.minLength(1))]), 'mon-sun'),
  hours: z.string().check(
    z.regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'write hours like "09:00-17:00"'),
    z.refine((hours) => hours.slice(0, 5) !== hours.slice(6), 'the hours end when they begin'),
  ),
  zone: z._default(zone, 'lead'),
})
export type SendWindow = z.infer<typeof sendWindow>

const trigger = z.union([
  z.strictObject({ form: slug, when: z.optional(condition) }),
  z.strictObject({ stage, when: z.optional(condition) }),
  z.strictObject({ tag: slug, when: z.optional(condition) }),
  z.strictObject({ event: slug, where: z.optional(condition), when: z.optional(condition) }),
  /** By its name, or written out. */
  z.strictObject({ segment: z.union([slug, condition]) }),
  /** A lead whose last sequence ended gets the next one by its score band. */
  z.strictObject({
    idle: z.strictObject({
      'score-from': z._default(z.number(), 0),
      'score-below': z.optional(z.number()),
      after: z._default(z.array(parkReason).check(z.minLength(1)), ['sequences-finished', 'recycled', 'new']),
    }),
    when: z.optional(condition),
  }),
])
export type Trigger = z.infer<typeof trigger>

const exit = z.union([
  z.strictObject({ stage }),
  z.strictObject({ event: slug }),
  z.strictObject({ segment: slug }),
  z.strictObject({ when: condition }),
])

const send = z.union([
  slug,
  z.strictObject({
    template: slug,
    variants: z._default(z.array(z.strictObject({ when: condition, template: slug })), []),
  }),
])

/** `{ for: 3d, until: { clicked: welcome } }`: at most this long, less when the condition holds before. */
const wait = z.union([duration, z.strictObject({ for: duration, until: z.optional(condition) })])

const split = z.record(slug, z.int().check(z.gte(1), z.lte(100))).check(
  z.refine((shares) => Object.keys(shares).length >= 2, 'a split needs two variants at least'),
  z.refine(
    (shares) => Object.values(shares).reduce((sum, share) => sum + share, 0) === 100,
    'the shares must add up to 100',
  ),
)

const kinds = ['send', 'task', 'webhook', 'wait', 'branch', 'split', 'end'] as const

const step = z
  .strictObject({
    id: slug,
    send: z.optional(send),
    /** A person calls or does something else, and says what came of it. */
    task: z.optional(taskStep),
    /** A provider delivers an SMS, a letter and the like, and reports what came of it. */
    webhook: z.optional(webhookStep),
    wait: z.optional(wait),
    branch: z.optional(z.array(z.strictObject({ when: condition, go: slug })).check(z.minLength(1))),
    otherwise: z.optional(slug),
    split: z.optional(split),
    /** What is measured at a split of two, and how many leads that takes. */
    experiment: z.optional(experiment),
    /** Where each variant of the split goes on; a variant that is not named goes to the next step. */
    go: z.optional(z.record(slug, slug)),
    end: z.optional(z.literal(true)),
    /** The step after this one, where it is not the next in the list. */
    next: z.optional(slug),
  })
  .check(
    z.superRefine((given, context) => {
      const named = kinds.filter((kind) => given[kind] !== undefined)
      if (named.length !== 1) {
        context.addIssue({ code: 'custom', message: `a step has exactly one of ${kinds.join(', ')}` })
      }
      type Field = 'otherwise' | 'go' | 'next' | 'experiment'
      const misplaced = (field: Field, allowed: boolean, where: string, message = `"${field}" belongs to ${where}`) => {
        if (given[field] !== undefined && !allowed) context.addIssue({ code: 'custom', message, path: [field] })
      }
      misplaced('otherwise', given.branch !== undefined, 'a branch')
      misplaced('go', given.split !== undefined, 'a split')
      const variants = Object.keys(given.split ?? {}).length
      const few = 'an experiment compares the variants of a split, 2 to 5 of them'
      misplaced('experiment', variants >= 2 && variants <= 5, '', few)
      misplaced('next', given.branch === undefined && given.end === undefined, 'send, task, webhook, wait and split')
    }),
  )
export type Step = z.infer<typeof step>

const capped = z.int().check(z.gte(1), z.lte(claimsKept))

const written = {
  id: slug,
  name: z.optional(z.string().check(z.maxLength(200))),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  topic: slug,
  /** Absent: leads are enrolled by hand or by list only. */
  trigger: z.optional(trigger),
  're-entry': z._default(
    z.string().check(z.regex(/^(never|after [1-9]\d{0,5}[smhdw])$/, 'write never, or for example "after 90d"')),
    'never',
  ),
  /** Whom it is for: it ends for a lead that is not (or no longer) of these. `with-sales` alone is not held while sales has the lead. */
  audience: z._default(z.enum(['anyone', 'prospects', 'customers', 'with-sales']), 'anyone'),
  newsletter: z._default(z.boolean(), false),
  /** Leads that it leaves out by chance, and how long after they would have come in it counts what became of them. */
  'hold-out': z.optional(z.strictObject({ share, within: duration })),
  exit: z._default(z.array(exit), []),
  /** What a reply of the lead does, to whatever mail: its mails wait for so long (7 days unless told otherwise), it ends, or goes on. */
  'on-reply': z.optional(z.union([z.literal(['end', 'go-on']), z.strictObject({ hold: duration })])),
  /** What it is for: who reaches it is done, and counted apart from those who leave. */
  goal: z.optional(exit),
  /** Of two that want to mail the same lead, when the cap leaves room for one, the one with the higher number goes first. */
  priority: z._default(z.int().check(z.gte(1), z.lte(9)), 5),
  /** An open is no sign of a person; who mails again because there was none says that they know. */
  'resend-to-non-openers': z.optional(z.literal('accepted-risk')),
  window: z.optional(sendWindow),
  /** Its mails wait, up to a day, for the hour in which the lead reads: by its own clicks, and as long as it has few by those of all leads. */
  'send-time': z.optional(z.literal('habit')),
  cap: z.optional(
    z.strictObject({
      emails: capped,
      /** Other ways of speaking, each counted by itself. */
      sms: z.optional(capped),
      chat: z.optional(capped),
      post: z.optional(capped),
      call: z.optional(capped),
      per: duration,
    }),
  ),
  steps: z.array(step).check(z.minLength(1), z.maxLength(200)),
}

/** What marketing writes in `templates/sequences/*.yaml`. */
export const sequence = z.strictObject(written)

/** As a version holds it: with the segments that it uses, each after those that it uses itself. So it is whole, and a segment that is changed changes it no more. */
export const storedSequence = z.strictObject({ ...written, segments: z.optional(z.array(usedSegment)) })
export type Sequence = z.infer<typeof storedSequence>
