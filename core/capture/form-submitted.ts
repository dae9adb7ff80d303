import type { ReadToken } from '../consent/tokens.ts'
import { inLocale } from '../content/words.ts'
import { fromInstant, toInstant } from '../names.ts'
import { touchOf } from './attribution.ts'
import { type Form, nameOfConsent } from './form.ts'
import type { FormSubmission } from './judge-submission.ts'
import type { Submission } from './read-submission.ts'
import { contentHash, submissionIdOf } from './submission-id.ts'

/** A post as it came in, beside what it says. */
export interface Post {
  /** The server's time of the post. */
  readonly actedAt: string
  readonly query: Readonly<Record<string, string>>
  readonly ip: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The render token, once read; absent where the post carries none. */
  readonly token?: ReadToken | undefined
  /** The API's own origin: its hosted page may always post. */
  readonly ownOrigin: string
  readonly locale: string
  /** Who came by a link in a mail to them, where the post gives another address. */
  readonly reader?: string | undefined
}

/** The event that an understood post makes: all that is known of it, for the consumer to judge. `form` is the version that the visitor saw. */
export function formSubmitted(form: Form, formVersion: number, submission: Submission, post: Post): FormSubmission {
  const { actedAt, headers, token, locale } = post
  const key = headers['idempotency-key'] ?? submission.submissionId
  const signed = token && token.state !== 'bad' ? token : undefined
  const { referer } = headers
  return {
    submissionId: submissionIdOf(form.id, key, submission, fromInstant(actedAt)),
    formId: form.id,
    formVersion,
    actedAt,
    email: submission.email,
    fields: submission.fields,
    consent: Object.fromEntries(
      form.consent
        .filter((one) => submission.topics.includes(nameOfConsent(one)))
        .map((one) => [nameOfConsent(one), { text: inLocale(one.text, locale) }]),
    ),
    touch: touchOf({ at: actedAt, form: form.id, told: submission.attribution, query: post.query, referer }),
    locale,
    signs: {
      honeypot: submission.trapped,
      originAllowed: originAllowed(form, headers.origin, post.ownOrigin) || signed !== undefined,
      ...(headers.origin && { origin: headers.origin }),
      ...(token && { tokenValid: signed?.claims.form === form.id }),
      ...(signed && { renderedAt: toInstant(signed.signedAtMs) }),
    },
    proof: {
      url: unsigned(submission.attribution.page ?? referer),
      ip: post.ip,
      userAgent: headers['user-agent'],
    },
    ...(submission.visitor !== undefined && { visitor: submission.visitor }),
    ...(submission.visitorBefore !== undefined && { visitorBefore: submission.visitorBefore }),
    ...(post.reader !== undefined && { reader: post.reader }),
    ...(key === undefined && { sameAs: contentHash(form.id, submission) }),
  }
}

/** An address without the sign of a reader in it. */
function unsigned(url: string | undefined): string | undefined {
  return url?.replace(/([?&])for=[^&#]*/g, '$1')
}

/** May pages of this origin post the form? A post that names none comes from no page of a browser and is not held against it. */
export function originAllowed({ origins }: Form, origin: string | undefined, ownOrigin: string): boolean {
  if (!origins || origin === undefined || origin === '') return true
  return [...origins, ownOrigin].some((one) => one.toLowerCase() === origin.toLowerCase())
}
