import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

const sequence = (id: string, priority: number) =>
  aSequence({
    id,
    priority,
    trigger: { form: 'white-paper' },
    cap: { emails: 1, per: '7d' },
    steps: [
      { id: 'one', send: `${id}-1` },
      { id: 'rest', wait: '1d' },
      { id: 'two', send: `${id}-2` },
    ],
  })

it('the mails of the higher sequence go first, one in a cap, and those of the lower one after them', async () => {
  await world.publish(sequence('a-low', 2))
  await world.publish(sequence('z-high', 8))
  const leadId = await world.lead()
  await world.posts(leadId)
  await world.until(startMs)
  expect(await world.enrolment(leadId, 'a-low.1')).toMatchObject({ held: 'cap of 1 in 7d', due: at(7 * day) })
  await world.until(startMs + 40 * day)
  expect(world.sent().map((one) => one.replace(/T\S+/, ''))).toEqual([
    '2026-11-24 z-high-1',
    '2026-12-01 z-high-2',
    '2026-12-08 a-low-1',
    '2026-12-15 a-low-2',
  ])
})

it('of equal ones, whose clocks ring in the same second, the one goes that has waited longer for its mail', async () => {
  await world.publish(sequence('a-one', 5))
  await world.publish(sequence('z-other', 5))
  const leadId = await world.lead()
  await world.posts(leadId)
  await world.until(startMs + 40 * day)
  expect(world.sent().map((one) => one.replace(/T\S+/, ''))).toEqual([
    '2026-11-24 a-one-1',
    '2026-12-01 z-other-1',
    '2026-12-08 a-one-2',
    '2026-12-15 z-other-2',
  ])
})

it('a mail of a lead in two sequences takes no more calls of the table than of a lead in one', async () => {
  const steps = [...sequence('a-mails', 2).steps, { id: 'stay', wait: '60d' }]
  await world.publish({ ...sequence('a-mails', 2), cap: undefined, steps })
  const calls: number[] = []
  const secondMail = async () => {
    const leadId = await world.lead()
    await world.posts(leadId)
    await world.until(clock.ms + day - 60_000)
    world.calls.length = 0
    await world.until(clock.ms + 60_000)
    expect(world.mails.at(-1)).toMatchObject({ leadId, template: 'a-mails-2' })
    calls.push(world.calls.filter((name) => /Item|Query/.test(name)).length)
  }
  await secondMail()
  await secondMail()
  await world.publish(
    aSequence({
      id: 'b-rests',
      priority: 9,
      trigger: { form: 'white-paper' },
      steps: [
        { id: 'rest', wait: '30d' },
        { id: 'one', send: 'b-rests-1' },
      ],
    }),
  )
  await secondMail()
  await secondMail()
  const [, inOne, , inTwo] = calls
  expect(inTwo).toBe(inOne)
})
