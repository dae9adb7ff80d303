import { openApi } from '../../core/insight/openapi.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { routes } from '../../core/routes.ts'
import { env } from '../aws/env.ts'
import { answer, onRequest } from '../runtime/on-request.ts'

let document: object | undefined

/** `GET /openapi.json`: made once, since it changes with a deploy alone. */
export const handler = onRequest(insightRoutes.openapi, async () => {
  document ??= openApi(routes, env('API_URL'))
  return answer(200, document, { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' })
})
