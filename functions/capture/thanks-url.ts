import type { Form } from '../../core/capture/form.ts'
import { env } from '../aws/env.ts'

/** Where a browser goes after its post: the form's own page, or the hosted one in the visitor's language. */
export function thanksUrl({ id, thanks }: Form, locale: string): string {
  return thanks.url ?? `${env('API_URL')}/forms/${id}/thanks?locale=${encodeURIComponent(locale)}`
}
