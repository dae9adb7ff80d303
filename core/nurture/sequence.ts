import * as z from 'zod'
import { condition } from '../condition.ts'
import { claimsKept } from '../consent/mailbox.ts'
import { duration } from '../duration.ts'
import { parkReason, stage } from '../leads/lead.ts'
import { slug } from '../names.ts'
import { isZone } from '../zone.ts'

/** Where a step leads that ends the sequence. */
export const end = 'end'

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
export type Weekday = z.infer<typeof weekday>

const zone = z
  .string()
  .refine((name) => name === 'lead' || isZone(name), 'name an IANA time zone, for example Europe/Moscow, or "lead"')

/** When mails may go: `{ days: mon-fri, hours: "09:00-17:00", zone: lead }`; hours that end before they begin run over midnight. */
export const sendWindow = z.strictObject({
  days: z
    .union([
      z
        .string()
        .regex(
          /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/,
          'write days like mon-fri or [mon, wed]',
        ),
      z.array(weekday).min(1),
    ])
    .default('mon-sun'),
  hours: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'write hours like "09:00-17:00"')
    .refine((hours) => hours.slice(0, 5) !== hours.slice(6), 'the hours end when they begin'),
  zone: zone.default('lead'),
})
export type SendWindow = z.infer<typeof sendWindow>

const trigger = z.union([
  z.strictObject({ form: slug, when: condition.optional() }),
  z.strictObject({ stage, when: condition.optional() }),
  z.strictObject({ tag: slug, when: condition.optional() }),
  z.strictObject({ event: slug, where: condition.optional(), when: condition.optional() }),
  z.strictObject({ segment: condition }),
  /** A lead whose last sequence ended gets the next one by its score band. */
  z.strictObject({
    idle: z.strictObject({
      'score-from': z.number().default(0),
      'score-below': z.number().optional(),
      after: z.array(parkReason).min(1).default(['sequences-finished', 'recycled', 'new']),
    }),
    when: condition.optional(),
  }),
])
export type Trigger = z.infer<typeof trigger>

const exit = z.union([z.strictObject({ stage }), z.strictObject({ event: slug }), z.strictObject({ when: condition })])

const send = z.union([
  slug,
  z.strictObject({
    template: slug,
    variants: z.array(z.strictObject({ when: condition, template: slug })).default([]),
  }),
])

/** `{ for: 3d, until: { clicked: welcome } }`: at most this long, less when the condition holds before. */
const wait = z.union([duration, z.strictObject({ for: duration, until: condition.optional() })])

const split = z
  .record(slug, z.number().int().min(1).max(100))
  .refine((shares) => Object.keys(shares).length >= 2, 'a split needs two variants at least')
  .refine(
    (shares) => Object.values(shares).reduce((sum, share) => sum + share, 0) === 100,
    'the shares must add up to 100',
  )

const kinds = ['send', 'wait', 'branch', 'split', 'end'] as const

const step = z
  .strictObject({
    id: slug,
    send: send.optional(),
    wait: wait.optional(),
    branch: z
      .array(z.strictObject({ when: condition, go: slug }))
      .min(1)
      .optional(),
    otherwise: slug.optional(),
    split: split.optional(),
    /** Where each variant of the split goes on; a variant that is not named goes to the next step. */
    go: z.record(slug, slug).optional(),
    end: z.literal(true).optional(),
    /** The step after this one, where it is not the next in the list. */
    next: slug.optional(),
  })
  .superRefine((given, context) => {
    const named = kinds.filter((kind) => given[kind] !== undefined)
    if (named.length !== 1) {
      context.addIssue({ code: 'custom', message: `a step has exactly one of ${kinds.join(', ')}` })
    }
    const misplaced = (field: 'otherwise' | 'go' | 'next', allowed: boolean, why: string) => {
      if (given[field] !== undefined && !allowed) context.addIssue({ code: 'custom', message: why, path: [field] })
    }
    misplaced('otherwise', given.branch !== undefined, '"otherwise" belongs to a branch')
    misplaced('go', given.split !== undefined, '"go" belongs to a split')
    misplaced('next', given.branch === undefined && given.end === undefined, '"next" belongs to send, wait and split')
  })
export type Step = z.infer<typeof step>

/** What marketing writes in `templates/sequences/*.yaml`. */
export const sequence = z.strictObject({
  id: slug,
  name: z.string().max(200).optional(),
  description: z.string().max(2_000).optional(),
  topic: slug,
  /** Absent: leads are enrolled by hand or by list only. */
  trigger: trigger.optional(),
  're-entry': z
    .string()
    .regex(/^(never|after [1-9]\d{0,5}[smhdw])$/, 'write never, or for example "after 90d"')
    .default('never'),
  /** Whom it is for: it ends for a lead that is not (or no longer) of these. `with-sales` alone is not held while sales has the lead. */
  audience: z.enum(['anyone', 'prospects', 'customers', 'with-sales']).default('anyone'),
  newsletter: z.boolean().default(false),
  exit: z.array(exit).default([]),
  window: sendWindow.optional(),
  cap: z.strictObject({ emails: z.number().int().min(1).max(claimsKept), per: duration }).optional(),
  steps: z.array(step).min(1).max(200),
})
export type Sequence = z.infer<typeof sequence>
