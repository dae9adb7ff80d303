import type * as z from 'zod/mini'
import { locale as localeSchema } from '../content/words.ts'
import type { profileValue } from '../leads/lead.ts'
import { isVisitorId } from '../website/visit.ts'
import { type AttributionField, attributionFields, longestAttribution } from './attribution.ts'
import { inWords, type Refusal } from './field-refusals.ts'
import { type Form, nameOfConsent } from './form.ts'
import { readAnswer, readTick } from './read-answer.ts'

/** What a post says, once it is understood. */
export interface Submission {
  /** Canonical address. */
  readonly email: string
  /** The answers to the form's own fields, without the address. */
  readonly fields: Readonly<Record<string, z.infer<typeof profileValue>>>
  /** What was consented to, by name (a topic, or a topic and a channel), in the form's order. */
  readonly topics: readonly string[]
  /** The field that people don't see was filled in. */
  readonly trapped: boolean
  readonly attribution: Readonly<Partial<Record<AttributionField, string>>>
  readonly locale?: string
  readonly submissionId?: string
  readonly renderToken?: string
  /** The browser that posts, where the script of the website says it. */
  readonly visitor?: string
  /** What the script called that browser until another address was given. */
  readonly visitorBefore?: string
}

/** What is wrong in one place: a JSON pointer, and what to do about it in the visitor's language. */
export interface SubmissionError {
  readonly pointer: string
  readonly detail: string
}

/** Names that a post may carry in its own right, unless the form has a field of that name. */
const carried = [
  'consent',
  'submissionId',
  'renderToken',
  'locale',
  'visitor',
  'visitorBefore',
  ...attributionFields,
] as const
const longestId = 200
const longestToken = 1_000

/**
 * Reads a post (a JSON object, or a form post with its dotted names nested) by its form. Answers what it says or everything that is wrong with it; never throws,
 * and never repeats a given value.
 */
export function readSubmission(
  form: Form,
  body: Readonly<Record<string, unknown>>,
  locale: string,
): { readonly value: Submission } | { readonly errors: readonly SubmissionError[] } {
  const errors: SubmissionError[] = []
  const wrong = (path: string[], refusal: Refusal) =>
    errors.push({ pointer: path.map(pointerPart).join(''), detail: inWords(refusal, locale) })
  const given = (name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined)

  const fields: Record<string, string | number | boolean> = {}
  for (const field of form.fields) {
    const read = readAnswer(field, given(field.id))
    if ('refused' in read) wrong([field.id], read.refused)
    else if ('value' in read) fields[field.id] = read.value
  }
  const own = new Set([...form.fields.map(({ id }) => id), form.honeypot])
  for (const name of Object.keys(body)) {
    if (!own.has(name) && !carried.some((one) => one === name)) wrong([name], { code: 'unknown-field' })
  }
  const topics = own.has('consent') ? [] : readConsent(form, given('consent'), wrong)
  const text = (name: (typeof carried)[number], longest: number): string | undefined => {
    const value = own.has(name) ? undefined : given(name)
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') wrong([name], { code: Array.isArray(value) ? 'one-value' : 'text' })
    else if (!value.isWellFormed()) wrong([name], { code: 'text-characters' })
    else if (value.length > longest) wrong([name], { code: 'text-too-long', bound: longest })
    else return value
    return undefined
  }
  const attribution: Partial<Record<AttributionField, string>> = {}
  for (const name of attributionFields) {
    const value = text(name, name.startsWith('utm_') ? longestAttribution.utm : longestAttribution.url)
    if (value !== undefined) attribution[name] = value
  }
  const submissionId = text('submissionId', longestId)
  const renderToken = text('renderToken', longestToken)
  const language = text('locale', 35)
  if (language !== undefined && !localeSchema.safeParse(language).success) wrong(['locale'], { code: 'locale' })
  const [visitor, before] = (['visitor', 'visitorBefore'] as const).map((name) =>
    own.has(name) ? undefined : given(name),
  )
  if (errors.length > 0) return { errors }
  const { email, ...answers } = fields
  return {
    value: {
      email: String(email),
      fields: answers,
      topics,
      trapped: isFilled(given(form.honeypot)),
      attribution,
      ...(submissionId !== undefined && { submissionId }),
      ...(renderToken !== undefined && { renderToken }),
      ...(language !== undefined && { locale: language }),
      // One that is malformed says nothing of who posts, and must not cost the post.
      ...(isVisitorId(visitor) && { visitor, ...(isVisitorId(before) && { visitorBefore: before }) }),
    },
  }
}

function readConsent(form: Form, given: unknown, wrong: (path: string[], refusal: Refusal) => void): string[] {
  if (given === undefined || given === null || given === '') return []
  if (typeof given !== 'object' || Array.isArray(given)) {
    wrong(['consent'], { code: 'consent' })
    return []
  }
  const ticked = new Set<string>()
  for (const [topic, value] of Object.entries(given)) {
    const tick = readTick(value)
    if (!form.consent.some((one) => nameOfConsent(one) === topic)) wrong(['consent', topic], { code: 'unknown-topic' })
    else if (tick === undefined) wrong(['consent', topic], { code: 'checkbox' })
    else if (tick) ticked.add(topic)
  }
  return form.consent.map(nameOfConsent).filter((topic) => ticked.has(topic))
}

function isFilled(given: unknown): boolean {
  return given !== undefined && given !== null && given !== false && !(typeof given === 'string' && given.trim() === '')
}

function pointerPart(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
