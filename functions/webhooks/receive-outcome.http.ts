import { createHash } from 'node:crypto'
import { fromInstant, toInstant } from '../../core/names.ts'
import { type KeptOutcome, type OutcomeData, outcomeReport, timeOf } from '../../core/webhooks/outcome.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { atMost } from '../runtime/body.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onRequest, parse } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { authentic } from './authentic.ts'
import { keepOutcome, readOutcome, readSource } from './outcome-items.ts'
import { storeOutcome } from './store-outcome.ts'

const largest = 32 * 1024
const usableId = /^[!-~]{1,200}$/

/** `POST /outcomes/{sourceId}`: closes the loop from a CRM. The same message again is answered as before; one about nobody is kept, and tried anew when it comes again. */
export const handler = onRequest(
  webhookRoutes.receiveOutcome,
  async ({ params: { sourceId }, headers, body, rawBody }) => {
    atMost(Buffer.from(rawBody), largest)
    const source = await readSource(sourceId)
    const message = source?.enabled ? await authentic(source, headers, rawBody) : undefined
    if (!message) throw new Problem(401, 'This is not signed by a source that is known here.')
    const { messageId, keyId } = message
    if (!usableId.test(messageId))
      throw new Problem(
        422,
        'Give each message an id in the header webhook-id or Idempotency-Key: up to 200 visible ASCII characters.',
      )
    const { data } = parse(outcomeReport(), body, '')
    const time = timeOf(data, now())
    if ('problem' in time) throw notValid([{ pointer: '/data/at', detail: time.problem }])

    const says = createHash('sha256').update(JSON.stringify(data)).digest('base64url')
    const before = await readOutcome(sourceId, messageId)
    if (before && before.says !== says)
      throw new Problem(409, 'A message with this id came before and said something else.')
    if (before && before.state !== 'unmatched') return answerFor(before)
    const { about, state, handoffState, missing } = await storeOutcome(data, sourceId, time.atMs)
    const kept: KeptOutcome = {
      sourceId,
      messageId,
      says,
      state,
      receivedAt: before?.receivedAt ?? toInstant(now()),
      about,
      ...detailsOf(data),
      ...(keyId && { keyId }),
      ...(handoffState && { handoffState }),
      ...(missing && { missing: [...missing] }),
    }
    await keepOutcome(kept)
    if (state === 'unmatched' || state === 'conflict')
      log.warn('a report of a CRM is kept for review', { sourceId, state, ...about })
    return answerFor(kept)
  },
)

function detailsOf({ result, at, revenue, reference }: OutcomeData) {
  return {
    result,
    ...(at && { at: toInstant(fromInstant(at)) }),
    ...(revenue !== undefined && { revenue }),
    ...(reference && { reference }),
  }
}

function answerFor({ state, about, handoffState, missing }: KeptOutcome) {
  if (state === 'unmatched') throw new Problem(404, 'There is no such lead or hand-off. The report is kept for review.')
  if (state === 'conflict')
    throw new Problem(409, 'This says otherwise than what is known. The report is kept for review.', {
      extra: { state: handoffState },
    })
  return { result: state, handoffId: about.handoffId, state: handoffState, ...(missing && { missing }) }
}
