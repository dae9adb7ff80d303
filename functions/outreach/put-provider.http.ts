import { toInstant } from '../../core/names.ts'
import { type Provider, shownProvider } from '../../core/outreach/provider.ts'
import { outreachRoutes } from '../../core/outreach/routes.ts'
import { problemOfUrl } from '../../core/webhooks/outside-address.ts'
import { signingSecret } from '../../core/webhooks/signing-secret.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { newSecret } from '../webhooks/webhook-items.ts'
import { readProvider, writeProvider } from './provider-items.ts'

/** `PUT /providers/{providerId}`: makes or changes a provider; the whole of what is given counts. Only a new one is answered with its secret. */
export const handler = onRequest(outreachRoutes.putProvider, async ({ params: { providerId }, body, caller }) => {
  const { url, kind } = body
  const detail = url && problemOfUrl(url, { loopback: env('WEBHOOK_LOOPBACK') === 'allowed' })
  if (detail) throw notValid([{ pointer: '/url', detail }])
  if (kind === 'aws-sms' && env('SMS_ORIGINATION') === undefined)
    throw new Problem(409, 'This stage sends no SMS: name the number or sender id in infra/config.ts (sms) and deploy.')
  const at = toInstant(now())
  const before = await readProvider(providerId)
  const kept = before ?? { createdAt: at, createdBy: caller.name, secrets: [await newSecret(at)], rev: 0 }
  const one: Provider = { ...kept, ...body, url, description: body.description, providerId }
  if (!(await writeProvider(one, before)))
    throw new Problem(409, 'The provider was changed by somebody else at the same time. Look at it and try again.')
  log.warn('a provider of messages was changed', { providerId, enabled: one.enabled, by: caller.name })
  const [secret] = one.secrets
  if (before || !secret) return shownProvider(one, at)
  return answer(201, { ...shownProvider(one, at), secret: signingSecret(secret, await tokenKeys()) })
})
