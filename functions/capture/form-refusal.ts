import { type Form, nameOfConsent } from '../../core/capture/form.ts'
import { pageWord } from '../../core/capture/page-words.ts'
import type { SubmissionError } from '../../core/capture/read-submission.ts'
import { inLocale } from '../../core/content/words.ts'
import { type Answer, html } from '../runtime/on-request.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { Problem } from '../runtime/problem.ts'

/** What a post that is not right is answered: a page in the visitor's language for a browser; else throws the 422 {@link Problem} with pointers. */
export function refusal(form: Form, errors: readonly SubmissionError[], locale: string, asPage: boolean): Answer {
  if (!asPage) throw new Problem(422, pageWord('refusedTitle', locale), { errors })
  const title = pageWord('refusedTitle', locale)
  const reasons = errors
    .map(
      ({ pointer, detail }) =>
        `<li><strong>${escapeHtml(labelOf(form, pointer, locale))}</strong>: ${escapeHtml(detail)}</li>`,
    )
    .join('\n')
  const body = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(pageWord('refused', locale))}</p>
<ul class="error" role="alert">
${reasons}
</ul>
<p class="note">${escapeHtml(pageWord('goBack', locale))}</p>`
  return html(page({ title, locale, body }), 422)
}

function labelOf(form: Form, pointer: string, locale: string): string {
  const [, name = '', topic] = pointer.split('/')
  const field = form.fields.find(({ id }) => id === name)
  const consent = form.consent.find((one) => name === 'consent' && nameOfConsent(one) === topic)
  const words = field?.label ?? consent?.text
  return words ? inLocale(words, locale) : pointer.slice(1)
}
