import { withoutNeedOf } from '../../core/capture/asked-fields.ts'
import { formSubmitted } from '../../core/capture/form-submitted.ts'
import { readSubmission } from '../../core/capture/read-submission.ts'
import { captureRoutes } from '../../core/capture/routes.ts'
import { submissionLanguage } from '../../core/capture/visitor-locale.ts'
import { FormSubmitted } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { publish } from '../aws/bus.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { answer } from '../runtime/on-request.ts'
import { corsOfForm } from './form-cors.ts'
import { languagesOf } from './form-language.ts'
import { refusal } from './form-refusal.ts'
import type { KnownReader } from './known-reader.ts'
import { formShown } from './published-form.ts'
import { thanksUrl } from './thanks-url.ts'

/**
 * `POST /forms/{formId}`: one durable write, then 202; the same for everybody, since nothing about a person is looked up here but of whoever came by a link in a
 * mail to them.
 */
export const handler = onFormPost(
  captureRoutes.submitForm,
  async (request) => {
    const { body: given, headers, ip, params, query, wantsHtml } = request
    const { reader, other } = query.for ? await readerWhoPosts(query.for, given.email) : {}
    const body = reader ? { ...given, email: reader.profile.email } : given
    const { form, token } = await formShown(params.formId, body.renderToken)
    const languages = languagesOf(request, body.locale)
    const locale = submissionLanguage(form.value, languages)
    const asked = reader ? withoutNeedOf(form.value, reader.known) : form.value
    const read = readSubmission(asked, body, locale)
    if ('errors' in read) return refusal(form.value, read.errors, locale, wantsHtml)
    const post = {
      actedAt: toInstant(now()),
      query,
      ip,
      headers,
      token,
      ownOrigin: env('API_URL'),
      locale,
      reader: other,
    }
    const event = formSubmitted(form.value, form.version, read.value, post)
    await publish(FormSubmitted, event)
    if (wantsHtml) return answer(303, undefined, { location: thanksUrl(form.value, locale) })
    return answer(202, { submissionId: event.submissionId })
  },
  corsOfForm,
)

/** Most posts come without a link: what reads a lead is loaded for the first that has one. `other`: whose link it was, where the post gives another address. */
async function readerWhoPosts(sign: string, email: unknown): Promise<{ reader?: KnownReader; other?: string }> {
  const { isTheirs, knownReader } = await import('./known-reader.ts')
  const reader = await knownReader(sign)
  if (!reader) return {}
  return isTheirs(reader, email) ? { reader } : { other: reader.profile.leadId }
}
