import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readReplyLocalPart } from '../../../core/replies/reply-address.ts'
import { userKey } from '../../../functions/aws/keys.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { changeMailbox } from '../../../functions/consent/change-mailbox.ts'
import { takeDueStep } from '../../../functions/nurture/take-due-step.ts'
import { clock } from '../../fixtures/a-clock.ts'
import type { aHandoff } from '../../fixtures/a-handoff.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
let world: NurtureWorld

beforeAll(async () => {
  world = await aNurtureWorld()
  await putItem(userKey('maria'), { ...aUser({ userId: 'maria' }) })
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.mails.length = 0
  delete process.env.REPLY_DOMAIN
})

async function aStepIsTaken(given: Parameters<typeof aSequence>[0] = {}, handoffs: ReturnType<typeof aHandoff>[] = []) {
  const version = await world.publish(aSequence(given))
  const leadId = await world.lead({ enrolments: [anEnrolment({ version })], handoffs } as never)
  await takeDueStep({ leadId, enrolmentId: 'white-paper.1', generation: 1, waitSeconds: 0, finished: false })
  return leadId
}

describe('where a reply to a marketing mail goes', () => {
  it('is an address of that mail alone, under the sender’s name, where there is a domain for replies', async () => {
    process.env.REPLY_DOMAIN = 'reply.example.com'
    const leadId = await aStepIsTaken()
    const [, local = ''] = /^Example <(.+)@reply\.example\.com>$/.exec(world.mails[0]?.replyTo ?? '') ?? []
    expect(local.length).toBeLessThanOrEqual(64)
    expect(readReplyLocalPart(local, await tokenKeys())).toEqual({
      leadId,
      sendRef: world.mails[0]?.sendId.slice(0, 12),
    })
  })

  it('is the sender where there is none', async () => {
    await aStepIsTaken()
    expect(world.mails).toMatchObject([{ replyTo: undefined }])
  })
})

describe('a reply while a mail is on its way to its claim', () => {
  it.each(['hold', 'end'] as const)('keeps it from going: %s', async (what) => {
    const version = await world.publish(aSequence(what === 'end' ? { 'on-reply': 'end' } : {}))
    const leadId = await world.lead({ enrolments: [anEnrolment({ version })] } as never)
    await world.warm()
    // Just before the record of the send is written, which is before the claim.
    world.break([
      [
        'PutItemCommand#0',
        async () => {
          clock.ms += 1_000
          await changeMailbox(leadId, () => ({ change: { repliedAt: new Date(clock.ms).toISOString() } }))
        },
      ],
    ])
    await takeDueStep({ leadId, enrolmentId: 'white-paper.1', generation: 1, waitSeconds: 0, finished: false })
    world.break()
    expect(world.mails).toEqual([])
    const held = (await world.read(leadId))?.enrolments[0]
    expect(held).toMatchObject({ state: 'active', held: 'replied' })
    if (what === 'hold') return
    clock.ms = Date.parse(held?.due ?? '')
    await takeDueStep({ leadId, enrolmentId: 'white-paper.1', generation: 1, waitSeconds: 0, finished: false })
    expect((await world.read(leadId))?.enrolments[0]).toMatchObject({ state: 'exited', reason: 'exit: replied' })
    expect(world.mails).toEqual([])
  })
})
