import { outcomeReport, timeOfOutcome } from '../../core/outreach/callback.ts'
import { outreachRoutes } from '../../core/outreach/routes.ts'
import { atMost } from '../runtime/body.ts'
import { now } from '../runtime/clock.ts'
import { onRequest, parse } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { isSignedBy } from '../webhooks/authentic.ts'
import { readProvider } from './provider-items.ts'
import { recordOutcome } from './record-outcome.ts'

const largest = 16 * 1024

/** `POST /callbacks/{providerId}`: 200 only once all that it says is stored, a withdrawal first; the same again changes nothing. */
export const handler = onRequest(
  outreachRoutes.receiveCallback,
  async ({ params: { providerId }, headers, body, rawBody }) => {
    atMost(Buffer.from(rawBody), largest)
    const provider = await readProvider(providerId)
    if (!provider || !(await isSignedBy(provider.secrets, headers, rawBody)))
      throw new Problem(401, 'This is not signed by a provider that is known here.')
    const { data } = parse(outcomeReport(), body, '')
    const at = timeOfOutcome(data, now())
    if (at === undefined) throw notValid([{ pointer: '/data/at', detail: 'this time is still to come' }])
    const message = await recordOutcome({ ...data, at, by: providerId })
    if (!message) throw new Problem(404, 'There is no such message of this provider.')
    return { state: message.state, result: message.result }
  },
)
