import { derivedId } from '../../core/consent/derived-id.ts'
import { toInstant } from '../../core/names.ts'
import { VisitorActed } from '../../core/website/events.ts'
import { websiteRoutes } from '../../core/website/routes.ts'
import { interestsShownOn } from '../../core/website/site.ts'
import { reasonNotToTrack } from '../../core/website/visit.ts'
import { publish } from '../aws/bus.ts'
import { now } from '../runtime/clock.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readBatch } from './read-batch.ts'
import { readSign } from './read-sign.ts'
import { corsOfSites, siteOfOrigin } from './sites.ts'

/** `POST /events`: one durable write, then 202; nothing about a person is looked up here. A sign that is none keeps nothing of the rest from being taken. */
export const handler = onRequest(
  websiteRoutes.takeEvents,
  async ({ body, rawBody, headers }) => {
    const site = await siteOfOrigin(headers.origin)
    if (!site) throw new Problem(403, 'Pages of this origin may send no events: add it to a site in templates/sites/.')
    const why = reasonNotToTrack(body, headers)
    if (why) return answer(202, { taken: 0, why })
    const { visitor: visitorId, events, consentedAt = '' } = body
    const actedAt = toInstant(now())
    const sign = body.sign === undefined ? undefined : await readSign(body.sign)
    const batchId = derivedId(actedAt, rawBody)
    const { leadId } = sign ?? {}
    const shown = events.map((event) => interestsShownOn(site, event))
    const interests = shown.some(({ length }) => length > 0) ? shown : undefined
    await publish(VisitorActed, { batchId, visitorId, site: site.id, actedAt, consentedAt, events, interests, leadId })
    return answer(202, { taken: events.length, ...(sign && { sign: sign.state }) })
  },
  corsOfSites,
  readBatch,
)
