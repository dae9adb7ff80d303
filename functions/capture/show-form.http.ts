import { randomUUID } from 'node:crypto'
import { fieldsToAsk } from '../../core/capture/asked-fields.ts'
import { captureRoutes } from '../../core/capture/routes.ts'
import { pageLanguage } from '../../core/capture/visitor-locale.ts'
import { signToken } from '../../core/consent/tokens.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { languagesOf } from './form-language.ts'
import { formPage } from './form-page.ts'
import { formPageHeaders } from './form-page-headers.ts'
import { knownReader } from './known-reader.ts'
import { publishedForm } from './published-form.ts'

/** `GET /forms/{formId}`: the hosted page; of whoever came by a link in a mail to them it asks nothing that they said before. Its token says when which version was shown, its id makes a double click one submission. */
export const handler = onRequest(captureRoutes.showForm, async (request) => {
  const { id, version, value } = await publishedForm(request.params.formId)
  const locale = pageLanguage(value, languagesOf(request))
  const { referer } = request.headers
  const reader = await knownReader(request.query.for)
  const hidden = {
    renderToken: signToken('render', { form: id, version }, await tokenKeys(), now()),
    submissionId: randomUUID(),
    locale,
    ...(referer && referer.length <= 8_000 && { referrer: referer }),
  }
  return html(formPage(value, locale, hidden, fieldsToAsk(value, reader?.known)), 200, formPageHeaders(value))
})
