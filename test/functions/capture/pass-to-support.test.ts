import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FormSubmitted, LeadChanged } from '../../../core/events.ts'
import type { User } from '../../../core/staff/user.ts'
import { profileKey, userKey } from '../../../functions/aws/keys.ts'
import { ifPresent, putItem, updateItem } from '../../../functions/aws/table.ts'
import { handler as accept } from '../../../functions/capture/accept-submission.event.ts'
import { handler as passToSupport } from '../../../functions/capture/pass-to-support.event.ts'
import { deleteErased } from '../../../functions/leads/delete-erased.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aPost } from '../../fixtures/a-post.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { faults } from '../../fixtures/faults.ts'
import { aCaptureWorld, type CaptureWorld } from './capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
let world: CaptureWorld
let people = 0

beforeAll(async () => {
  world = await aCaptureWorld()
  const problem = { id: 'problem', type: 'multiline', label: { en: 'What happened?', ru: 'Что случилось?' } }
  const { fields } = aForm()
  await world.publishForm(
    aForm({
      id: 'help',
      title: 'Help',
      intent: 'service',
      support: 'support',
      consent: [],
      fields: [...fields, problem],
    }),
  )
})
afterAll(() => world.stop())
beforeEach(async () => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  await staff({ userId: 'sam', team: 'support' }, { userId: 'sveta', team: 'support', locale: 'ru' })
  await staff({ userId: 'adam', team: 'heads', groups: ['admin'] }, { userId: 'anna' })
  world.taken.length = 0
})

async function staff(...given: (Partial<User> & { userId: string })[]): Promise<void> {
  for (const one of given.map(aUser)) await putItem(userKey(one.userId), { ...one, ...placesOfUser(one) })
}

/** Somebody who was not here before asks for help; answers what the bus tells of it. */
async function asks(given: Parameters<typeof aPost>[0] = {}) {
  people += 1
  const email = given.email ?? `person${people}@shop.example`
  const post = aPost({
    submissionId: `help${'abcdefghijklmnopqrstuvwxyz'[people % 26]}`.padEnd(
      32,
      'abcdefghijklmnopqrstuvwxyz'[people % 25],
    ),
    formId: 'help',
    email,
    consent: {},
    fields: { email, firstName: 'Olga <b>', problem: 'Two shops\nare missing.' },
    ...given,
  })
  expect(await deliver(accept, FormSubmitted, post)).toEqual([])
  const leadId = await leadIdOf(email)
  const { detail } = world.told.findLast(({ name, detail }) => name === 'LeadChanged' && detail.leadId === leadId) ?? {}
  expect(detail).toMatchObject({ cause: { type: 'form-submitted' }, data: { intent: 'service', support: 'support' } })
  return { email, leadId, told: LeadChanged.schema.parse(detail) }
}
const passes = (told: unknown) => deliver(passToSupport, LeadChanged, told as never)
const readers = () => world.taken.map(({ Destination }) => Destination?.ToAddresses?.[0]?.split('@')[0]).sort()

