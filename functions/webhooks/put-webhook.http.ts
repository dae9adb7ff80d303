import { toInstant } from '../../core/names.ts'
import { problemOfUrl } from '../../core/webhooks/outside-address.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { signingSecret } from '../../core/webhooks/signing-secret.ts'
import { shownWebhook, type Webhook } from '../../core/webhooks/webhook.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { type InputError, notValid, Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { allWebhooks, newSecret, readWebhook, writeWebhook } from './webhook-items.ts'

/** All of them are read for each event. */
const webhooksAtMost = 50

/** `PUT /webhooks/{webhookId}`: makes or changes a webhook; the whole of what is given counts. Only a new one is answered with its secret. */
export const handler = onRequest(webhookRoutes.putWebhook, async ({ params: { webhookId }, body, caller }) => {
  const errors = await problemsOf(body)
  if (errors.length > 0) throw notValid(errors)
  const at = toInstant(now())
  const before = await readWebhook(webhookId)
  if (!before && (await allWebhooks()).length >= webhooksAtMost)
    throw new Problem(409, `There are ${webhooksAtMost} webhooks, which is as many as there may be.`)
  const kept = before ?? {
    createdAt: at,
    createdBy: caller.name,
    enabledAt: at,
    secrets: [await newSecret(at)],
    rev: 0,
  }
  const wasOff = before?.enabled === false
  const off = { reason: 'switched off', at, by: caller.name }
  const one: Webhook = {
    ...kept,
    ...body,
    webhookId,
    description: body.description,
    types: [...new Set(body.types)],
    ...(body.enabled ? { disabled: undefined, restsUntil: undefined } : { disabled: wasOff ? before.disabled : off }),
    ...(body.enabled && wasOff && { enabledAt: at }),
  }
  if (!(await writeWebhook(one, before)))
    throw new Problem(409, 'The webhook was changed by somebody else at the same time. Look at it and try again.')
  log.warn('a webhook was changed', { webhookId, enabled: one.enabled, by: caller.name })
  const shown = shownWebhook(one, at)
  const [secret] = one.secrets
  if (before || !secret) return shown
  return answer(201, { ...shown, secret: signingSecret(secret, await tokenKeys()) })
})

async function problemsOf({ url, contact }: { url: string; contact: string }): Promise<InputError[]> {
  const problem = problemOfUrl(url, { loopback: env('WEBHOOK_LOOPBACK') === 'allowed' })
  const user = await readUser(contact)
  return [
    ...(problem ? [{ pointer: '/url', detail: problem }] : []),
    ...(user?.active ? [] : [{ pointer: '/contact', detail: 'give the id of one of the staff who is active' }]),
  ]
}
