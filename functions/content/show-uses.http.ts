import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { existingContent } from './existing-content.ts'
import { usesOf } from './uses-of.ts'

/** `GET /content/{type}/{id}/uses`: what names this content, and how many leads have it before them. */
export const handler = onRequest(contentRoutes.showUses, async ({ params: { type, id } }) => {
  await existingContent(type, id)
  return { items: await usesOf(type, id) }
})
