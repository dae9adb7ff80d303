import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { LeadChanged } from '../../../core/events.ts'
import { toInstant } from '../../../core/names.ts'
import { profileKey, sendKey, versionKey } from '../../../functions/aws/keys.ts'
import { getItem, putItem } from '../../../functions/aws/table.ts'
import { recordReport } from '../../../functions/consent/record-report.ts'
import { handler as follow } from '../../../functions/insight/follow-lead.event.ts'
import { journeyOfHistory, readJourney } from '../../../functions/insight/journey-items.ts'
import { readingOfHistory } from '../../../functions/leads/activity-history.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { aMailWorld, type MailWorld, mails } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const sentAt = '2026-11-24T09:00:00.000Z'
let world: MailWorld
beforeAll(async () => {
  world = await aMailWorld()
  await putItem(versionKey('emails', 'welcome', 8, 'en'), { email: { ...mails.welcome, tags: ['stock'] } })
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-26T13:00:00.000Z')
  world.break()
  world.told.length = 0
})

let sends = 0
async function aSend(leadId: string): Promise<string> {
  sends += 1
  const sendId = aSendId(sends)
  await putItem(sendKey(leadId, sendId), {
    ...{ leadId, sendId, state: 'SENT', basis: 'consent', topic: 'newsletter', template: 'welcome', locale: 'en' },
    ...{ templateVersion: 8, sequence: 'paper', step: 'hello', visit: 1, because: 'consent', messageId: 'm' },
    ...{ preparedAt: sentAt, settledAt: sentAt },
  })
  return sendId
}
const clicks = (leadId: string, sendId: string, n: number, seconds: number) => {
  const at = toInstant(Date.parse(sentAt) + seconds * 1_000)
  return recordReport({
    ...{ what: 'clicked', messageId: 'm', sentAt, at, about: { leadId, sendId } },
    ...{ activityId: `click-${n}-${seconds}`, link: `https://www.example.com/${n}` },
  } as Parameters<typeof recordReport>[0])
}
const tellFunnel = async (order: (a: unknown, b: unknown) => number) => {
  const changes = world.told.filter(({ name }) => name === 'LeadChanged').sort(order)
  for (const { detail } of changes) await deliver(follow, LeadChanged, detail as never)
}
const stood = async (leadId: string) => {
  const { activitySummary, interests = {}, clickHours = [] } = (await getItem(profileKey(leadId))) ?? {}
  return { activitySummary, interests, clickHours, mails: (await readJourney(leadId))?.journey.mails }
}
const shouldStand = async (leadId: string) => {
  const box = await world.mailbox(leadId)
  return { ...(await readingOfHistory(box)), mails: (await journeyOfHistory(box)).mails }
}

it('a click that counted as a person’s counts nowhere once another within two seconds shows the scanner', async () => {
  const leadId = await world.lead({ consent: { newsletter: granted() } })
  const sendId = await aSend(leadId)
  await clicks(leadId, sendId, 1, 600)
  await tellFunnel(() => 0)
  expect(await stood(leadId)).toMatchObject({
    activitySummary: { 'email-clicked': { last: '2026-11-24T09:10:00.000Z' } },
    interests: { stock: { days: ['2026-11-24'] } },
    clickHours: ['2026-11-24T09'],
    mails: { 'paper/hello': { clicked: '2026-11-24T09:10:00.000Z' } },
  })
  await clicks(leadId, sendId, 2, 601)
  await tellFunnel(() => 0)
  expect(await stood(leadId)).toEqual({ activitySummary: {}, interests: {}, clickHours: [], mails: undefined })
})

const someClicks = fc.array(
  fc.record({ link: fc.nat(2), seconds: fc.constantFrom(5, 15, 600, 601, 1_000, 90_000, 90_001) }),
  { minLength: 1, maxLength: 5 },
)

it('in any order, with any repeats, profile and funnel count the clicks that no machine made', async () => {
  await fc.assert(
    fc.asyncProperty(someClicks, fc.infiniteStream(fc.nat()), fc.boolean(), async (all, chance, beside) => {
      world.told.length = 0
      const shuffled = <One>(list: readonly One[]) =>
        list
          .map((one) => ({ one, order: chance.next().value as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ one }) => one)
      const results = []
      for (const list of [all, shuffled([...all, ...all.slice(0, 2)])]) {
        const leadId = await world.lead({ consent: { newsletter: granted() } })
        const sendId = await aSend(leadId)
        // Beside each other some are turned away, and come again, as the queue brings them.
        if (beside) await Promise.allSettled(list.map(({ link, seconds }) => clicks(leadId, sendId, link, seconds)))
        if (beside) for (const { link, seconds } of list) await clicks(leadId, sendId, link, seconds)
        else for (const { link, seconds } of list) await clicks(leadId, sendId, link, seconds)
        await tellFunnel(() => ((chance.next().value as number) % 2 === 0 ? 1 : -1))
        const stands = await stood(leadId)
        expect({ ...stands, activitySummary: stands.activitySummary ?? {} }).toEqual(await shouldStand(leadId))
        results.push(stands)
      }
      expect(results[1]).toEqual(results[0])
    }),
    { numRuns: 10 },
  )
}, 60_000)

it('whoever dies while a click is marked is gone on for', async () => {
  for (let dies = 0; dies < 40; dies += 1) {
    world.break()
    world.told.length = 0
    const leadId = await world.lead({ consent: { newsletter: granted() } })
    const sendId = await aSend(leadId)
    await clicks(leadId, sendId, 1, 600)
    world.break([[dies, dies % 2 === 0 ? 'fails' : 'answer-lost']])
    await clicks(leadId, sendId, 2, 601).catch(() => undefined)
    world.break()
    await clicks(leadId, sendId, 2, 601)
    await tellFunnel(() => 0)
    expect(await stood(leadId), `died at call ${dies}`).toEqual({
      activitySummary: {},
      interests: {},
      clickHours: [],
      mails: undefined,
    })
  }
}, 60_000)
