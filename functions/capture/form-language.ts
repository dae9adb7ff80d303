import { languagesWanted } from '../../core/capture/visitor-locale.ts'

interface Asking {
  readonly query: { readonly locale?: string | undefined }
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** The languages that whoever asks for a page or posts a form wants, best first; `told` is what the post itself says. */
export function languagesOf({ query, headers }: Asking, told?: unknown): string[] {
  return languagesWanted(typeof told === 'string' && told !== '' ? told : query.locale, headers['accept-language'])
}
