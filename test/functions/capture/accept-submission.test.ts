import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FormSubmission } from '../../../core/capture/judge-submission.ts'
import { FormSubmitted } from '../../../core/events.ts'
import { activity } from '../../../core/leads/activity.ts'
import { profile } from '../../../core/leads/lead.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { leadPartition, mailboxKey, profileKey, submissionKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, type Item } from '../../../functions/aws/table.ts'
import { handler as accept } from '../../../functions/capture/accept-submission.event.ts'
import { handler as askAgain } from '../../../functions/capture/ask-again.schedule.ts'
import { readLink } from '../../../functions/consent/link-page.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aPost } from '../../fixtures/a-post.ts'
import { type Fault, faults } from '../../fixtures/faults.ts'
import { aCaptureWorld, type CaptureWorld } from './capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
let world: CaptureWorld
let people = 0

beforeAll(async () => {
  world = await aCaptureWorld()
  const single = [{ topic: 'newsletter', text: 'News', 'opt-in': 'single' }]
  await world.publishForm(aForm({ id: 'newsletter', makes: 'subscriber', consent: single, confirmation: 'confirm' }))
  // What is read once (keys, content) is read before calls are counted.
  await take(await somebody())
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  world.taken.length = 0
})

/** A post of somebody who has not posted before, from a network of their own. */
async function somebody(given: Partial<FormSubmission> = {}): Promise<FormSubmission> {
  people += 1
  const id = `subm${[...String(people)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, 'z')
  const proof = { url: 'https://www.example.com/paper', ip: `192.0.2.${people % 250}`, userAgent: 'Browser' }
  return aPost({
    submissionId: id,
    email: `person${people}@shop.example`,
    actedAt: toInstant(clock.ms),
    proof,
    ...given,
  })
}

async function take(post: FormSubmission): Promise<number[]> {
  return deliver(accept, FormSubmitted, post)
}

async function itemsOf({ email, submissionId }: FormSubmission): Promise<Item[]> {
  const found: Item[] = []
  for (const pk of [leadPartition(await leadIdOf(email)), submissionKey(submissionId).pk]) {
    for await (const item of everyItem({ pk })) found.push(item)
  }
  return found
}

const kindOf = ({ sk }: Item) => String(sk).split('#')[0]

describe('a post that is accepted', () => {
  it('makes a lead with its proof of consent, the fact, and one mail that asks to confirm', async () => {
    const post = await somebody()
    expect(await take(post)).toEqual([])
    const leadId = await leadIdOf(post.email)
    const items = await itemsOf(post)
    expect(items.map(kindOf)).toEqual(['ACT', 'CONSENT', 'MAILBOX', 'PROFILE', 'SEND', 'SUBMISSION', 'SUBMISSION'])
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({
      email: post.email,
      fields: { firstName: 'Olga' },
      stage: 'lead',
      status: 'parked',
      parked: { reason: 'unconfirmed' },
      mailable: false,
      firstTouch: { source: 'ads', form: 'white-paper' },
    })
    const box = await world.mailbox(leadId)
    const evidence = `${post.submissionId}-product-education`
    expect(box.consent).toEqual({ 'product-education': { state: 'pending', decidedAt: post.actedAt, evidence } })
    expect(items.find((item) => kindOf(item) === 'CONSENT')).toMatchObject({
      id: evidence,
      decision: 'requested',
      text: 'Send me mail.',
      url: 'https://www.example.com/paper',
      userAgent: 'Browser',
      by: 'form',
    })
    const fact = items.find((item) => kindOf(item) === 'ACT')
    expect(fact).not.toHaveProperty('untold')
    expect(activity.parse(fact)).toMatchObject({
      id: post.submissionId,
      type: 'form-submitted',
      at: post.actedAt,
      data: { form: 'white-paper', intent: 'implicit', makes: 'lead', topics: ['product-education'], source: 'ads' },
    })
    expect(world.told.filter(({ name }) => name === 'LeadChanged')).toHaveLength(1)
    expect(JSON.stringify(world.told)).not.toMatch(/Olga|shop\.example/)
    expect(world.taken).toHaveLength(1)
    expect(world.taken[0]?.Destination).toEqual({ ToAddresses: [post.email] })
  })

  it('gives the mail a link that names lead, topics, form and proof', async () => {
    const post = await somebody()
    await take(post)
    const mail = world.taken[0]?.Content?.Simple?.Body?.Text?.Data ?? ''
    const token = /\/confirm\/(\S+)/.exec(mail)?.[1] ?? ''
    const leadId = await leadIdOf(post.email)
    expect((await readLink('confirm', token)).claims).toEqual({
      leadId,
      topics: ['product-education'],
      evidence: post.submissionId,
      form: 'white-paper',
      formVersion: 1,
    })
  })

  it('without a tick makes a lead and no mail', async () => {
    const post = await somebody({ consent: {} })
    await take(post)
    expect((await itemsOf(post)).map(kindOf)).toEqual(['ACT', 'MAILBOX', 'PROFILE', 'SUBMISSION', 'SUBMISSION'])
    expect(world.taken).toEqual([])
  })

  it('with single opt-in grants at once, tells the fact, and mails nothing; a newsletter makes subscribers', async () => {
    const post = await somebody({ formId: 'newsletter', consent: { newsletter: { text: 'News' } } })
    await take(post)
    const leadId = await leadIdOf(post.email)
    expect((await world.mailbox(leadId)).consent.newsletter).toMatchObject({
      state: 'granted',
      decidedAt: post.actedAt,
    })
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({ stage: 'subscriber', mailable: true })
    expect(world.told.find(({ name }) => name === 'ActivityObserved')?.detail).toMatchObject({
      activity: { type: 'consent-granted', data: { topic: 'newsletter', form: 'newsletter' } },
    })
    expect(world.taken).toEqual([])
  })

  it('of a known lead adds to it', async () => {
    const first = await somebody()
    await take(first)
    clock.ms += 60_000
    const second = await somebody({ email: first.email, fields: { company: 'Shop' } })
    await take(second)
    const leadId = await leadIdOf(first.email)
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({
      fields: { firstName: 'Olga', company: 'Shop' },
      createdAt: first.actedAt,
      lastActivityAt: second.actedAt,
    })
  })

  it('delivered again and again changes nothing', async () => {
    const post = await somebody()
    await take(post)
    const before = await world.items()
    for (let again = 0; again < 3; again += 1) {
      clock.ms += 20_000
      expect(await take(post)).toEqual([])
    }
    expect(await world.items()).toEqual(before)
    expect(world.taken).toHaveLength(1)
    expect(world.told.filter(({ name }) => name === 'LeadChanged')).toHaveLength(1)
  })

  it('delivered twice at the same time makes one of everything', async () => {
    for (let round = 0; round < 5; round += 1) {
      const post = await somebody()
      await Promise.all([take(post), take(post)])
      expect(await take(post)).toEqual([])
      expect((await itemsOf(post)).map(kindOf)).toEqual([
        'ACT',
        'CONSENT',
        'MAILBOX',
        'PROFILE',
        'SEND',
        'SUBMISSION',
        'SUBMISSION',
      ])
      expect(world.taken).toHaveLength(round + 1)
    }
  })
})

describe('when a call goes wrong', () => {
  it('at any point and in any way, a redelivery completes the rest', async () => {
    const counted = world.break()
    await take(await somebody())
    const calls = [...counted.calls]
    expect(calls.length).toBeGreaterThan(15)
    for (const [index, call] of calls.entries()) {
      for (const fault of faults satisfies readonly Fault[]) {
        if (call === 'SendEmailCommand' && fault === 'twice') continue
        world.taken.length = 0
        world.told.length = 0
        const post = await somebody()
        world.break([[index, fault]])
        await take(post)
        world.break()
        // The queue gives it again after a while; what SES's answer was lost for comes to an end by the clock.
        for (let attempt = 0; attempt < 2; attempt += 1) {
          clock.ms += 180_000
          expect(await take(post), `${call} ${fault}`).toEqual([])
        }
        clock.ms += hour
        await askAgain({}, {} as never)
        const items = await itemsOf(post)
        const where = `${index} ${call} ${fault}`
        expect(items.map(kindOf), where).toEqual([
          'ACT',
          'CONSENT',
          'MAILBOX',
          'PROFILE',
          'SEND',
          'SUBMISSION',
          'SUBMISSION',
        ])
        for (const item of items) {
          expect(item, where).not.toHaveProperty('untold')
          expect(item, where).not.toHaveProperty('announcements')
        }
        expect(world.taken.length, where).toBeLessThanOrEqual(1)
        const sent = items.find((item) => kindOf(item) === 'SEND')
        expect(['SENT', 'UNCONFIRMED', 'UNKNOWN'], where).toContain(sent?.state)
        expect(world.told.filter(({ name }) => name === 'LeadChanged').length, where).toBeGreaterThanOrEqual(1)
      }
    }
  }, 120_000)
})

describe('a post that is suspect', () => {
  it('is quarantined for 30 days: kept, listed, and nothing comes of it', async () => {
    const post = await somebody({ signs: { honeypot: true, originAllowed: true } })
    await take(post)
    const leadId = await leadIdOf(post.email)
    expect(await getItem(submissionKey(post.submissionId))).toMatchObject({
      state: 'quarantined',
      why: ['honeypot'],
      leadId,
      box: 'SUBMISSIONS#quarantined',
      expiresAt: (startMs + 30 * 24 * hour) / 1000,
      post,
    })
    expect((await itemsOf(post)).map(kindOf)).toEqual(['SUBMISSION', 'SUBMISSION'])
    expect(world.taken).toEqual([])
    expect(world.told).toEqual([])
  })

  it('is captured once a person lets it in, however often that is said', async () => {
    const post = await somebody({ signs: { honeypot: true, originAllowed: true } })
    await take(post)
    clock.ms += 24 * hour
    const released = { ...post, released: { at: toInstant(clock.ms), by: 'mary' } }
    await take(released)
    await take(released)
    await take(post)
    expect(await getItem(submissionKey(post.submissionId))).toMatchObject({
      state: 'accepted',
      released: released.released,
      box: 'SUBMISSIONS#accepted',
    })
    const leadId = await leadIdOf(post.email)
    // The person acted when it posted, not when it was let in.
    expect((await world.mailbox(leadId)).consent['product-education']?.decidedAt).toBe(post.actedAt)
    expect(world.taken).toHaveLength(1)
  })

  it('is throttled when its network posts much: a lead now, the mail an hour later', async () => {
    clock.ms = startMs + 10 * 24 * hour
    const proof = { ip: '198.51.100.9' }
    for (let n = 0; n < 20; n += 1) await take(await somebody({ proof }))
    world.taken.length = 0
    const post = await somebody({ proof })
    await take(post)
    expect(await getItem(submissionKey(post.submissionId))).toMatchObject({
      state: 'throttled',
      why: ['many-from-network'],
    })
    expect(await getItem(profileKey(await leadIdOf(post.email)))).toBeDefined()
    expect(world.taken).toEqual([])
    clock.ms += hour - 1
    expect(await askAgain({}, {} as never)).toEqual({ asked: 0, failed: 0 })
    clock.ms += 1
    expect(await askAgain({}, {} as never)).toEqual({ asked: 1, failed: 0 })
    expect(world.taken.map(({ Destination }) => Destination?.ToAddresses)).toEqual([[post.email]])
    expect(await getItem(submissionKey(post.submissionId))).not.toHaveProperty('dueAt')
    expect(await askAgain({}, {} as never)).toEqual({ asked: 0, failed: 0 })
  })

  it('of many for one address is throttled, and the address gets one mail', async () => {
    const { email } = await somebody()
    const states: unknown[] = []
    for (let n = 0; n < 7; n += 1) {
      clock.ms += 60_000
      const post = await somebody({ email })
      await take(post)
      states.push((await getItem(submissionKey(post.submissionId)))?.state)
    }
    expect(states).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'throttled', 'throttled'])
    expect(world.taken).toHaveLength(1)
    clock.ms += 48 * hour
    expect(await askAgain({}, {} as never)).toEqual({ asked: 0, failed: 0 })
    expect(world.taken).toHaveLength(1)
  })

  it('asks for another topic a day later, when the limit of confirmation mails lets it', async () => {
    const topics = ['product-education', 'newsletter'].map((topic) => ({ topic, text: topic }))
    await world.publishForm(aForm({ id: 'two', consent: topics, confirmation: 'confirm' }))
    const first = await somebody({ formId: 'two' })
    await take(first)
    clock.ms += hour
    const second = await somebody({
      formId: 'two',
      email: first.email,
      consent: { newsletter: { text: 'newsletter' } },
    })
    await take(second)
    expect(world.taken).toHaveLength(1)
    expect((await getItem(submissionKey(second.submissionId)))?.dueAt).toBe(toInstant(startMs + 24 * hour))
    clock.ms = startMs + 24 * hour
    await askAgain({}, {} as never)
    expect(world.taken).toHaveLength(2)
  })
})

describe('a post without a key of its own', () => {
  it('is one with another of the same content within a minute, whichever comes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { email } = await somebody()
      const sameAs = `same${people}`
      const [first, second] = [
        await somebody({ email, sameAs, actedAt: '2026-11-24T08:59:59.900Z' }),
        await somebody({ email, sameAs, actedAt: '2026-11-24T09:00:00.100Z' }),
      ]
      const posts = order.map((index) => (index === 0 ? first : second))
      for (const post of [...posts, ...posts]) expect(await take(post)).toEqual([])
      const acts = (await itemsOf(first)).filter((item) => kindOf(item) === 'ACT')
      expect(acts.map(({ id }) => id)).toEqual([posts[0]?.submissionId])
    }
  })

  it('is another one a minute later', async () => {
    const first = await somebody({ sameAs: 'same-later' })
    const second = await somebody({ email: first.email, sameAs: 'same-later', actedAt: toInstant(startMs + 60_001) })
    await take(first)
    await take(second)
    expect((await itemsOf(first)).filter((item) => kindOf(item) === 'ACT')).toHaveLength(2)
  })
})

describe('after an erasure', () => {
  it('a post from before it is dropped, and leaves nothing', async () => {
    const post = await somebody()
    await take(post)
    clock.ms += hour
    await eraseLead(await leadIdOf(post.email))
    const late = await somebody({ email: post.email, actedAt: toInstant(clock.ms - 1) })
    const before = await world.items()
    expect(await take(late)).toEqual([])
    expect(await world.items()).toEqual(before)
  })

  it('a new post asks to be let in by one mail, and changes the status of nothing', async () => {
    const post = await somebody({ formId: 'newsletter', consent: { newsletter: { text: 'News' } } })
    await take(post)
    const leadId = await leadIdOf(post.email)
    clock.ms += hour
    await eraseLead(leadId)
    clock.ms += hour
    const again = await somebody({ formId: 'newsletter', email: post.email, consent: { newsletter: { text: 'News' } } })
    await take(again)
    expect((await world.mailbox(leadId)).consent.newsletter?.state).toBe('pending')
    expect(await getItem(mailboxKey(leadId))).toHaveProperty('erasedAt')
    expect(profile.parse(await getItem(profileKey(leadId)))).toMatchObject({ status: 'erased', email: post.email })
    expect(world.taken).toHaveLength(1)
    expect(fromInstant(again.actedAt)).toBe(clock.ms)
  })
})

describe('a post with another address, by the link in a mail', () => {
  const proposedOf = async (leadId: string) =>
    Array.fromAsync(everyItem({ pk: leadPartition(leadId), prefix: 'MERGE#' }))

  it.each([
    ['propose', {}, 1],
    ['typos-at-once', {}, 1],
    ['off', {}, 0],
    ['propose', { fields: { firstName: 'Olga', lastName: 'Another' } }, 1],
    ['propose', { fields: { firstName: 'Ivan' } }, 0],
    ['propose', { signs: { honeypot: true, originAllowed: true } }, 0],
  ])('with the rule “%s” and %j is proposed as its reader’s: %i', async (rule, given, count) => {
    process.env.MERGE_RULE = rule
    const [first, other] = [await somebody(), await somebody()]
    await take(first)
    const reader = await leadIdOf(first.email)
    const post = { ...other, reader, ...given }
    expect(await take(post)).toEqual([])
    expect(await take(post)).toEqual([])
    const found = await proposedOf(reader)
    expect(found).toHaveLength(count)
    for (const one of found)
      expect(one).toMatchObject({ into: await leadIdOf(other.email), state: 'proposed', signs: ['mail-link'] })
    expect((await world.mailbox(reader)).mergedInto).toBeUndefined()
  })
})
