import { routes } from '../../core/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { listLeads } from './list-leads.ts'

/** `GET /leads?stage=&status=`: newest first; without either, all but the erased. */
export const handler = onRequest(routes.listLeads, async ({ query }) => withCursor(() => listLeads(query)))
