import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Attempt, Delivery } from '../../../core/webhooks/delivery.ts'
import { webhookKey } from '../../../functions/aws/keys.ts'
import { getItem, updateItem } from '../../../functions/aws/table.ts'
import { log } from '../../../functions/runtime/log.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { faults } from '../../fixtures/faults.ts'
import { aWebhookWorld, openedEvent, type WebhookWorld } from './webhook-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
const posts = vi.hoisted(() => ({ made: [] as string[], answer: (_id: string): Partial<Attempt> => ({ status: 200 }) }))
vi.mock(import('../../../functions/webhooks/post-signed.ts'), async () => ({
  postSigned: async ({ messageId, webhookId = '' }: Pick<Delivery, 'messageId'> & Partial<Delivery>) => {
    posts.made.push(`${webhookId} ${messageId}`)
    return { at: new Date(clock.ms).toISOString(), ms: 1, ...posts.answer(webhookId) }
  },
}))

const minute = 60_000
const hour = 60 * minute
let startMs = 0
let world: WebhookWorld
beforeEach(async () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {})
  world = await aWebhookWorld()
  startMs = clock.ms
  posts.made = []
  posts.answer = () => ({ status: 200 })
})
afterEach(() => world.stop())

/** Sweeps as the schedule does, until so long after the start. */
async function sweepUntil(ms: number, everyMs = 5 * minute): Promise<void> {
  for (let at = clock.ms + everyMs; at <= startMs + ms; at += everyMs) await world.sweepAt(at)
}

describe('a message to webhooks', () => {
  it('goes to each that hears of it, once, however often the bus brings the event', async () => {
    await world.webhook()
    await world.webhook({ webhookId: 'erp' })
    await world.webhook({ webhookId: 'deaf', types: ['lead.scored'] })
    await world.webhook({ webhookId: 'off', enabled: false })
    for (let times = 0; times < 3; times += 1) await world.hear(openedEvent)
    await world.settle()
    expect(posts.made.map((one) => one.split(' ')[0]).sort()).toEqual(['crm', 'erp'])
    expect(new Set(posts.made.map((one) => one.split(' ')[1])).size).toBe(1)
    expect((await world.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  })

  it('is posted by one of two that are told at the same time, and by nobody that is told late', async () => {
    await world.webhook()
    await world.hear(openedEvent)
    const due = world.told.splice(0)
    const [only] = due
    if (!only || due.length > 1) throw new Error(`${due.length} are due`)
    await Promise.all([world.hear(only), world.hear(only)])
    await world.hear(only)
    expect(posts.made).toHaveLength(1)
  })

  it('comes through whatever call goes wrong and however, is recorded as delivered, and posted twice at most', async () => {
    const counted = world.goWrong([])
    await world.webhook()
    await world.hear(openedEvent)
    await world.settle()
    const calls = counted.calls.length
    expect(calls).toBeGreaterThan(6)
    for (let call = 0; call < calls; call += 1) {
      for (const fault of faults) {
        await world.stop()
        world = await aWebhookWorld()
        await world.webhook()
        posts.made = []
        world.goWrong([[call, fault]])
        await world.hear(openedEvent)
        await world.settle()
        await sweepUntil(hour, 20 * minute)
        const [one, ...others] = await world.deliveries()
        expect([one?.state, others.length], `${fault} at call ${call}`).toEqual(['delivered', 0])
        expect(posts.made.length, `${fault} at call ${call}`).toBeGreaterThan(0)
        expect(posts.made.length, `${fault} at call ${call}`).toBeLessThan(3)
      }
    }
  }, 120_000)

  it('that nobody takes for three days switches the webhook off, once told to its contact, whoever tells twice', async () => {
    posts.answer = () => ({ status: 500 })
    await world.webhook()
    await world.hear(openedEvent)
    await world.settle()
    await sweepUntil(71 * hour, 30 * minute)
    expect(world.mails).toEqual([])
    await sweepUntil(74 * hour, 30 * minute)
    expect(posts.made).toHaveLength(9)
    const stored = await getItem(webhookKey('crm'))
    expect(stored).toMatchObject({ enabled: false, disabled: { reason: 'it took nothing for three days' } })
    expect(stored?.disabled).not.toHaveProperty('by')
    await world.hear({ name: 'WebhookDisabled', detail: { webhookId: 'crm', ...(stored?.disabled as object) } })
    expect(world.mails.map(({ Destination }) => Destination?.ToAddresses)).toEqual([['anna@company.example']])
    expect(JSON.stringify(world.mails)).toContain('The webhook crm is switched off')
  }, 60_000)

  it('that is poison fails alone: a webhook that took others in the meantime stays on', async () => {
    posts.answer = () => ({ status: 422 })
    await world.webhook()
    await world.hear(openedEvent)
    await world.settle()
    await sweepUntil(30 * hour, hour)
    posts.answer = () => ({ status: 200 })
    await world.hear({ ...openedEvent, detail: { ...openedEvent.detail, cause: 'accepted' } })
    const [other] = world.told.splice(0)
    if (other) await world.hear(other)
    posts.answer = () => ({ status: 422 })
    await sweepUntil(75 * hour, hour)
    expect((await world.deliveries()).map(({ state }) => state).sort()).toEqual(['delivered', 'failed'])
    expect(await getItem(webhookKey('crm'))).toMatchObject({ enabled: true })
  }, 60_000)

  it('answered with 410 switches the webhook off at once', async () => {
    posts.answer = () => ({ status: 410 })
    await world.webhook()
    await world.hear(openedEvent)
    await world.settle()
    expect(await getItem(webhookKey('crm'))).toMatchObject({
      enabled: false,
      disabled: { reason: 'it answered 410 Gone' },
    })
    expect(world.mails).toHaveLength(1)
  })

  it('is put off without counting while its receiver hangs, so that others are not kept waiting', async () => {
    posts.answer = (webhookId) => (webhookId === 'crm' ? { error: 'timeout' } : { status: 200 })
    await world.webhook()
    await world.webhook({ webhookId: 'erp' })
    for (const cause of ['opened', 'warn', 'breach', 'accepted']) {
      await world.hear({ ...openedEvent, detail: { ...openedEvent.detail, cause } })
      await world.settle()
    }
    expect(posts.made.filter((one) => one.startsWith('crm'))).toHaveLength(1)
    expect(posts.made.filter((one) => one.startsWith('erp'))).toHaveLength(4)
    expect((await world.deliveries()).filter(({ state, tries }) => state === 'pending' && tries === 0)).toHaveLength(3)
    posts.answer = () => ({ status: 200 })
    await sweepUntil(20 * minute)
    expect((await world.deliveries()).filter(({ state }) => state === 'delivered')).toHaveLength(8)
  })

  it('is skipped, and says so, when its webhook was switched off or removed meanwhile', async () => {
    await world.webhook()
    await world.hear(openedEvent)
    await updateItem(webhookKey('crm'), { set: { enabled: false } })
    await world.settle()
    expect(await world.deliveries()).toMatchObject([{ state: 'skipped', reason: 'the webhook is off' }])
    expect(posts.made).toEqual([])
  })
})
