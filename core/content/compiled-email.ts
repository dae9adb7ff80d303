import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { locale } from './words.ts'

export const emailClasses = ['marketing', 'transactional', 'confirmation', 'staff'] as const
export const emailClass = z.enum(emailClasses)
/** What a mail is for, which decides what it must and must not hold. */
export type EmailClass = z.infer<typeof emailClass>

/** Where Gmail cuts a mail off: it has more HTML than this. */
export const cutOffBytes = 102 * 1024

/** An email as it is published: compiled once, rendered with Liquid alone for each lead. */
export const compiledEmail = z.object({
  /** These four are Liquid source. */
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  locale,
  class: emailClass,
  topic: z.optional(slug),
  /** What a click on it shows interest in. */
  tags: z.optional(z.array(slug)),
  /** Each variable with its default; null: no default, it must be given. */
  variables: z._default(z.record(z.string(), z.nullable(z.string())), {}),
})
export type CompiledEmail = z.infer<typeof compiledEmail>
