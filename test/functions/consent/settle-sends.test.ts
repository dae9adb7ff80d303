import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Send } from '../../../core/consent/send.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { countKey, sendKey, switchKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { changeMailbox } from '../../../functions/consent/change-mailbox.ts'
import { handler as listSwitches } from '../../../functions/consent/list-switches.http.ts'
import { sendMail } from '../../../functions/consent/send-mail.ts'
import { lookAtSends } from '../../../functions/consent/send-records.ts'
import { handler as setMarketingMail } from '../../../functions/consent/set-marketing-mail.http.ts'
import { settleSend } from '../../../functions/consent/settle-send.ts'
import { handler as settleSends } from '../../../functions/consent/settle-sends.schedule.ts'
import { marketingMailOn } from '../../../functions/consent/switches.ts'
import { measure } from '../../../functions/runtime/metrics.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { request } from '../../fixtures/a-request.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/runtime/metrics.ts'), () => ({ measure: vi.fn() }))

const minute = 60_000
const hour = 60 * minute
let world: MailWorld

beforeEach(async () => {
  clock.ms = Date.parse('2026-11-24T09:30:00.000Z')
  world = await aMailWorld()
  vi.mocked(measure).mockClear()
})
afterEach(() => world.stop())

const settle = () => settleSends({}, {} as never) as Promise<Record<string, number>>

async function aSend(given: Partial<Send>, claimed = true): Promise<Send> {
  const sendId = aSendId(1)
  const at = toInstant(clock.ms - 16 * minute)
  const leadId = await world.lead({
    consent: { newsletter: granted() },
    claims: claimed ? [{ sendId, at, topic: 'newsletter', by: 'a-try' }] : [],
  })
  const record: Send = {
    leadId,
    sendId,
    state: 'UNKNOWN',
    basis: 'consent',
    topic: 'newsletter',
    template: 'welcome',
    templateVersion: 7,
    locale: 'en',
    because: 'consent',
    by: 'a-try',
    preparedAt: at,
    ...given,
  }
  const dueAt = toInstant(fromInstant(record.claimedAt ?? record.preparedAt) + 15 * minute)
  await putItem(sendKey(leadId, sendId), { ...record, dueKind: lookAtSends, dueAt })
  return record
}

describe('a mail without an answer', () => {
  it('stays UNCONFIRMED when no proof came in 15 minutes', async () => {
    const { leadId, sendId } = await aSend({ claimedAt: toInstant(clock.ms - 15 * minute) })
    expect(await settle()).toMatchObject({ unconfirmed: 1 })
    expect(await world.send(leadId, sendId)).toMatchObject({ state: 'UNCONFIRMED' })
    expect(await settle()).toMatchObject({ unconfirmed: 0 })
  })

  it('is left alone before that', async () => {
    const { leadId, sendId } = await aSend({ claimedAt: toInstant(clock.ms - 15 * minute + 1) })
    expect(await settle()).toMatchObject({ unconfirmed: 0 })
    expect((await world.send(leadId, sendId))?.state).toBe('UNKNOWN')
  })

  it('that was prepared and claimed, and then forgotten, is UNCONFIRMED too', async () => {
    const { leadId, sendId } = await aSend({ state: 'PREPARED' })
    expect(await settle()).toMatchObject({ unconfirmed: 1 })
    expect((await world.send(leadId, sendId))?.state).toBe('UNCONFIRMED')
  })

  it('that nobody claimed is not looked at again, and may still be sent', async () => {
    const { leadId, sendId } = await aSend({ state: 'PREPARED' }, false)
    expect(await settle()).toMatchObject({ unconfirmed: 0 })
    const items = await world.items()
    expect(items.find(({ sk }) => sk === `SEND#${sendId}`)).not.toHaveProperty('dueKind')
    const again = { leadId, sendId, basis: 'consent', topic: 'newsletter', template: 'welcome' } as const
    expect((await sendMail(again)).result).toBe('sent')
  })

  it('is not settled by an index that is behind: it was prepared again just now', async () => {
    const send = await aSend({ state: 'PREPARED', preparedAt: toInstant(clock.ms - minute) })
    expect(await settleSend(sendKey(send.leadId, send.sendId))).toBe(false)
    expect((await world.send(send.leadId, send.sendId))?.state).toBe('PREPARED')
  })

  it('that a frozen worker claims while it is settled as never claimed does not go again', async () => {
    const { leadId, sendId } = await aSend({ state: 'PREPARED' }, false)
    const claim = { sendId, at: toInstant(clock.ms), topic: 'newsletter', by: 'a-try' }
    const goesOn = () => changeMailbox(leadId, () => ({ change: { claims: [claim] } }))
    world.break([['UpdateItemCommand#0', goesOn]])
    await settleSend(sendKey(leadId, sendId))
    world.break()
    // The worker may have called SES and died: nobody else may.
    const again = { leadId, sendId, basis: 'consent', topic: 'newsletter', template: 'welcome' } as const
    expect((await sendMail(again)).result).toBe('unknown')
    clock.ms += 15 * minute
    expect((await sendMail(again)).result).toBe('unconfirmed')
    expect(world.taken).toEqual([])
  })

  it('one that can not be looked at does not keep the others from being settled', async () => {
    const { leadId, sendId } = await aSend({})
    await putItem({ pk: 'LEAD#broken', sk: 'SEND#broken' }, { dueKind: lookAtSends, dueAt: toInstant(0) })
    await expect(settle()).rejects.toThrow('1 sends could not be looked at')
    expect((await world.send(leadId, sendId))?.state).toBe('UNCONFIRMED')
  })
})

