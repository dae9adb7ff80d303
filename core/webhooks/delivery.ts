import * as z from 'zod/mini'
import { durationMs } from '../duration.ts'
import { fromInstant, instant, leadId, slug, toInstant } from '../names.ts'
import { seeded } from '../seeded.ts'
import { webhookTypeNames } from './event-types.ts'
import { WebhookDue } from './events.ts'

/** What one try came to: a status, or what kept it from one. */
export const attempt = z.object({
  at: instant,
  /** How long it took, in real ms. */
  ms: z.int(),
  status: z.optional(z.int()),
  /** A word for what went wrong: a code of the system, or one of Ripen's own. */
  error: z.optional(z.string()),
})
export type Attempt = z.infer<typeof attempt>

export const deliveryStates = ['pending', 'delivered', 'failed', 'skipped'] as const

/** One message to one webhook: `LEAD#id` (or `WEBHOOK#id` where it is about none) `/ WEBHOOK#webhook#message`. */
export const delivery = z.object({
  webhookId: slug,
  messageId: z.string(),
  leadId: z.optional(leadId),
  type: z.enum(webhookTypeNames),
  at: instant,
  payload: z.string(),
  state: z.enum(deliveryStates),
  /** Why it was skipped. */
  reason: z.optional(z.string()),
  /** How often it was tried, ever: names the next try, so that two can't be the same. */
  made: z.int(),
  /** How often since it was last asked for: a replay begins anew. */
  tries: z.int(),
  /** When the tries of now began. */
  begunAt: instant,
  attempts: z.array(attempt),
  nextAt: z.optional(instant),
  /** Replayed by whom. */
  replayedBy: z.optional(z.string()),
})
export type Delivery = z.infer<typeof delivery>

/** How long after the first try each further one comes: "retries over three days with backoff". */
const triedAfter = ['0s', '5m', '35m', '155m', '8h', '18h', '32h', '50h', '72h'].map(durationMs)
export const triesAtMost = triedAfter.length
/** A function has this long for a try before the sweep takes it for dead. */
const patienceMs = 60_000
/** Of a delivery's tries so many are kept. */
const attemptsKept = 20
/** How long a delivery is kept in the log. */
export const keptMs = durationMs('30d')

/** A message to a webhook that nobody tried yet. */
export function newDelivery(
  message: Pick<Delivery, 'messageId' | 'leadId' | 'type' | 'at' | 'payload'>,
  webhookId: string,
  nowMs: number,
): Delivery {
  const begunAt = toInstant(nowMs)
  const nextAt = toInstant(nowMs + patienceMs)
  return { ...message, webhookId, state: 'pending', made: 0, tries: 0, begunAt, attempts: [], nextAt }
}

/** The same once more from the beginning. */
export function replayed(one: Delivery, by: string, nowMs: number): Delivery {
  const { reason, ...rest } = one
  return {
    ...rest,
    state: 'pending',
    tries: 0,
    begunAt: toInstant(nowMs),
    nextAt: toInstant(nowMs + patienceMs),
    replayedBy: by,
  }
}

/**
 * As it is stored before a try: should the function die in it, the next one comes as after a failure. Undefined when it had its tries already, the last of
 * which nobody saw the end of.
 */
export function claimed(one: Delivery, nowMs: number): Delivery | undefined {
  if (one.tries >= triesAtMost) return undefined
  const made = { ...one, made: one.made + 1, tries: one.tries + 1 }
  return { ...made, nextAt: nextTry(made, nowMs) ?? toInstant(nowMs + patienceMs) }
}

/** After a try that was claimed. */
export function attempted(one: Delivery, made: Attempt, nowMs: number): Delivery {
  const { nextAt: _, ...rest } = { ...one, attempts: [...one.attempts, made].slice(-attemptsKept) }
  if (isTaken(made)) return { ...rest, state: 'delivered' }
  const nextAt = nextTry(one, nowMs)
  return nextAt ? { ...rest, nextAt } : { ...rest, state: 'failed' }
}

/** It is not sent at all. */
export function skipped(one: Delivery, reason: string): Delivery {
  const { nextAt: _, ...rest } = one
  return { ...rest, state: 'skipped', reason }
}

/** What is said so that it is tried. */
export function dueOf({ webhookId, messageId, leadId, made }: Delivery) {
  return { kind: WebhookDue, detail: { webhookId, messageId, leadId, made } }
}

/** Did the receiver take it? Any 2xx; a redirect is none, and is never followed. */
export function isTaken({ status }: Attempt): boolean {
  return status !== undefined && status >= 200 && status < 300
}

/** When to try again after as many tries, up to a tenth later by the message's own chance, so that a receiver that comes back is not met by all at once. */
function nextTry({ tries, begunAt, messageId }: Delivery, nowMs: number): string | undefined {
  const after = triedAfter[tries]
  if (after === undefined) return undefined
  const before = triedAfter[tries - 1] ?? 0
  const chance = seeded(hashOf(messageId) + tries)()
  const spread = tries === triesAtMost - 1 ? 0 : (after - before) * 0.1 * chance
  return toInstant(Math.max(fromInstant(begunAt) + after + spread, nowMs + patienceMs))
}

function hashOf(text: string): number {
  let hash = 0
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0
  return hash
}

/** Of a delivery what staff sees: what was sent is shown, and no answer's content is kept. */
export function shownDelivery({ made: _, begunAt, payload, ...rest }: Delivery) {
  return { ...rest, triesSince: begunAt, message: JSON.parse(payload) as unknown }
}
