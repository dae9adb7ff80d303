import * as z from 'zod'
import { condition } from '../condition.ts'
import { duration } from '../duration.ts'
import { slug } from '../names.ts'
import { duty } from './handoff.ts'

const hours = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]|24):[0-5]\d$/, 'write hours like "09:00-18:00"')
const days = z
  .string()
  .regex(/^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/, 'write days like mon-fri or sat')

/** Working hours in a zone, without the public holidays of a country (ISO 3166, optionally with a region: `DE-BY`). */
export const calendar = z.strictObject({
  zone: z.string().refine(isZone, 'give an IANA time zone, for example Europe/Moscow'),
  hours: z.record(days, hours).refine((all) => Object.keys(all).length > 0, 'name at least one day'),
  holidays: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'write a country like RU or DE-BY')
    .optional(),
  /** Own days off. */
  'days-off': z.array(z.iso.date()).default([]),
})
export type Calendar = z.infer<typeof calendar>

const route = z.strictObject({ when: condition.optional(), team: slug, by: z.enum(['round-robin', 'capacity']) })

const policyDuty = z.strictObject({
  id: slug,
  who: duty.shape.who,
  what: duty.shape.what,
  within: duration,
  warn: duration.optional(),
  how: z.string().max(200).optional(),
})

const breachStep = z
  .strictObject({
    after: duration,
    notify: z.enum(['owner', 'manager']).optional(),
    reassign: z.literal('next').optional(),
    recycle: z.literal(true).optional(),
  })
  .refine((step) => [step.notify, step.reassign, step.recycle].filter((one) => one !== undefined).length === 1, {
    message: 'a breach step has exactly one of notify, reassign, recycle',
  })

/** What sales and marketing write in `templates/sla-policies/*.yaml`. Durations are business time of the calendar. */
export const slaPolicy = z.strictObject({
  id: slug,
  description: z.string().max(2_000).optional(),
  calendar,
  /** The first whose condition holds; the last one has none. */
  routes: z
    .array(route)
    .min(1)
    .max(100)
    .refine((all) => all.at(-1)?.when === undefined, 'the last route takes every lead: leave out its "when"'),
  duties: z.array(policyDuty).min(1).max(10),
  /** In order, counted from the hand-off. */
  breach: z.array(breachStep).max(20).default([]),
  'marketing-owes': z
    .strictObject({
      'mql-per-month': z.number().int().min(0).optional(),
      accepted: z
        .string()
        .regex(/^\d{1,3} ?%$/, 'write for example "70 %"')
        .optional(),
    })
    .optional(),
})
export type SlaPolicy = z.infer<typeof slaPolicy>

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
