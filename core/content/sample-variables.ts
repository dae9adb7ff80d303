import type { CompiledEmail } from './compiled-email.ts'

/** Where Ripen's own links in a mail lead when it is only looked at: nowhere. */
export const sampleLinks = {
  unsubscribeUrl: 'https://example.com/u/sample',
  preferencesUrl: 'https://example.com/preferences/sample',
  confirmUrl: 'https://example.com/confirm/sample',
} as const

/** What a mail is rendered with where there is no lead: made-up links and company, each variable's default, and its name where it has none. */
export function sampleVariables(
  email: Pick<CompiledEmail, 'variables' | 'locale'>,
  brand: { company: string; postalAddress: string } = {
    company: 'Example Ltd',
    postalAddress: '1 Example Street, London',
  },
): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(email.variables).map(([name, fallback]) => [name, fallback ?? sample(name)])),
    brand,
    locale: email.locale,
    ...sampleLinks,
  }
}

function sample(name: string): string {
  return /url$/i.test(name) ? 'https://example.com/sample' : `(${name})`
}
