import { routes } from '../../core/routes.ts'
import { onRequest } from '../runtime/on-request.ts'

/** `GET /health` */
export const handler = onRequest(routes.health, async () => ({ status: 'up' }))