describe('the account guard', () => {
  const outcomes = (hoursAgo: number, counts: object) =>
    putItem(countKey('mail', toInstant(clock.ms - hoursAgo * hour).slice(0, 13)), { ...counts })
  const measured = () => vi.mocked(measure).mock.calls
  const switches = async () =>
    JSON.parse((await request(listSwitches, routes.listSwitches, { groups: ['sales'] })).body).items

  it('turns marketing mail off, says why, and measures it as long as it stands', async () => {
    await outcomes(100, { deliveries: 600, complaints: 1 })
    await outcomes(1, { deliveries: 400 })
    expect(await marketingMailOn()).toBe(true)
    expect(await settle()).toMatchObject({ paused: 1 })
    expect(await marketingMailOn()).toBe(false)
    expect(await switches()).toMatchObject([
      {
        name: 'marketing-mail',
        on: false,
        by: 'account guard',
        reason: expect.stringContaining('1 complaints on 1000 deliveries'),
      },
    ])
    clock.ms += 15 * minute
    expect(await settle()).toMatchObject({ paused: 1 })
    expect((await switches())[0].history).toHaveLength(1)
    expect(measured()).toEqual([
      ['MarketingMailPaused', 1],
      ['MarketingMailPaused', 1],
    ])
  })

  it('leaves it on while all is well, and looks at no more than 7 days', async () => {
    await outcomes(169, { deliveries: 5_000, bounces: 5_000, complaints: 5_000 })
    await outcomes(2, { deliveries: 1_500, bounces: 20, complaints: 1 })
    expect(await settle()).toMatchObject({ paused: 0 })
    expect(measured()).toEqual([['MarketingMailPaused', 0]])
  })

  it('does not turn off again what a person turned on, by what was before', async () => {
    await outcomes(1, { deliveries: 150, bounces: 50 })
    await settle()
    const body = { on: true, reason: 'the list was bad and is gone' }
    expect((await request(setMarketingMail, routes.setMarketingMail, { body, groups: ['admin'] })).status).toBe(200)
    expect(await settle()).toMatchObject({ paused: 0 })
    clock.ms += 2 * hour
    await outcomes(1, { deliveries: 150, bounces: 50 })
    expect(await settle()).toMatchObject({ paused: 1 })
    expect((await switches())[0].history.map(({ by }: { by: string }) => by)).toEqual([
      'account guard',
      'anna',
      'account guard',
    ])
  })

  it('says nothing of its own while a person holds the mail', async () => {
    await outcomes(1, { deliveries: 150, bounces: 50 })
    const body = { on: false, reason: 'a holiday' }
    await request(setMarketingMail, routes.setMarketingMail, { body, groups: ['admin'] })
    expect(await settle()).toMatchObject({ paused: 0 })
    expect((await switches())[0].by).toBe('anna')
  })
})

describe('the switch', () => {
  it('is turned by admins alone, with a reason, and every turn is kept', async () => {
    const turn = (groups: string[], body: Record<string, unknown>) =>
      request(setMarketingMail, routes.setMarketingMail, { body, groups })
    expect((await turn(['marketing'], { on: false, reason: 'x' })).status).toBe(403)
    expect((await turn(['admin'], { on: false })).status).toBe(422)
    for (const on of [false, true, false])
      expect((await turn(['admin'], { on, reason: `turned ${on}` })).status).toBe(200)
    const { body } = await request(listSwitches, routes.listSwitches, { groups: ['sales'] })
    const [one] = JSON.parse(body).items
    expect(one).toMatchObject({ on: false, by: 'anna' })
    expect(one.history.map(({ reason }: { reason: string }) => reason).sort()).toEqual(['turned false', 'turned true'])
  })

  it('is seen within ten seconds by functions that read it before, of business time too', async () => {
    clock.ms += hour
    expect(await marketingMailOn()).toBe(true)
    const at = toInstant(clock.ms)
    await putItem(switchKey('marketing-mail'), { name: 'marketing-mail', on: false, reason: 'r', by: 'anna', at })
    clock.ms += 9_000
    expect(await marketingMailOn()).toBe(true)
    clock.ms += 1_000
    expect(await marketingMailOn()).toBe(false)
  })

  it('is on until somebody turns it', async () => {
    const { body } = await request(listSwitches, routes.listSwitches, { groups: ['sales'] })
    expect(JSON.parse(body).items).toMatchObject([{ name: 'marketing-mail', on: true, history: [] }])
  })
})
