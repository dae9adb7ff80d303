import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newJob } from '../../../core/content/in-flight-job.ts'
import { InFlightRequested } from '../../../core/events.ts'
import { toInstant } from '../../../core/names.ts'
import { startJob } from '../../../functions/content/in-flight-items.ts'
import { handler as settle } from '../../../functions/content/settle-in-flight.event.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: NurtureWorld
beforeAll(async () => {
  world = await aNurtureWorld()
})
afterAll(() => world.stop())

const first = aSequence({
  trigger: { form: 'white-paper' },
  steps: [
    { id: 'welcome', send: 'welcome' },
    { id: 'rest', wait: '3d' },
    { id: 'second', send: 'second' },
  ],
})
/** It rests before anything, and sends the first mail at another step. */
const turned = aSequence({
  steps: [
    { id: 'begin', wait: '1d' },
    { id: 'second', send: 'second' },
    { id: 'pause', wait: '1d' },
    { id: 'late-welcome', send: 'welcome' },
    { id: 'third', send: 'third' },
  ],
})
/** Of the calls from the post on, the first of those about the mail. */
const firstOfMail = 26
const steps = { welcome: 'begin', rest: 'begin' }

async function moveAll(version: number, choice: { steps: Record<string, string>; again?: boolean }): Promise<void> {
  const heard = world.told.length
  await startJob(newJob('white-paper', version, { choice: 'move', ...choice }, toInstant(clock.ms)))
  for (let at = heard; at < world.told.length; at += 1) {
    const { name, detail } = world.told[at] as { name: string; detail: never }
    if (name === InFlightRequested.name) expect(await deliver(settle, InFlightRequested, detail)).toEqual([])
  }
}

const mailsOf = (leadId: string) => world.mails.filter((mail) => mail.leadId === leadId).map(({ template }) => template)

describe('a lead that is moved, by the functions that send', () => {
  it('gets what it had not, at once where that is due, and nothing twice', async () => {
    await world.publish(first)
    const leadId = await world.lead()
    await world.posts(leadId)
    expect(mailsOf(leadId)).toEqual(['welcome'])
    const version = await world.publish(turned)
    await moveAll(version, { steps: { rest: 'second' } })
    await world.until(clock.ms)
    expect(mailsOf(leadId)).toEqual(['welcome', 'second'])
    await world.until(clock.ms + 10 * 86_400_000)
    expect(mailsOf(leadId)).toEqual(['welcome', 'second', 'third'])
    expect(await world.enrolment(leadId)).toMatchObject({ version, state: 'finished' })
  })

  it('gets it again where the marketer says so', async () => {
    await world.publish(first)
    const leadId = await world.lead()
    await world.posts(leadId)
    await moveAll(await world.publish(turned), { steps, again: true })
    await world.until(clock.ms + 10 * 86_400_000)
    expect(mailsOf(leadId)).toEqual(['welcome', 'second', 'welcome', 'third'])
  })

  it.each(['fails', 'answer-lost'] as const)(
    'gets nothing twice where it is moved while its mail is on its way and any call %s',
    async (kind) => {
      for (let at = firstOfMail; ; at += 1) {
        await world.publish(first)
        const leadId = await world.lead()
        const faults = world.break([[at, kind]])
        await world.posts(leadId).catch(() => undefined)
        const { length: calls } = faults.calls
        world.break()
        await moveAll(await world.publish(turned), { steps })
        await world.until(clock.ms + 12 * 86_400_000).catch(() => undefined)
        const mails = mailsOf(leadId)
        expect([at, mails]).toEqual([at, [...new Set(mails)]])
        // A mail that was claimed and of which nobody heard is never tried again.
        expect([at, mails.length]).toEqual([at, expect.toSatisfy((sent: number) => sent >= 2)])
        await world.drop(leadId)
        if (calls <= at) break
      }
    },
    120_000,
  )
})
