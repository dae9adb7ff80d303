import * as z from 'zod/mini'
import { consentNameOf, otherChannels } from '../consent/channel.ts'
import { words } from '../content/words.ts'
import { slug } from '../names.ts'

/** The names of a person's answers, for example `jobTitle`; conditions and mails use them. */
export const fieldName = z
  .string()
  .check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'write a field name like firstName: letters and digits, lower case first'))

const option = z.strictObject({ value: z.string().check(z.minLength(1), z.maxLength(200)), label: words })

/** One question of a form; `email` is the only one that every form has. */
export const formField = z
  .strictObject({
    id: fieldName,
    type: z.enum(['email', 'text', 'multiline', 'tel', 'number', 'select', 'checkbox']),
    label: words,
    required: z._default(z.boolean(), false),
    /** Longest text in characters. */
    max: z.optional(z.int().check(z.gte(1), z.lte(5_000))),
    'at-least': z.optional(z.number()),
    'at-most': z.optional(z.number()),
    options: z.optional(z.array(option).check(z.minLength(1), z.maxLength(200))),
    /** What browsers fill in by themselves (HTML `autocomplete`). */
    autocomplete: z.optional(z.string().check(z.maxLength(60))),
    /** Asked bit by bit: a few of these at once, and of who is known only what they have not said. */
    progressive: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ progressive, required, type }) => !progressive || !(required || type === 'email'), {
      path: ['progressive'],
      message: 'what is asked bit by bit can’t be required: it does not stand on each page',
    }),
    z.refine(({ type, options }) => (type === 'select') === (options !== undefined), {
      path: ['options'],
      message: 'a select has options, and only a select',
    }),
  )
export type FormField = z.infer<typeof formField>

const consentTopic = z.strictObject({
  topic: slug,
  /** The way of speaking that it is a consent to; absent: mail. */
  channel: z._default(z.enum(['email', ...otherChannels]), 'email'),
  /** The exact text beside the box, which is kept as proof. */
  text: words,
  /** Ticked consent counts only once the address confirmed it. */
  'opt-in': z._default(z.enum(['double', 'single']), 'double'),
})

/** How a post names it: `product-education`, or `product-education:sms`. */
export function nameOfConsent({ topic, channel }: z.infer<typeof consentTopic>): string {
  return consentNameOf(topic, channel)
}

const origin = z.string().check(z.regex(/^https?:\/\/[^/\s]+$/, 'write an origin like https://www.example.com'))

/** What marketing writes in `templates/forms/*.yaml`. */
export const form = z
  .strictObject({
    id: slug,
    title: words,
    intro: z.optional(words),
    button: words,
    fields: z.array(formField).check(z.minLength(1), z.maxLength(40)),
    /** How many of the progressive fields stand on the page at once; absent: 2. */
    'ask-at-once': z.optional(z.int().check(z.gte(1), z.lte(10))),
    consent: z._default(z.array(consentTopic).check(z.maxLength(10)), []),
    /** The websites whose pages may post it; absent: any. */
    origins: z.optional(z.array(origin).check(z.minLength(1))),
    /** Where a browser goes after its post; absent: the hosted thank-you page. */
    thanks: z.strictObject({ url: z.optional(z.url()), title: words, text: words }),
    /** What a person who posts it is: a newsletter makes subscribers. */
    makes: z._default(z.enum(['subscriber', 'lead']), 'lead'),
    /** `explicit`: who posts it asks for sales (a demo request) and may qualify by it alone. `service`: asks for help, and goes to support. */
    intent: z._default(z.enum(['implicit', 'explicit', 'service']), 'implicit'),
    /** The team that gets what is posted with the intent `service`. */
    support: z.optional(slug),
    /** Name of the field that people don't see and bots fill in. */
    honeypot: z._default(fieldName, 'website'),
    /** The mail that asks to confirm. */
    confirmation: z._default(slug, 'confirm-subscription'),
  })
  .check(
    z.refine(({ fields }) => fields.filter(({ type }) => type === 'email').length === 1, {
      path: ['fields'],
      message: 'a form has exactly one field of type email',
    }),
    z.refine(({ fields }) => fields.some(({ id, type }) => type === 'email' && id === 'email'), {
      path: ['fields'],
      message: 'the field of type email is called email',
    }),
    z.refine(({ fields }) => new Set(fields.map(({ id }) => id)).size === fields.length, {
      path: ['fields'],
      message: 'two fields have the same id',
    }),
    z.refine(({ intent, support }) => (intent === 'service') === (support !== undefined), {
      path: ['support'],
      message: 'a form with "intent: service" names its team with "support", and only such a form',
    }),
    z.refine(({ fields, honeypot }) => !fields.some(({ id }) => id === honeypot), {
      path: ['honeypot'],
      message: 'the honeypot has the name of a real field',
    }),
    z.refine(({ consent }) => new Set(consent.map(nameOfConsent)).size === consent.length, {
      path: ['consent'],
      message: 'two consents are for the same topic and channel',
    }),
  )
export type Form = z.infer<typeof form>
