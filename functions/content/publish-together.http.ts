import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { publishTogether } from './publish-together.ts'

/** `POST /content/publish`: makes several drafts live at one moment, all or none. */
export const handler = onRequest(contentRoutes.publishTogether, async ({ body: { items }, caller }) =>
  publishTogether(items, caller.name),
)
