import { locale } from '../content/words.ts'
import type { Form } from './form.ts'

/** A header longer than this is not a person's list of languages. */
const longestHeader = 1_000

/** The languages a visitor wants, best first: what was asked for by name, then those of the Accept-Language header. What is no language is passed over. */
export function languagesWanted(asked: string | undefined, acceptLanguage: string | undefined): string[] {
  const header = (acceptLanguage ?? '').length > longestHeader ? '' : (acceptLanguage ?? '')
  const weighed = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
  const tags = [asked?.trim() ?? '', ...weighed].map(normalCase)
  return [...new Set(tags.filter((tag) => locale.safeParse(tag).success && tag.length <= 35))]
}

/** The first wanted language that is available, as it is available (`pt` for `pt-BR`); undefined when none is. */
export function bestLanguage(wanted: readonly string[], available: readonly string[]): string | undefined {
  for (const tag of wanted) {
    const parts = tag.split('-')
    for (let kept = parts.length; kept > 0; kept -= 1) {
      const part = parts.slice(0, kept).join('-').toLowerCase()
      const found = available.find((one) => one.toLowerCase() === part)
      if (found) return found
    }
  }
  return undefined
}

/** The language that a visitor's submission is in, and so the lead's: one that the form has, where the visitor wants one of those. */
export function submissionLanguage(form: Form, wanted: readonly string[]): string {
  return bestLanguage(wanted, languagesOf(form)) ?? wanted[0] ?? 'en'
}

/** The language to show a form's own page in. */
export function pageLanguage(form: Form, wanted: readonly string[]): string {
  const languages = languagesOf(form)
  return bestLanguage(wanted, languages) ?? (languages.includes('en') ? 'en' : (languages[0] ?? 'en'))
}

/** The languages that a form is written in; none when its title is one text for all. */
function languagesOf({ title }: Form): string[] {
  return typeof title === 'string' ? [] : Object.keys(title)
}

/** `EN-us` as `en-us`: languages are written in lower case, the rest as it came. */
function normalCase(tag: string): string {
  const [language = '', ...rest] = tag.split('-')
  return [language.toLowerCase(), ...rest].join('-')
}
