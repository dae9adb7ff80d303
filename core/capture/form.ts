import * as z from 'zod'
import { words } from '../content/words.ts'
import { slug } from '../names.ts'

/** The names of a person's answers, for example `jobTitle`; conditions and mails use them. */
export const fieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'write a field name like firstName: letters and digits, lower case first')

const option = z.strictObject({ value: z.string().min(1).max(200), label: words })

/** One question of a form; `email` is the only one that every form has. */
export const formField = z
  .strictObject({
    id: fieldName,
    type: z.enum(['email', 'text', 'multiline', 'number', 'select', 'checkbox']),
    label: words,
    required: z.boolean().default(false),
    /** Longest text in characters. */
    max: z.number().int().min(1).max(5_000).optional(),
    'at-least': z.number().optional(),
    'at-most': z.number().optional(),
    options: z.array(option).min(1).max(200).optional(),
    /** What browsers fill in by themselves (HTML `autocomplete`). */
    autocomplete: z.string().max(60).optional(),
  })
  .refine(({ type, options }) => (type === 'select') === (options !== undefined), {
    path: ['options'],
    message: 'a select has options, and only a select',
  })
export type FormField = z.infer<typeof formField>

const consentTopic = z.strictObject({
  topic: slug,
  /** The exact text beside the box, which is kept as proof. */
  text: words,
  /** Ticked consent counts only once the address confirmed it. */
  'opt-in': z.enum(['double', 'single']).default('double'),
})

/** What marketing writes in `templates/forms/*.yaml`. */
export const form = z
  .strictObject({
    id: slug,
    title: words,
    intro: words.optional(),
    button: words,
    fields: z.array(formField).min(1).max(40),
    consent: z.array(consentTopic).max(10).default([]),
    /** The websites whose pages may post it; absent: any. */
    origins: z
      .array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'write an origin like https://www.example.com'))
      .min(1)
      .optional(),
    /** Where a browser goes after its post; absent: the hosted thank-you page. */
    thanks: z.strictObject({ url: z.url().optional(), title: words, text: words }),
    /** What a person who posts it is: a newsletter makes subscribers. */
    makes: z.enum(['subscriber', 'lead']).default('lead'),
    /** `explicit`: who posts it asks for sales (a demo request) and may qualify by it alone. */
    intent: z.enum(['implicit', 'explicit']).default('implicit'),
    /** Name of the field that people don't see and bots fill in. */
    honeypot: fieldName.default('website'),
    /** The mail that asks to confirm. */
    confirmation: slug.default('confirm-subscription'),
  })
  .refine(({ fields }) => fields.filter(({ type }) => type === 'email').length === 1, {
    path: ['fields'],
    message: 'a form has exactly one field of type email',
  })
  .refine(({ fields }) => fields.some(({ id, type }) => type === 'email' && id === 'email'), {
    path: ['fields'],
    message: 'the field of type email is called email',
  })
  .refine(({ fields }) => new Set(fields.map(({ id }) => id)).size === fields.length, {
    path: ['fields'],
    message: 'two fields have the same id',
  })
  .refine(({ fields, honeypot }) => !fields.some(({ id }) => id === honeypot), {
    path: ['honeypot'],
    message: 'the honeypot has the name of a real field',
  })
  .refine(({ consent }) => new Set(consent.map(({ topic }) => topic)).size === consent.length, {
    path: ['consent'],
    message: 'two consents are for the same topic',
  })
export type Form = z.infer<typeof form>
