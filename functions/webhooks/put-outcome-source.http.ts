import { toInstant } from '../../core/names.ts'
import { type OutcomeSource, shownSource } from '../../core/webhooks/outcome.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { apiKey, signingSecret } from '../../core/webhooks/signing-secret.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readSource, writeSource } from './outcome-items.ts'
import { newSecret } from './webhook-items.ts'

/** `PUT /outcome-sources/{sourceId}`: lets a system report outcomes. Only a new one is answered with its secret and API key. */
export const handler = onRequest(webhookRoutes.putOutcomeSource, async ({ params: { sourceId }, body, caller }) => {
  const at = toInstant(now())
  const before = await readSource(sourceId)
  const kept = before ?? { createdAt: at, createdBy: caller.name, secrets: [await newSecret(at)], rev: 0 }
  const one: OutcomeSource = { ...kept, ...body, description: body.description, sourceId, scope: 'outcomes' }
  if (!(await writeSource(one, before)))
    throw new Problem(409, 'The source was changed by somebody else at the same time. Look at it and try again.')
  log.warn('a source of outcomes was changed', { sourceId, enabled: one.enabled, by: caller.name })
  const [secret] = one.secrets
  if (before || !secret) return shownSource(one, at)
  const keys = await tokenKeys()
  return answer(201, { ...shownSource(one, at), secret: signingSecret(secret, keys), apiKey: apiKey(secret, keys) })
})
