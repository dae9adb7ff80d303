import { websiteRoutes } from '../../core/website/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { corsOfSites } from './sites.ts'

/** `OPTIONS /events`: what a page of a published site may send; kept by browsers for 10 minutes. */
export const handler = onRequest(
  websiteRoutes.preflightEvents,
  async () =>
    answer(204, undefined, {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    }),
  corsOfSites,
)
