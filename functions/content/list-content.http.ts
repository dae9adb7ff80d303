import type { ContentType } from '../../core/content/content-type.ts'
import { contentRoutes } from '../../core/content/routes.ts'
import { contentPartition } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Standing } from './content-items.ts'
import { draftShown } from './draft-shown.ts'

/** `GET /content/{type}`: what is live and what is drafted, by id. */
export const handler = onRequest(contentRoutes.listContent, async ({ params: { type }, query: { limit, cursor } }) => {
  const after = cursor === undefined ? '' : idIn(cursor)
  const rest = (await idsOf(type)).filter((id) => id > after)
  const ids = rest.slice(0, limit)
  const items = await Promise.all(ids.map(async (id) => listed(type, id, await readStanding(type, id))))
  const last = ids.at(-1)
  return { items, ...(rest.length > ids.length && last && { next: Buffer.from(last).toString('base64url') }) }
})

/** There are tens of contents of a type, not thousands: all ids are read, each once though draft and version are both listed. */
async function idsOf(type: ContentType): Promise<string[]> {
  const ids = new Set<string>()
  const before = contentPartition(type, '')
  for await (const { pk } of everyItem({ index: 'content', pk: type })) ids.add(String(pk).slice(before.length))
  return [...ids].sort()
}

function listed(type: ContentType, id: string, { current, draft }: Standing) {
  return {
    type,
    id,
    ...(current && { version: current.version, publishedAt: current.at, publishedBy: current.by }),
    ...(current && type === 'emails' && { locales: current.locales }),
    ...(draft && { draft: draftShown(draft) }),
  }
}

function idIn(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString()
  if (/^[a-z0-9-]{1,64}$/.test(id)) return id
  throw new Problem(422, 'The cursor is not one that this list gave.', {
    errors: [{ pointer: '/query/cursor', detail: 'take "next" of the page before' }],
  })
}
