import { insightRoutes } from '../../core/insight/routes.ts'
import { onRequest } from '../runtime/on-request.ts'

/** `GET /health` */
export const handler = onRequest(insightRoutes.health, async () => ({ status: 'up' }))
