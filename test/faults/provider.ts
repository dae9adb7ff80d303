import './virtual-clock.ts'
import { hkdfSync } from 'node:crypto'
import { toInstant } from '../../core/names.ts'
import { routes } from '../../core/routes.ts'
import { type SharedSecret, signingSecret } from '../../core/webhooks/signing-secret.ts'
import { handler as receiveCallback } from '../../functions/outreach/receive-callback.http.ts'
import { clock } from '../fixtures/a-clock.ts'
import { signedHeaders } from '../fixtures/signed-headers.ts'
import type { Moments } from './moments.ts'
import type { Posted } from './outside.ts'
import type { Story } from './stories.ts'
import type { World } from './world.ts'

const second = 1_000
const minute = 60 * second

/** Those who deliver messages: AWS, and two by webhook, of which the second knows a repeat. */
export const providers = [
  { providerId: 'texts', kind: 'aws-sms', channels: ['sms'], idempotent: false, secrets: [] },
  ...['asks', 'tells'].map((providerId) => ({
    providerId,
    kind: 'webhook',
    url: `https://${providerId}.provider.example/send`,
    channels: ['chat'],
    idempotent: providerId === 'tells',
    secrets: [secretOf(providerId)],
  })),
]

/** What signs the messages of a provider and its reports. */
export function secretOf(providerId: string): SharedSecret {
  return { salt: `of ${providerId}`, key: 'k1', madeAt: '2026-11-24T08:00:00.000Z' }
}

/** The token keys that the world's secret makes. */
const keys = { current: 'k1', keys: { k1: Buffer.from(hkdfSync('sha256', 'k'.repeat(64), '', 'ripen tokens', 32)) } }

type Outcome = 'failed' | 'delivered' | 'stop'

/** What the first provider reports: after so many ms, and when it says that it was. */
const reportsOfFirst: Record<NonNullable<Story['reports']>, readonly (readonly [number, Outcome, number])[]> = {
  delivered: [
    [60 * second, 'delivered', 50 * second],
    [61 * second, 'delivered', 50 * second],
    [90 * second, 'failed', 40 * second],
  ],
  late: [
    [120 * minute, 'delivered', 50 * second],
    [121 * minute, 'delivered', 50 * second],
  ],
  stop: [
    [60 * second, 'stop', 50 * second],
    [120 * second, 'stop', 50 * second],
    [180 * second, 'delivered', 10 * second],
  ],
}

/** The two providers by webhook: they take messages and report of them as the story has it, twice, too late and in the wrong order; and who reports in their name. */
export class Providers {
  readonly #world: World
  readonly #moments: Moments
  readonly #reports: Story['reports']

  constructor(world: World, { reports }: Story, moments: Moments) {
    this.#world = world
    this.#reports = reports
    this.#moments = moments
  }

  /** Takes a message, with the status that it answers. */
  async takes({ headers, body }: Posted): Promise<number> {
    const { messageId, channel, callback } = JSON.parse(body).data
    if (headers['webhook-id'] !== messageId) return 400
    const by = String(callback).split('/').at(-1) ?? ''
    // What it has already it does not deliver again, where it knows it.
    if (by === 'tells' && this.#world.messages.some(({ touch }) => touch === messageId)) return 200
    this.#world.takesMessage(messageId, channel)
    if (by === 'asks') this.#tellsOfFirst(messageId)
    else await this.#tellsBeforeItAnswers(messageId)
    return 200
  }

  #tellsOfFirst(messageId: string): void {
    this.#forges(messageId)
    const fromMs = clock.ms
    for (const [inMs, outcome, atMs] of reportsOfFirst[this.#reports ?? 'delivered']) {
      this.#later(messageId, inMs, outcome, toInstant(fromMs + atMs))
    }
  }

  /** Its report is faster than its answer, and comes again. */
  async #tellsBeforeItAnswers(messageId: string): Promise<void> {
    const at = toInstant(clock.ms)
    this.#later(messageId, minute, 'delivered', at, 'tells')
    const { asked, then } = this.#report(messageId, 'delivered', at, 'tells')
    const heard = await this.#world.asksOnce('receive-callback.http', receiveCallback, routes.receiveCallback, asked)
    if (heard) then(heard)
  }

  /** Somebody else says that the person wants no more: with another secret, as another provider, and of a message that there is not. */
  #forges(messageId: string): void {
    const unknown = `${messageId.slice(0, 33)}${'a'.repeat(32)}`
    this.#later(messageId, 30 * second, 'stop', undefined, 'asks', 'somebody')
    this.#later(messageId, 31 * second, 'stop', undefined, 'tells')
    this.#later(unknown, 32 * second, 'stop', undefined, 'asks')
  }

  #later(messageId: string, inMs: number, outcome: Outcome, at?: string, as = 'asks', secret = as): void {
    this.#world.timeline.after(inMs, async () => {
      const { asked, then } = this.#report(messageId, outcome, at, as, secret)
      this.#world.asks('receive-callback.http', receiveCallback, routes.receiveCallback, asked, then)
    })
  }

  #report(messageId: string, outcome: Outcome, at: string | undefined, as: string, secret = as) {
    const body = { type: 'message.outcome', data: { messageId, outcome, ...(at && { at }) } }
    const headers = signedHeaders(
      signingSecret(secretOf(secret), keys),
      `${outcome}-${messageId}`,
      JSON.stringify(body),
    )
    const then = ({ status }: { status: number }): void => {
      if (at === undefined) this.#moments.add('forged', String(status))
      else if (status === 200) this.#moments.add('reported', `${messageId} ${outcome} ${at}`)
    }
    return { asked: { params: { providerId: as }, headers, body }, then }
  }
}
