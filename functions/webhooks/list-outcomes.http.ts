import { type KeptOutcome, keptOutcome } from '../../core/webhooks/outcome.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { outcomesBox } from './outcome-items.ts'

/** `GET /outcomes`: reports about nobody that is known here (`unmatched`), and those that say otherwise than what is known (`conflict`). */
export const handler = onRequest(webhookRoutes.listOutcomes, async ({ query: { state, limit, cursor } }) => {
  const box = { index: 'box', pk: outcomesBox(state), limit, cursor, newestFirst: true } as const
  const { items, next } = await withCursor(() => queryItems(box))
  const found = await Promise.all(items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const kept = found.filter((one) => one !== undefined).map((one) => keptOutcome.parse(one))
  return { items: kept.filter((one) => one.state === state).map(shown), ...(next && { next }) }
})

function shown({ says, ...rest }: KeptOutcome) {
  return rest
}
