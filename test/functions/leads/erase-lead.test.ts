import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FormSubmitted, LeadErased } from '../../../core/events.ts'
import { profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { enrolmentKey, leadPartition, mailboxKey, profileKey, submissionKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, type Item, putItem } from '../../../functions/aws/table.ts'
import { handler as accept } from '../../../functions/capture/accept-submission.event.ts'
import { confirmRequest } from '../../../functions/consent/confirm-request.ts'
import { readLink } from '../../../functions/consent/link-page.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { handler as deleteErased } from '../../../functions/leads/delete-erased.event.ts'
import { handler as deleteLate } from '../../../functions/leads/delete-erased.schedule.ts'
import { handler as eraseLead } from '../../../functions/leads/erase-lead.http.ts'
import { handler as exportLead } from '../../../functions/leads/export-lead.http.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aPost } from '../../fixtures/a-post.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { ask } from '../../fixtures/ask.ts'
import { aCaptureWorld, type CaptureWorld } from '../capture/capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const day = 86_400_000
const admin = { groups: ['admin'] }
let world: CaptureWorld
let people = 0

beforeAll(async () => {
  world = await aCaptureWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  world.taken.length = 0
})

function nextPost(email = `erased${people}@shop.example`) {
  people += 1
  const submissionId = `erase${[...String(people)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(
    32,
    'z',
  )
  return aPost({ submissionId, email, actedAt: toInstant(clock.ms), proof: {} })
}

/** Somebody who posted the form, is in a sequence and was called. */
async function somebody(): Promise<{ leadId: string; email: string; submissionId: string }> {
  const post = nextPost()
  await deliver(accept, FormSubmitted, post)
  const leadId = await leadIdOf(post.email)
  await putItem(enrolmentKey(leadId, 'white-paper.1'), { ...anEnrolment({ leadId, enrolmentId: 'white-paper.1' }) })
  await recordFacts(leadId, [aFact({ leadId, type: 'call', at: toInstant(clock.ms), data: { note: 'private' } })])
  world.told.length = 0
  return { leadId, email: post.email, submissionId: post.submissionId }
}

const erase = (leadId: string) => ask(eraseLead, routes.eraseLead, { ...admin, params: { leadId } })
const erasures = () => world.told.filter(({ name }) => name === LeadErased.name)

async function partition(leadId: string): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId) })) items.push(item)
  return items
}

async function consume(): Promise<void> {
  for (const { detail } of erasures()) expect(await deliver(deleteErased, LeadErased, detail as never)).toEqual([])
}

describe('an export', () => {
  it('holds every item of the person whole, submissions too', async () => {
    const { leadId, email } = await somebody()
    const { json } = await ask(exportLead, routes.exportLead, { ...admin, params: { leadId } })
    const items = json.items as { kind: string }[]
    expect(items.map(({ kind }) => kind).sort()).toEqual(
      ['activity', 'activity', 'consent', 'enrolment', 'mailbox', 'profile', 'send', 'submission'].sort(),
    )
    expect(items.find(({ kind }) => kind === 'submission')).toMatchObject({
      post: { email, fields: { firstName: 'Olga' } },
    })
    expect((await ask(exportLead, routes.exportLead, { groups: ['sales'], params: { leadId } })).status).toBe(403)
  })
})

describe('an erasure', () => {
  it('leaves at once a tombstone that says nothing, then nothing else', async () => {
    const { leadId, email, submissionId } = await somebody()
    clock.ms += minute
    expect(await erase(leadId)).toMatchObject({ status: 204, text: '' })
    const erasedAt = toInstant(clock.ms)
    expect(await getItem(mailboxKey(leadId))).toMatchObject({ erasedAt, consent: {}, claims: [], confirmations: [] })
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({ email: '', fields: {}, status: 'erased' })
    expect(erasures().map(({ detail }) => detail)).toEqual([{ leadId, erasedAt }])
    await consume()
    const left = await partition(leadId)
    expect(left.map(({ sk }) => sk)).toEqual(['MAILBOX', 'PROFILE'])
    expect(await getItem(submissionKey(submissionId))).toBeUndefined()
    expect(JSON.stringify(await world.items())).not.toContain(email)
    expect(JSON.stringify(left)).not.toMatch(/Olga|private/)
  })

  it('once more is 204 and changes nothing, as for somebody who never was', async () => {
    const { leadId } = await somebody()
    await erase(leadId)
    await consume()
    const before = await world.items()
    clock.ms += day
    expect((await erase(leadId)).status).toBe(204)
    expect((await erase(aLeadId(23))).status).toBe(204)
    expect(await world.items()).toEqual(before)
    expect(erasures()).toHaveLength(1)
  })

  it('reaches a post that is only quarantined', async () => {
    const post = { ...nextPost(), signs: { honeypot: true, originAllowed: true } }
    await deliver(accept, FormSubmitted, post)
    const leadId = await leadIdOf(post.email)
    clock.ms += minute
    expect((await erase(leadId)).status).toBe(204)
    await consume()
    expect(await getItem(submissionKey(post.submissionId))).toBeUndefined()
    expect(JSON.stringify(await world.items())).not.toContain(post.email)
  })

  it('is completed by a repeat, or by the sweeps, whatever call goes wrong and how', async () => {
    const counted = world.break()
    const first = await somebody()
    const before = counted.calls.length
    await erase(first.leadId)
    await consume()
    const names = counted.calls.slice(before)
    expect(names.length).toBeGreaterThan(15)
    for (const [index, name] of names.entries()) {
      for (const fault of ['fails', 'answer-lost'] as const) {
        world.told.length = 0
        const { leadId, email } = await somebody()
        clock.ms += 1
        world.break([[index, fault]])
        const answered = await erase(leadId)
        for (const { detail } of erasures()) await deliver(deleteErased, LeadErased, detail as never)
        world.break()
        const where = `${index} ${name} ${fault}`
        expect([204, 503], where).toContain(answered.status)
        // Who got no answer asks again; what was owed is told within the minute; the sweep looks after a quarter of an hour.
        if (answered.status === 503 && index < 4) expect((await erase(leadId)).status, where).toBe(204)
        clock.ms += minute
        await announceLeft({}, {} as never)
        await consume()
        clock.ms += 15 * minute
        await deleteLate({}, {} as never)
        expect(
          (await partition(leadId)).map(({ sk }) => sk),
          where,
        ).toEqual(['MAILBOX', 'PROFILE'])
        expect(JSON.stringify(await partition(leadId)), where).not.toContain(email)
        expect(erasures().length, where).toBeGreaterThanOrEqual(1)
      }
    }
  }, 120_000)

  it('looks again after 15 minutes and nightly for 30 days at what came late', async () => {
    const { leadId } = await somebody()
    clock.ms += minute
    await erase(leadId)
    await consume()
    const late = { ...aFact({ leadId, at: toInstant(startMs), id: 'late-fact' }), note: 'private' }
    const putLate = () => putItem({ pk: leadPartition(leadId), sk: `ACT#${toInstant(startMs)}#late-fact` }, late)
    await putLate()
    clock.ms += 14 * minute
    await deleteLate({}, {} as never)
    expect(await partition(leadId)).toHaveLength(3)
    clock.ms += minute
    await deleteLate({}, {} as never)
    expect(await partition(leadId)).toHaveLength(2)
    await putLate()
    clock.ms += day
    await deleteLate({}, {} as never)
    expect(await partition(leadId)).toHaveLength(2)
    clock.ms += 31 * day
    await deleteLate({}, {} as never)
    expect(await getItem(mailboxKey(leadId))).not.toHaveProperty('dueAt')
  })

  it('is lifted by a fresh double opt-in alone, and what was before stays forgotten', async () => {
    const { leadId, email } = await somebody()
    clock.ms += minute
    await erase(leadId)
    await consume()
    clock.ms += day
    world.taken.length = 0
    const post = nextPost(email)
    await deliver(accept, FormSubmitted, { ...post, fields: { company: 'New Shop' } })
    await deleteLate({}, {} as never)
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({
      status: 'erased',
      email,
      fields: { company: 'New Shop' },
    })
    const token = /\/confirm\/(\S+)/.exec(world.taken[0]?.Content?.Simple?.Body?.Text?.Data ?? '')?.[1] ?? ''
    clock.ms += minute
    expect(await confirmRequest(await readLink('confirm', token), { ip: '192.0.2.7' })).toBe(true)
    for (const { name, detail } of world.told) {
      if (name === 'ActivityObserved') await recordFacts(leadId, [detail.activity as never])
    }
    const lifted = profile.parse(await getItem(profileKey(leadId)))
    expect(lifted).toMatchObject({ status: 'parked', mailable: true, email, fields: { company: 'New Shop' } })
    expect(lifted.fields).not.toHaveProperty('firstName')
    const before = await partition(leadId)
    await recordFacts(leadId, [aFact({ leadId, at: toInstant(startMs), id: 'late-fact' })])
    clock.ms += 2 * day
    await deleteLate({}, {} as never)
    const kept = (items: Item[]) => items.map(({ sk }) => sk)
    expect(kept(await partition(leadId))).toEqual(kept(before))
  })
})
