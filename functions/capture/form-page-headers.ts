import type { Form } from '../../core/capture/form.ts'
import { pageHeaders } from '../runtime/on-request.ts'

/**
 * Headers of a page that posts to its own address and may be led on from there. Browsers hold `form-action` against the redirect after a post too, so the
 * origin of the form's own thank-you page must be in it; and without a referrer they would post with `Origin: null`.
 */
export function formPageHeaders({ thanks }: Form): Record<string, string> {
  const policy = pageHeaders['content-security-policy']
  const target = thanks.url ? ` ${new URL(thanks.url).origin}` : ''
  return {
    'content-security-policy': policy.replace("form-action 'self'", `form-action 'self'${target}`),
    'referrer-policy': 'same-origin',
    // Not "no-store": who goes back from a page that says what is wrong would find the form empty.
    'cache-control': 'private, no-cache',
  }
}
