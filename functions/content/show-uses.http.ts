import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding } from './content-items.ts'
import { usesOf } from './uses-of.ts'

/** `GET /content/{type}/{id}/uses`: what names this content, and how many leads have it before them. */
export const handler = onRequest(contentRoutes.showUses, async ({ params: { type, id } }) => {
  const { current, draft } = await readStanding(type, id)
  if (!current && !draft) throw new Problem(404, 'There is no such content.')
  return { items: await usesOf(type, id) }
})
