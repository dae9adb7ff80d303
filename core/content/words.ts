import * as z from 'zod/mini'

/** A language as files and forms name it, for example `en`, `ru`, `fa`, `pt-BR`. */
export const locale = z
  .string()
  .check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'write a language like en, fa or pt-BR'))

const text = z.string().check(z.minLength(1), z.maxLength(5_000))
/** Text that people read: one for all languages, or one for each. */
export const words = z.union([text, z.record(locale, text)])
export type Words = z.infer<typeof words>

/** The locales to look for, best first: `pt-BR` falls back to `pt`, then to English. */
export function fallbacks(wanted: string): string[] {
  const parts = wanted.split('-')
  const chain = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
  return [...new Set([...chain, 'en'])]
}

/** Of the locales that are there the wanted one, or the nearest; undefined where there is none. */
export function nearestOf(there: readonly string[], wanted: string): string | undefined {
  return fallbacks(wanted).find((one) => there.includes(one)) ?? there[0]
}

/** The text in the wanted language, or the nearest that is there. */
export function inLocale(words: Words, wanted: string): string {
  if (typeof words === 'string') return words
  for (const one of fallbacks(wanted)) if (Object.hasOwn(words, one)) return words[one] as string
  return Object.values(words)[0] ?? ''
}

/** Is one of these languages that of a reader? `pt` is good enough for who reads `pt-BR`. */
export function coversLanguage(locales: readonly string[], wanted: string): boolean {
  return locales.some((locale) => wanted === locale || wanted.startsWith(`${locale}-`))
}

/** A text with `{name}` filled in; what is not known is left out. */
export function filledIn(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** Says the sentences of a table in one language, by their names, with `{name}` filled in. */
export function sayingIn<Name extends string>(said: Readonly<Record<Name, Words>>, locale: string) {
  return (name: Name, values: Readonly<Record<string, string>> = {}): string =>
    filledIn(inLocale(said[name], locale), values)
}

/** A text without line breaks and control characters, as a subject must be. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
}
