import { captureRoutes } from '../../core/capture/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { corsOfForm } from './form-cors.ts'
import { publishedForm } from './published-form.ts'

/** `OPTIONS /forms/{formId}`: what a page of an allowed origin may send; kept by browsers for 10 minutes. */
export const handler = onRequest(
  captureRoutes.preflightForm,
  async ({ params }) => {
    await publishedForm(params.formId)
    return answer(204, undefined, {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, idempotency-key',
      'access-control-max-age': '600',
    })
  },
  corsOfForm,
)
