import { contentRoutes } from '../../core/content/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { existingContent } from './existing-content.ts'
import { usesOf, usesOfSegment } from './uses-of.ts'

/** `GET /content/{type}/{id}/uses`: what names this content or segment, and how many leads have it before them. */
export const handler = onRequest(contentRoutes.showUses, async ({ params: { type, id } }) => {
  if (type === 'segments') return { items: await usesOfSegment(id) }
  await existingContent(type, id)
  return { items: await usesOf(type, id) }
})
