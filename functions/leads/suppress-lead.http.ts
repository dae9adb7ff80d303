import { suppress } from '../../core/consent/suppression.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { changeSuppression } from './change-suppression.ts'

/** `POST /leads/{leadId}/suppress`: no more mail to this lead, whatever it consents to. The first reason stays. */
export const handler = onRequest(leadRoutes.suppressLead, async ({ params: { leadId }, body: { reason }, caller }) =>
  changeSuppression(leadId, { type: 'suppressed', reason, by: caller.name }, (mailbox, at) =>
    suppress(mailbox, { reason: 'manual', at, detail: reason }),
  ),
)
