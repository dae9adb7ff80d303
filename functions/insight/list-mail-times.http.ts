import { insightRoutes } from '../../core/insight/routes.ts'
import { stages } from '../../core/leads/lead.ts'
import type { ListPlace } from '../../core/nurture/broadcast.ts'
import { isZone } from '../../core/zone.ts'
import { env } from '../aws/env.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { listAudience } from '../nurture/list-audience.ts'
import { foreignCursor, withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { readJourney } from './journey-items.ts'

/** `GET /insight/mail-times`: of leads that ever clicked, when the mails of each step first came, and were clicked by a person. */
export const handler = onRequest(insightRoutes.listMailTimes, ({ query: { limit, cursor } }) =>
  withCursor(async () => {
    const { leadIds, next } = await listAudience({}, placeOf(cursor), limit)
    const items = (await Promise.all(leadIds.map(mailTimesOf))).filter((one) =>
      one.mails.some(({ clicked }) => clicked),
    )
    return next ? { items, next: `${next.part}.${next.cursor ?? ''}` } : { items }
  }),
)

async function mailTimesOf(leadId: string) {
  const [profile, kept] = await Promise.all([
    getItem(profileKey(leadId), { consistent: false, only: ['zone'] }),
    readJourney(leadId),
  ])
  const { zone } = profile ?? {}
  return {
    zone: typeof zone === 'string' && isZone(zone) ? zone : env('DEFAULT_ZONE'),
    mails: Object.values(kept?.journey.mails ?? {}).flatMap(({ delivered, clicked }) =>
      delivered ? [{ came: delivered, ...(clicked && { clicked }) }] : [],
    ),
  }
}

function placeOf(cursor: string | undefined): ListPlace | undefined {
  if (cursor === undefined) return undefined
  const [, part, rest] = /^(\d)\.(.*)$/.exec(cursor) ?? []
  if (part === undefined || Number(part) >= stages.length) throw foreignCursor()
  return { part: Number(part), ...(rest && { cursor: rest }) }
}
