import { filesLinked, formsLinked } from '../files/file-links.ts'
import type { CompiledEmail } from './compiled-email.ts'
import { isBlank } from './is-blank.ts'

/** Where Ripen's own links in a mail lead when it is only looked at: nowhere. */
export const sampleLinks = {
  unsubscribeUrl: 'https://example.com/u/sample',
  preferencesUrl: 'https://example.com/preferences/sample',
  confirmUrl: 'https://example.com/confirm/sample',
  imagesUrl: 'https://example.com/images',
  visitSign: 'sample',
} as const

/** What every mail says of the company that sends it. */
export interface Brand {
  readonly company: string
  readonly postalAddress: string
}

/** The company of mails that are looked at where nobody says whose they are. */
export const sampleBrand: Brand = { company: 'Example Ltd', postalAddress: '1 Example Street, London' }

/** What a mail is rendered with where there is no lead: made-up links and company, each variable's default, and its name where it has none. */
export function sampleVariables(
  email: Pick<CompiledEmail, 'variables' | 'locale' | 'subject' | 'html' | 'text'>,
  brand: Brand = sampleBrand,
): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(email.variables).map(([name, fallback]) => [name, fallback ?? sample(name)])),
    brand,
    locale: email.locale,
    ...sampleLinks,
    ...sampleLinksTo(email),
  }
}

/** A link that leads nowhere for each gated file and each form that a mail names. */
export function sampleLinksTo(email: Pick<CompiledEmail, 'subject' | 'html' | 'text'>): {
  readonly files: Record<string, string>
  readonly forms: Record<string, string>
} {
  return {
    files: Object.fromEntries(filesLinked(email).map((id) => [id, 'https://example.com/files/sample'])),
    forms: Object.fromEntries(formsLinked(email).map((id) => [id, `https://example.com/forms/${id}`])),
  }
}

/** Something to stand for each variable that has no default and is not among these answers, by name. */
export function madeUpFor(
  { variables }: Pick<CompiledEmail, 'variables'>,
  answers: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const missing = Object.entries(variables).filter(([name, fallback]) => fallback === null && isBlank(answers[name]))
  return Object.fromEntries(missing.map(([name]) => [name, sample(name)]))
}

function sample(name: string): string {
  return /url$/i.test(name) ? 'https://example.com/sample' : `(${name})`
}