describe('who asks for help by a form', () => {
  it('comes to all of support, once each, in their language; their answer goes to the person', async () => {
    const { told, email, leadId } = await asks()
    for (let time = 1; time <= 2; time += 1) expect(await passes(told)).toEqual([])
    expect(readers()).toEqual(['sam', 'sveta'])
    const [english, russian] = world.taken
    expect(english?.ReplyToAddresses).toEqual([email])
    expect(english?.Content?.Simple?.Subject?.Data).toBe('Somebody asks for help: Olga <b>')
    expect(english?.Content?.Simple?.Body?.Html?.Data).not.toContain('<b>')
    expect(english?.Content?.Simple?.Body?.Text?.Data).toContain('- What happened?: Two shops\nare missing.')
    expect(english?.Content?.Simple?.Body?.Text?.Data).toContain('Not a customer that we know.')
    expect(russian?.Content?.Simple?.Body?.Text?.Data).toContain('Что случилось?')
    const facts = (await world.items()).filter(
      ({ type, leadId: whose }) => type === 'service-passed' && whose === leadId,
    )
    expect(facts).toMatchObject([{ data: { team: 'support' } }])
  })

  it('is said to be a customer where it is one', async () => {
    const { told, leadId } = await asks()
    await updateItem(profileKey(leadId), { set: { customerSince: '2026-03-02T10:00:00.000Z' } }, ifPresent)
    await passes(told)
    expect(world.taken[0]?.Content?.Simple?.Body?.Text?.Data).toContain('A customer since March 2, 2026.')
  })

  it('comes to the admins where nobody of the team is there, who are told so', async () => {
    await staff({ userId: 'sam', team: 'support', active: false }, { userId: 'sveta', team: 'support', active: false })
    expect(await passes((await asks()).told)).toEqual([])
    expect(readers()).toEqual(['adam'])
    expect(world.taken[0]?.Content?.Simple?.Body?.Text?.Data).toContain('Nobody of the team “support” is there')
  })

  it('waits in the queue where there is nobody at all', async () => {
    const { told } = await asks()
    await staff({ userId: 'sam', active: false }, { userId: 'sveta', active: false }, { userId: 'adam', active: false })
    expect(await passes(told)).toHaveLength(1)
    await staff({ userId: 'adam', groups: ['admin'] })
    expect(await passes(told)).toEqual([])
    expect(readers()).toEqual(['adam'])
  })

  it('is not said to be passed on where SES refuses the mails to all of them, however often it is tried', async () => {
    const { told, leadId } = await asks()
    const refused = (userId: string) => ({ userId, team: 'support', email: `refused-${userId}@ripen.example` })
    await staff(refused('sam'), refused('sveta'))
    for (let time = 1; time <= 2; time += 1) expect(await passes(told)).toHaveLength(1)
    const isPassed = async () =>
      (await world.items()).some((one) => one.type === 'service-passed' && one.leadId === leadId)
    expect(await isPassed()).toBe(false)
    await staff(refused('sam'), { userId: 'sveta', team: 'support' }, { userId: 'sue', team: 'support' })
    expect(await passes(told)).toEqual([])
    expect([readers(), await isPassed()]).toEqual([['sue'], true])
    await staff({ userId: 'sue', active: false, team: 'heads' })
  })

  it('reaches support when it is asked after an erasure, and what was mailed of it stays', async () => {
    const { email, leadId } = await asks()
    clock.ms += 60_000
    await eraseLead(leadId)
    await deleteErased(leadId)
    clock.ms += 60_000
    const { told } = await asks({ email, actedAt: new Date(clock.ms).toISOString() })
    world.taken.length = 0
    expect(await passes(told)).toEqual([])
    await deleteErased(leadId)
    expect(await passes(told)).toEqual([])
    expect(readers()).toEqual(['sam', 'sveta'])
    const kinds = (await world.items())
      .filter(({ pk }) => String(pk).includes(leadId))
      .map(({ sk }) => String(sk).split('#')[0])
    expect(kinds.filter((kind) => kind === 'SERVICEMAIL')).toHaveLength(2)
  })

  it('is read by nobody once it is erased', async () => {
    const { told, leadId } = await asks()
    clock.ms += 60_000
    await eraseLead(leadId)
    expect(await passes(told)).toEqual([])
    expect(world.taken).toEqual([])
  })

  it.each(faults)('reaches nobody of support twice, and one of them in the end, whichever call %s', async (fault) => {
    for (let call = 0; ; call += 1) {
      const { told } = await asks()
      world.taken.length = 0
      const broken = world.break([[call, fault]])
      const failed = await passes(told)
      const isOver = broken.calls.length <= call
      world.break()
      if (failed.length > 0) expect(await passes(told), `${fault} at call ${call}`).toEqual([])
      expect(readers(), `${fault} at call ${call}`).toEqual([...new Set(readers())])
      expect(readers().length, `${fault} at call ${call}`).toBeGreaterThan(0)
      if (isOver) return
    }
  })
})
