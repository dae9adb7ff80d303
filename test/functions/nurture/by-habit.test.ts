import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commonHoursKey } from '../../../functions/aws/keys.ts'
import { getItem } from '../../../functions/aws/table.ts'
import { forgetStops } from '../../../functions/consent/switches.ts'
import { handler as checkLeads } from '../../../functions/nurture/check-leads.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const day = 86_400_000
/** A Tuesday. */
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

/** A lead that clicks at three in the afternoon, in the sequence that mails by habit. */
async function aHabitualLead(clickHours = ['2026-11-10T15', '2026-11-17T15']): Promise<string> {
  const leadId = await world.lead({ profile: { clickHours } })
  await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } })
  return leadId
}

describe('a drip by habit', () => {
  beforeEach(() => world.publish(aSequence({ 'send-time': 'habit', trigger: { form: 'white-paper' } })))

  it('goes at the hour of the lead, mail after mail, no more than a day later, for three transitions each', async () => {
    const leadId = await aHabitualLead()
    await world.until(startMs)
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'habit', sendTime: { by: 'habit', from: at(0) } })
    await world.until(startMs + 30 * day)
    expect(world.mails.map(({ at: sent, template }) => `${sent.slice(0, 13)} ${template}`)).toEqual([
      '2026-11-24T15 welcome',
      '2026-11-27T15 reminder',
      '2026-11-29T15 case-study',
    ])
    // One more than without: the first mail waits, too.
    expect(world.machines.executions.map(({ transitions }) => transitions)).toEqual([12])
    expect(world.machines.failures).toEqual([])
  })

  it('goes at once to who reads now', async () => {
    await aHabitualLead(['2026-11-10T09', '2026-11-17T09'])
    await world.until(startMs)
    expect(world.sent()).toEqual([`${at(0)} welcome`])
  })

  it('costs as many calls of the table for each mail as without', async () => {
    const leads = [await aHabitualLead(), await aHabitualLead()]
    await world.until(startMs)
    const due = await Promise.all(leads.map(async (leadId) => (await world.enrolment(leadId)).due ?? ''))
    const [first, other] = world.machines.running
    if (!first || !other) throw new Error('two drips are awaited')
    clock.ms = Math.max(...due.map((one) => Date.parse(one)))
    // What is published and the switch, with which the common hours lie, are kept for a while: the first one reads them for both.
    await world.machines.ring(first)
    world.calls.length = 0
    await world.machines.ring(other)
    expect(world.calls).toEqual([
      'QueryCommand',
      'PutItemCommand',
      'UpdateItemCommand',
      'SendEmailCommand',
      'UpdateItemCommand',
      'UpdateItemCommand',
    ])
    expect(world.mails).toHaveLength(2)
  })

  it('goes by the hours of all leads where the lead has none of its own, as the night has summed them up', async () => {
    for (let n = 0; n < 20; n += 1) await world.lead({ profile: { clickHours: ['2026-11-17T20'], zone: 'Asia/Tokyo' } })
    await world.lead({ profile: { clickHours: ['2026-11-17T20', '2026-11-18T20'], zone: 'no/zone' } })
    clock.ms = Date.parse('2026-11-24T01:00:00.000Z')
    await checkLeads({}, {} as Context)
    const stored = await getItem(commonHoursKey)
    expect(stored).toMatchObject({ leads: 21, at: '2026-11-24T01:00:00.000Z' })
    // Wednesday at five in Tokyo; and Tuesday and Wednesday at eight in the zone of the company.
    const hours = stored?.hours as number[]
    expect(hours.flatMap((one, hour) => (one > 0 ? [[hour, Math.round(one * 10) / 10]] : []))).toEqual([
      [24 + 20, 0.5],
      [2 * 24 + 5, 20],
      [2 * 24 + 20, 0.5],
    ])
    await checkLeads({}, {} as Context)
    expect(await getItem(commonHoursKey)).toEqual(stored)

    clock.ms = startMs
    forgetStops()
    const leadId = await aHabitualLead([])
    await world.until(startMs)
    const enrolment = await world.enrolment(leadId)
    expect(enrolment).toMatchObject({ held: 'common hours', sendTime: { by: 'common' } })
    expect(enrolment.due?.slice(0, 13)).toBe('2026-11-25T05')
  })
})

it('nobody waits for a habit where the sequence does not ask for it', async () => {
  await world.publish(aSequence({ trigger: { form: 'white-paper' } }))
  await aHabitualLead()
  await world.until(startMs)
  expect(world.sent()).toEqual([`${at(0)} welcome`])
})
