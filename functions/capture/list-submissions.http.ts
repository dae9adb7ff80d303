import { captureRoutes } from '../../core/capture/routes.ts'
import { isExpired, submissionRecord } from '../../core/capture/submission-record.ts'
import { shownSubmission } from '../../core/capture/submission-view.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { boxName } from './submissions.ts'

/** `GET /submissions?state=quarantined`: newest first. The list lags behind by a moment: what has moved on since is left out. */
export const handler = onRequest(captureRoutes.listSubmissions, async ({ query: { state, limit, cursor } }) => {
  const range = { index: 'box', pk: boxName(state), newestFirst: true, limit, cursor } as const
  const page = await withCursor(() => queryItems(range))
  const found = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const records = found.filter((item) => item !== undefined).map((item) => submissionRecord.parse(item))
  const items = records.filter((one) => one.state === state && !isExpired(one, now())).map(shownSubmission)
  return page.next ? { items, next: page.next } : { items }
})
