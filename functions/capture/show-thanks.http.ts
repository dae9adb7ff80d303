import { captureRoutes } from '../../core/capture/routes.ts'
import { pageLanguage } from '../../core/capture/visitor-locale.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { languagesOf } from './form-language.ts'
import { thanksPage } from './form-page.ts'
import { publishedForm } from './published-form.ts'

/** `GET /forms/{formId}/thanks`. */
export const handler = onRequest(captureRoutes.showThanks, async (request) => {
  const { value } = await publishedForm(request.params.formId)
  return html(thanksPage(value, pageLanguage(value, languagesOf(request))))
})
