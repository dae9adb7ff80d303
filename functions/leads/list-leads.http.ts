import { leadRoutes } from '../../core/leads/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { listLeads } from './list-leads.ts'

/** `GET /leads?stage=&status=`: newest first; without either, all but the erased. */
export const handler = onRequest(leadRoutes.listLeads, async ({ query }) => withCursor(() => listLeads(query)))
