import { randomUUID } from 'node:crypto'
import { captureRoutes } from '../../core/capture/routes.ts'
import { pageLanguage } from '../../core/capture/visitor-locale.ts'
import { signToken } from '../../core/consent/tokens.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { languagesOf } from './form-language.ts'
import { formPage } from './form-page.ts'
import { formPageHeaders } from './form-page-headers.ts'
import { publishedForm } from './published-form.ts'

/** `GET /forms/{formId}`: the hosted page. Its token says when which version was shown, its id makes a double click one submission. */
export const handler = onRequest(captureRoutes.showForm, async (request) => {
  const { id, version, value } = await publishedForm(request.params.formId)
  const locale = pageLanguage(value, languagesOf(request))
  const { referer } = request.headers
  const hidden = {
    renderToken: signToken('render', { form: id, version }, await tokenKeys(), now()),
    submissionId: randomUUID(),
    locale,
    ...(referer && referer.length <= 8_000 && { referrer: referer }),
  }
  return html(formPage(value, locale, hidden), 200, formPageHeaders(value))
})
