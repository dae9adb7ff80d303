import { contentRoutes } from '../../core/content/routes.ts'
import { badCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { existingContent } from './existing-content.ts'
import { versionsFrom } from './versions.ts'

/** `GET /content/{type}/{id}/versions`: what was ever live, newest first, with who and when. */
export const handler = onRequest(
  contentRoutes.listContentVersions,
  async ({ params: { type, id }, query: { limit, cursor } }) => {
    const { current } = await existingContent(type, id)
    if (!current) return { items: [] }
    const { items, next } = await versionsFrom(
      current,
      Math.min(placeIn(cursor) ?? current.version, current.version),
      limit,
    )
    return { items, ...(next >= 1 && { next: Buffer.from(`v${next}`).toString('base64url') }) }
  },
)

function placeIn(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const [, version] = /^v([1-9]\d{0,8})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (version === undefined) throw badCursor()
  return Number(version)
}
