import type { Form } from '../capture/form.ts'
import type { Sequence } from '../nurture/sequence.ts'
import { templatesOf } from '../nurture/steps.ts'
import { textsOfForm } from './check-form.ts'
import type { ContentProblem } from './problem.ts'
import { coversLanguage } from './words.ts'

/** In which languages an email is written, readable or not, and its first file. */
export interface WrittenEmail {
  readonly id: string
  readonly locales: readonly string[]
  readonly file: string
}

/**
 * Emails that lack a language which the form before them, or another email of the same sequence, has: whoever got those gets this one in another language. No
 * English version is told elsewhere, since it is what all others fall back to.
 */
export function missingLocales(
  emails: readonly WrittenEmail[],
  forms: readonly Form[],
  sequences: readonly Sequence[],
): ContentProblem[] {
  const byId = new Map(emails.map((email) => [email.id, email]))
  const told = new Map<string, ContentProblem>()
  const tell = (email: WrittenEmail, locale: string, who: string) => {
    if (locale === 'en' || coversLanguage(email.locales, locale) || told.has(`${email.id} ${locale}`)) return
    told.set(`${email.id} ${locale}`, {
      file: email.file,
      line: 1,
      column: 1,
      severity: 'warning',
      message: `there is no "${locale}" version of this email, and ${who} has one`,
      mend: `write emails/${email.id}/${locale}.md; until then these people get it in another language`,
    })
  }
  for (const form of forms) {
    const asked = byId.get(form.confirmation)
    if (!asked || !form.consent.some((one) => one['opt-in'] === 'double')) continue
    for (const locale of localesOf(form)) tell(asked, locale, `the form "${form.id}" that asks for it`)
  }
  for (const { steps, trigger } of sequences) {
    const sent = [...new Set(steps.flatMap(templatesOf))].flatMap((id) => byId.get(id) ?? [])
    const form = trigger && 'form' in trigger ? forms.find(({ id }) => id === trigger.form) : undefined
    for (const email of sent) {
      for (const locale of form ? localesOf(form) : []) tell(email, locale, `the form "${form?.id}" before it`)
      for (const other of sent) {
        for (const locale of other.locales) tell(email, locale, `the email "${other.id}" of the same sequence`)
      }
    }
  }
  return [...told.values()]
}

/** The languages that all texts of a form are there in; a text for all languages is there in each. Others are told of at the form. */
function localesOf(form: Form): string[] {
  const texts = textsOfForm(form).flatMap(({ words }) => (typeof words === 'string' ? [] : [Object.keys(words)]))
  const [first = [], ...others] = texts
  return first.filter((locale) => others.every((locales) => locales.includes(locale)))
}
