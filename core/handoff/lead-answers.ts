import type { Form } from '../capture/form.ts'
import { inLocale } from '../content/words.ts'
import { fieldInWords } from '../leads/field-words.ts'
import type { Profile } from '../leads/lead.ts'

export interface LeadAnswer {
  readonly field: string
  readonly label: string
  readonly value: string
}

/** What the story says elsewhere, or what is of no use to anybody who talks with the lead. */
const saidElsewhere = new Set(['email', 'firstName', 'lastName', 'timezone'])

/** What no form has words for: a country by its name, a number in the digits of the language. */
function bareInWords(field: string, value: unknown, locale: string): string {
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value)
  return field === 'country' ? countryInWords(String(value), locale) : String(value)
}

/** The name of a country that is known by its code of two letters (ISO 3166); any other text as it is. */
export function countryInWords(text: string, locale: string): string {
  return /^[A-Z]{2}$/.test(text) ? (new Intl.DisplayNames(locale, { type: 'region' }).of(text) ?? text) : text
}

/** "Budget and other answers": what the lead told, in the words of the forms that ask it and in the reader's language, in the order of the forms; then the rest by what fields are called. */
export function leadAnswers(fields: Profile['fields'], forms: readonly Form[], locale: string): LeadAnswer[] {
  const asked = new Map(forms.flatMap((form) => form.fields).map((field) => [field.id as string, field]))
  const order = [...asked.keys()]
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(fields)
    .filter(([name, value]) => !saidElsewhere.has(name) && value !== '')
    .sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .map(([name, value]) => {
      const field = asked.get(name)
      const inWords = (one: unknown) => {
        const option = field?.options?.find((given) => given.value === String(one))
        return option ? inLocale(option.label, locale) : bareInWords(name, one, locale)
      }
      return {
        field: name,
        label: field ? inLocale(field.label, locale) : fieldInWords(name, locale),
        value: Array.isArray(value) ? value.map(inWords).join(', ') : inWords(value),
      }
    })
}
