import { type MailCell, mailSplit } from '../../core/insight/funnel/mail-cells.ts'
import { mailView } from '../../core/insight/funnel/mail-view.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { onRequest } from '../runtime/on-request.ts'
import { countedUntil, readCountState, shownGeneration } from './count-state.ts'
import { readCells } from './funnel-cells.ts'
import { shownMonths } from './shown-months.ts'

/** `GET /insight/mails`: what became of the mails of each step, of those that went first in these months. */
export const handler = onRequest(insightRoutes.showMails, async ({ query }) => {
  const state = await readCountState()
  const zone = state?.zone ?? env('DEFAULT_ZONE')
  const { from, to } = shownMonths(zone, query)
  const cells = await readCells(shownGeneration(state), mailSplit, from, to)
  const own = cells.filter(({ value }) => query.sequence === undefined || value === query.sequence)
  const items = mailView(own.map(({ value, counts }) => ({ value, cell: counts as MailCell })))
  return { from, to, zone, ...countedUntil(state), items }
})
