import { DeleteObjectCommand, GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3'
import type { SQSBatchResponse } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Send } from '../../../core/consent/send.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { replyLocalPart } from '../../../core/replies/reply-address.ts'
import { replyRoutes } from '../../../core/replies/routes.ts'
import { handoffKey, leadPartition, mailboxKey, sendKey, userKey } from '../../../functions/aws/keys.ts'
import { s3 } from '../../../functions/aws/objects.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { everyItem, putItem, updateItem } from '../../../functions/aws/table.ts'
import { deleteErased } from '../../../functions/leads/delete-erased.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { everythingOf } from '../../../functions/leads/everything-of.ts'
import { readLead } from '../../../functions/leads/lead-state.ts'
import { readTimeline } from '../../../functions/leads/read-timeline.ts'
import { handler as assignKept } from '../../../functions/replies/assign-kept-reply.http.ts'
import { handler as dismissKept } from '../../../functions/replies/dismiss-kept-reply.http.ts'
import { handler as listKept } from '../../../functions/replies/list-kept-replies.http.ts'
import { handler } from '../../../functions/replies/receive-reply.event.ts'
import { handler as showKept } from '../../../functions/replies/show-kept-reply.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { measure } from '../../../functions/runtime/metrics.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { ask } from '../../fixtures/ask.ts'
import { faults } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/runtime/metrics.ts'), () => ({ measure: vi.fn() }))

const arrivedAt = '2026-11-24T13:00:00Z'
const lead = 'olga@shop.example'
const bucket = mockClient(s3)
let objects: Map<string, Buffer>
let world: MailWorld
let mails = 0

beforeAll(async () => {
  Object.assign(process.env, {
    REPLIES_BUCKET: 'replies',
    REPLY_DOMAIN: 'reply.example.com',
    REPLY_MAILBOX: 'marketing@example.com',
  })
  world = await aMailWorld()
  await putItem(userKey('maria'), { ...aUser({ userId: 'maria' }) })
  await putItem(userKey('gone'), { ...aUser({ userId: 'gone', active: false }) })
  await putItem(userKey('refused'), { ...aUser({ userId: 'refused', email: 'refused@company.example' }) })
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T13:00:05.000Z')
  world.break()
  world.taken.length = 0
  vi.mocked(measure).mockClear()
  objects = new Map()
  bucket.reset()
  bucket.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const bytes = objects.get(Key)
    if (!bytes) throw new NoSuchKey({ message: 'gone', $metadata: {} })
    return { Body: { transformToByteArray: async () => bytes } }
  })
  bucket.on(DeleteObjectCommand).callsFake(({ Key }: { Key: string }) => {
    objects.delete(Key)
    return {}
  })
})

/** A lead with consent to two topics, and a mail that went to it. */
async function aSentMail(handoff?: Partial<Handoff>): Promise<Send> {
  const leadId = await world.lead({ consent: { newsletter: granted(), product: granted() } }, { email: lead })
  mails += 1
  const sent: Send = {
    leadId,
    sendId: aSendId(mails),
    state: 'SENT',
    basis: 'consent',
    topic: 'newsletter',
    template: 'welcome',
    templateVersion: 7,
    locale: 'en',
    sequence: 'white-paper',
    because: 'consent to newsletter',
    preparedAt: '2026-11-24T09:00:00.000Z',
  }
  await putItem(sendKey(leadId, sent.sendId), { ...sent })
  if (handoff) {
    const made = aHandoff({ leadId, ...handoff })
    await putItem(handoffKey(made.handoffId), { ...made })
  }
  return sent
}

interface Written {
  readonly from?: string
  readonly heads?: readonly string[]
  readonly to?: string
  readonly messageId?: string
  /** Heads above its own, as SES writes them. */
  readonly top?: readonly string[]
}

/** Somebody replies to a mail; answers where the mail lies. */
async function replies(sent: Send, text: string, written: Written = {}): Promise<string> {
  const address = `${replyLocalPart(sent, await tokenKeys())}@reply.example.com`
  const {
    from = `Olga Petrova <${lead}>`,
    to = address,
    heads = [],
    messageId = `<${mails}@shop.example>`,
    top = [],
  } = written
  const key = `mail/${objects.size}-${mails}-${text.length}`
  const lines = [...top, `From: ${from}`, `To: ${to}`, 'Subject: Re: Welcome', `Message-ID: ${messageId}`, ...heads]
  const quoted = 'On Tue, Nov 24, 2026 at 10:00 AM Example <hello@example.com> wrote:\r\n> Hello\r\n> Unsubscribe'
  objects.set(key, Buffer.from([...lines, '', text, '', quoted].join('\r\n')))
  return key
}

/** S3's event about an object, as the queue brings it; answers how many records went back. */
async function arrives(...keys: string[]): Promise<number> {
  const records = keys.map((key) => ({
    messageId: key,
    body: JSON.stringify({
      version: '0',
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time: arrivedAt,
      detail: { version: '0', bucket: { name: 'replies' }, object: { key, size: objects.get(key)?.length ?? 0 } },
    }),
  }))
  const answer = (await handler({ Records: records } as never, {} as never)) as SQSBatchResponse
  return answer.batchItemFailures.length
}

async function itemsOf({ leadId }: Send, prefix: string) {
  const found = []
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix })) found.push(item)
  return found
}
const factsOf = (sent: Send) => itemsOf(sent, 'ACT#')
const readers = () => world.taken.map(({ Destination }) => Destination?.ToAddresses?.[0])
const kept = () => vi.mocked(measure).mock.calls.filter(([name]) => name === 'RepliesKept').length

describe('a reply that a person wrote', () => {
  it('is a fact, holds the mailbox, and goes to marketing; an answer goes to who wrote', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, 'Does it work with two warehouses?')
    for (let time = 1; time <= 2; time += 1) expect(await arrives(key)).toBe(0)
    expect(await factsOf(sent)).toMatchObject([
      {
        type: 'email-replied',
        at: '2026-11-24T13:00:00.000Z',
        data: {
          kind: 'person',
          sendId: sent.sendId,
          template: 'welcome',
          topic: 'newsletter',
          sequence: 'white-paper',
        },
      },
    ])
    expect((await world.mailbox(sent.leadId)).repliedAt).toBe('2026-11-24T13:00:00.000Z')
    const [letter, ...more] = world.taken
    expect(more).toEqual([])
    expect(letter?.Destination?.ToAddresses).toEqual(['marketing@example.com'])
    expect(letter?.ReplyToAddresses).toEqual([lead])
    const { Subject, Body, Headers } = letter?.Content?.Simple ?? {}
    expect(Subject?.Data).toBe('A reply from Olga Petrova')
    expect(Body?.Text?.Data).toContain('Does it work with two warehouses?')
    expect(Body?.Text?.Data).not.toContain('Unsubscribe')
    expect(Headers).toEqual(
      expect.arrayContaining([
        { Name: 'Auto-Submitted', Value: 'auto-generated' },
        { Name: 'X-Ripen-Forwarded', Value: 'reply' },
      ]),
    )
    expect(kept()).toBe(0)
  })

  it('stands in the timeline, with what was written', async () => {
    const sent = await aSentMail()
    await arrives(await replies(sent, `Two\r\nlines. ${'x'.repeat(200)}`))
    const known = await readLead(sent.leadId)
    const { items } = known ? await readTimeline(known, { limit: 5 }) : { items: [] }
    expect(items.find(({ type }) => type === 'email-replied')).toMatchObject({
      text: expect.stringMatching(/^Two\nlines\. x+$/),
      says: expect.stringMatching(/^Two lines\. x+ …$/),
    })
  })

  it('goes to the owner of the open hand-off, in their language', async () => {
    await putItem(userKey('maria'), { ...aUser({ userId: 'maria', locale: 'ru' }) })
    const sent = await aSentMail({ owner: 'maria' })
    await arrives(await replies(sent, 'Call me on Monday.'))
    expect(readers()).toEqual(['maria@company.example'])
    expect(world.taken[0]?.Content?.Simple?.Body?.Text?.Data).toContain('Этот лид у вас.')
  })

  it.each([
    ['nobody of sales has the lead any more', { state: 'recycled', owner: 'maria' }],
    ['the owner left', { owner: 'gone' }],
    ['SES refuses the owner’s address', { owner: 'refused' }],
  ] as const)('goes to marketing where %s', async (_why, handoff) => {
    const sent = await aSentMail(handoff as Partial<Handoff>)
    const key = await replies(sent, 'Call me.')
    for (let time = 1; time <= 2; time += 1) expect(await arrives(key)).toBe(0)
    expect(readers()).toEqual(['marketing@example.com'])
  })

  it('to a mail of a lead that is merged holds the lead that it is merged into, and goes to that one’s owner', async () => {
    const old = await aSentMail()
    const now = await aSentMail({ owner: 'maria' })
    const mergedInto = { leadId: now.leadId, at: '2026-11-24T10:00:00.000Z', by: 'lena', reason: 'one person' }
    await updateItem(mailboxKey(old.leadId), { set: { mergedInto } })
    await arrives(await replies(old, 'I write from my new address.'))
    expect((await world.mailbox(now.leadId)).repliedAt).toBe('2026-11-24T13:00:00.000Z')
    expect(readers()).toEqual(['maria@company.example'])
  })

  it('loses what hangs on it, which the forwarded mail says', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, '')
    const parts = [
      '--b',
      '',
      'See the plan.',
      '--b',
      'Content-Disposition: attachment; filename="plan <b>.pdf"',
      '',
      'bytes',
      '--b--',
    ]
    const [heads] = objects.get(key)?.toString().split('\r\n\r\n') ?? []
    objects.set(key, Buffer.from(`${heads}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('\r\n')}`))
    await arrives(key)
    const { Text, Html } = world.taken[0]?.Content?.Simple?.Body ?? {}
    expect(Text?.Data).toContain('plan <b>.pdf\nRipen passes no attachments on.')
    expect(Html?.Data).not.toContain('<b>.pdf')
  })

  it('from another address is told so, and says where the mail had gone', async () => {
    const sent = await aSentMail()
    await arrives(await replies(sent, 'I am her colleague.', { from: 'Boris <boris@shop.example>' }))
    expect(await factsOf(sent)).toMatchObject([{ data: { otherSender: true } }])
    expect(world.taken[0]?.ReplyToAddresses).toEqual(['boris@shop.example'])
    expect(world.taken[0]?.Content?.Simple?.Body?.Text?.Data).toContain(lead)
  })

  it('that the server of the sender hands over twice is one, and one raw mail stays', async () => {
    const sent = await aSentMail()
    const keys = [await replies(sent, 'Yes.'), await replies(sent, 'Yes.')]
    expect(await arrives(...keys)).toBe(0)
    expect([...objects.keys()]).toEqual([keys[0]])
    expect(await factsOf(sent)).toHaveLength(1)
    expect(world.taken).toHaveLength(1)
  })

  it('is forwarded twenty times a day and then kept, so that two programs that answer each other come to an end', async () => {
    const sent = await aSentMail()
    for (let n = 1; n <= 23; n += 1)
      expect(await arrives(await replies(sent, 'Hello!', { messageId: `<${n}@x>` }))).toBe(0)
    expect(world.taken).toHaveLength(20)
    expect(kept()).toBe(3)
  })
})

describe('a reply of a program', () => {
  it.each([
    ['out-of-office', ['Auto-Submitted: auto-replied']],
    ['out-of-office', ['X-Autoreply: yes']],
    ['automatic', ['Precedence: bulk']],
    ['automatic', ['X-Auto-Response-Suppress: OOF, AutoReply']],
    ['bounce', ['X-Failed-Recipients: somebody@shop.example']],
  ])('is a fact that counts for nothing, and is neither answered nor forwarded: %s', async (kind, heads) => {
    const sent = await aSentMail()
    expect(await arrives(await replies(sent, 'stop', { heads }))).toBe(0)
    expect(await factsOf(sent)).toMatchObject([{ type: 'email-replied', data: { kind, machine: true } }])
    const box = await world.mailbox(sent.leadId)
    expect(box.repliedAt).toBeUndefined()
    expect(Object.values(box.consent).every(({ state }) => state === 'granted')).toBe(true)
    expect(world.taken).toEqual([])
  })
})

describe('a reply that says only stop', () => {
  it.each(['stop', 'Unsubscribe!', 'отписаться', 'لغو'])('withdraws all topics, with proof: %s', async (text) => {
    const sent = await aSentMail()
    const key = await replies(sent, text)
    for (let time = 1; time <= 2; time += 1) expect(await arrives(key)).toBe(0)
    const { consent } = await world.mailbox(sent.leadId)
    expect(Object.values(consent).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
    expect(await itemsOf(sent, 'CONSENT#')).toMatchObject([{ by: 'reply' }, { by: 'reply' }])
    expect(world.taken).toEqual([])
    expect(await factsOf(sent)).toEqual([])
  })

  it('counts also for what was granted in the second that S3 names', async () => {
    const sent = await aSentMail()
    const leadId = await world.lead({ consent: { newsletter: granted('2026-11-24T13:00:00.400Z') } }, { email: lead })
    const other = { ...sent, leadId }
    await putItem(sendKey(leadId, other.sendId), { ...other })
    await arrives(await replies(other, 'stop'))
    expect((await world.mailbox(leadId)).consent.newsletter?.state).toBe('withdrawn')
  })

  it('and more is for a person to judge', async () => {
    const sent = await aSentMail()
    await arrives(await replies(sent, 'Unsubscribe me, or call me about the price.'))
    expect((await world.mailbox(sent.leadId)).consent.newsletter?.state).toBe('granted')
    expect(world.taken[0]?.Content?.Simple?.Body?.Text?.Data).toContain('They may ask for no more mail')
  })
})

describe('what is nobody’s reply', () => {
  const forged = `${'a'.repeat(32)}.${'b'.repeat(12)}.${'c'.repeat(16)}@reply.example.com`
  it.each([
    ['to an address that Ripen did not make', { to: forged }],
    ['to no address of the domain', { to: 'hello@example.com' }],
    ['Ripen’s own forwarding', { heads: ['X-Ripen-Forwarded: reply'] }],
  ])('is kept and counted, and changes no lead: %s', async (_what, written) => {
    const sent = await aSentMail()
    const key = await replies(sent, 'stop', written)
    expect(await arrives(key)).toBe(0)
    expect(objects.has(key)).toBe(true)
    expect(kept()).toBe(1)
    expect(world.taken).toEqual([])
    expect(await factsOf(sent)).toEqual([])
    expect(await itemsOf(sent, 'REPLY#')).toEqual([])
    expect((await world.mailbox(sent.leadId)).consent.newsletter?.state).toBe('granted')
  })

  it('is kept where nobody can read it, or it is gone', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, 'x')
    objects.set(key, Buffer.from(`${objects.get(key)}${'\n--b\n'.repeat(2_000)}`))
    expect(await arrives(key, 'mail/gone')).toBe(0)
    expect(kept()).toBe(2)
  })

  it('is not what SES writes to see whether it may', async () => {
    expect(await arrives('mail/AMAZON_SES_SETUP_NOTIFICATION')).toBe(0)
    expect(kept()).toBe(0)
  })
})

describe('what a person has to look at', () => {
  const groups = ['marketing']
  const lists = async (state = 'kept') =>
    (await ask(listKept, replyRoutes.listKeptReplies, { groups, query: { state, limit: '100' } })).json.items
  const shows = async (keptReplyId: string) =>
    ask(showKept, replyRoutes.showKeptReply, { groups, params: { keptReplyId } })
  const assigns = async (keptReplyId: string, leadId: string) =>
    ask(assignKept, replyRoutes.assignKeptReply, { groups, params: { keptReplyId }, body: { leadId } })
  const dismisses = async (keptReplyId: string) =>
    ask(dismissKept, replyRoutes.dismissKeptReply, { groups, params: { keptReplyId }, body: { reason: 'spam' } })
  const forged = `${'a'.repeat(32)}.${'b'.repeat(12)}.${'c'.repeat(16)}@reply.example.com`
  /** Somebody writes to an address that is none; answers what is kept of it. */
  async function aKept(sent: Send, text: string): Promise<{ keptReplyId: string; why: string }> {
    const key = await replies(sent, text, { to: forged })
    // The same event again keeps it once.
    for (let time = 1; time <= 2; time += 1) await arrives(key)
    const [newest, ...more] = (await lists()).filter((one: { at: string }) => one.at === '2026-11-24T13:00:00.000Z')
    for (const { keptReplyId } of more) await dismisses(keptReplyId)
    return newest
  }
  beforeEach(async () => {
    for (const { keptReplyId } of await lists()) await dismisses(keptReplyId)
  })

  it('is listed without a word of it, and shown whole to who asks for one', async () => {
    const kept = await aKept(await aSentMail(), 'Call me, please.')
    expect(kept).toEqual({
      keptReplyId: expect.stringMatching(/^[a-z2-7]{32}$/),
      at: '2026-11-24T13:00:00.000Z',
      why: 'none of its addresses was made by Ripen',
      state: 'kept',
      until: '2026-12-24T13:00:00.000Z',
    })
    expect((await shows(kept.keptReplyId)).json).toMatchObject({
      from: { name: 'Olga Petrova', address: lead },
      subject: 'Re: Welcome',
      what: 'person',
      text: 'Call me, please.',
      attachments: [],
    })
    expect((await ask(listKept, replyRoutes.listKeptReplies, { groups: ['sales'] })).status).toBe(403)
    clock.ms += 31 * 86_400_000
    expect(await lists()).toEqual([])
    expect((await shows(kept.keptReplyId)).status).toBe(404)
  })

  it('is a reply once somebody says whose: a fact, a hold, forwarded; the same again changes nothing, another lead is refused', async () => {
    const sent = await aSentMail({ owner: 'maria' })
    const other = await aSentMail()
    const { keptReplyId } = await aKept(sent, 'Call me, please.')
    for (let time = 1; time <= 2; time += 1)
      expect((await assigns(keptReplyId, sent.leadId)).json).toMatchObject({
        state: 'settled',
        became: 'reply',
        leadId: sent.leadId,
      })
    expect(await factsOf(sent)).toMatchObject([{ type: 'email-replied', data: { kind: 'person' } }])
    expect((await world.mailbox(sent.leadId)).repliedAt).toBe('2026-11-24T13:00:00.000Z')
    expect(readers()).toEqual(['maria@company.example'])
    expect((await assigns(keptReplyId, other.leadId)).status).toBe(409)
    expect((await dismisses(keptReplyId)).status).toBe(409)
    expect(await factsOf(other)).toEqual([])
    expect(await lists()).toEqual([])
    expect((await lists('settled')).map((one: { keptReplyId: string }) => one.keptReplyId)).toContain(keptReplyId)
  })

  it('withdraws where it only says stop, and is nothing where it is dismissed', async () => {
    const sent = await aSentMail()
    const { keptReplyId } = await aKept(sent, 'Unsubscribe me, please')
    await assigns(keptReplyId, sent.leadId)
    expect((await world.mailbox(sent.leadId)).consent.newsletter?.state).toBe('withdrawn')
    const spam = await aKept(sent, 'Buy now!!')
    for (let time = 1; time <= 2; time += 1)
      expect((await dismisses(spam.keptReplyId)).json).toMatchObject({ became: 'dismissed', reason: 'spam' })
    expect((await assigns(spam.keptReplyId, sent.leadId)).status).toBe(409)
    expect(world.taken).toEqual([])
  })

  it('names the lead where that is known, and is then no other’s', async () => {
    const sent = await aSentMail()
    for (let n = 1; n <= 21; n += 1) await arrives(await replies(sent, 'Hello!', { messageId: `<many-${n}@x>` }))
    const [kept] = await lists()
    expect(kept).toMatchObject({ leadId: sent.leadId, why: expect.stringContaining('more than 20 replies') })
    expect((await assigns(kept.keptReplyId, (await aSentMail()).leadId)).status).toBe(409)
  })

  it.each([
    [
      'nobody can read',
      (key: string) => objects.set(key, Buffer.from(`${objects.get(key)}${'\n--b\n'.repeat(2_000)}`)),
    ],
    ['is gone', (key: string) => objects.delete(key)],
    [
      'Ripen forwarded itself',
      (key: string) => objects.set(key, Buffer.from(`X-Ripen-Forwarded: reply\r\n${objects.get(key)}`)),
    ],
  ])('that %s is nobody’s reply', async (_, breaks) => {
    const sent = await aSentMail()
    const key = await replies(sent, 'x', { to: forged })
    breaks(key)
    await arrives(key)
    const [{ keptReplyId }] = await lists()
    expect((await shows(keptReplyId)).status).toBe(200)
    expect((await assigns(keptReplyId, sent.leadId)).status).toBe(409)
    expect((await assigns(keptReplyId, 'a'.repeat(32))).status).toBe(404)
    expect(await factsOf(sent)).toEqual([])
  })

  it('is taken once, whatever call goes wrong while somebody says whose it is, if they say it again', async () => {
    for (const fault of faults) {
      for (let call = 0; ; call += 1) {
        const sent = await aSentMail()
        const { keptReplyId } = await aKept(sent, `Yes ${fault} ${call}`)
        world.taken.length = 0
        const broken = world.break([[call, fault]])
        await assigns(keptReplyId, sent.leadId)
        const isOver = broken.calls.length <= call
        world.break()
        expect((await assigns(keptReplyId, sent.leadId)).status, `${fault} at ${call}`).toBe(200)
        expect(await factsOf(sent), `${fault} at ${call}`).toHaveLength(1)
        expect(world.taken.length, `${fault} at ${call}`).toBeLessThanOrEqual(1)
        if (isOver) break
      }
    }
  })
})

describe('a mail in which SES found something', () => {
  const scanned = (found: 'Virus' | 'Spam') => [`X-SES-${found}-Verdict: FAIL`, 'X-SES-RECEIPT: AEFB']
  const groups = ['marketing']
  /** All that is kept, however many pages. */
  async function allListed(): Promise<{ keptReplyId: string; why: string; leadId?: string }[]> {
    const found = []
    let cursor: string | undefined
    do {
      const query = { limit: '100', ...(cursor && { cursor }) }
      const { json } = await ask(listKept, replyRoutes.listKeptReplies, { groups, query })
      found.push(...json.items)
      cursor = json.next
    } while (cursor)
    return found
  }
  const listed = async (sent: Send) => (await allListed()).filter(({ leadId }) => leadId === sent.leadId)
  const assigns = (keptReplyId: string, { leadId }: Pick<Send, 'leadId'>) =>
    ask(assignKept, replyRoutes.assignKeptReply, { groups, params: { keptReplyId }, body: { leadId } })

  it.each([
    ['Virus', 'SES found a virus in it'],
    ['Spam', 'SES takes it for spam'],
  ] as const)('%s: holds and is listed, but is no fact and goes to nobody', async (found, why) => {
    const sent = await aSentMail({ owner: 'maria' })
    const key = await replies(sent, 'Look at this!', { top: scanned(found) })
    for (let time = 1; time <= 2; time += 1) expect(await arrives(key)).toBe(0)
    expect(await listed(sent)).toMatchObject([{ why }])
    expect((await world.mailbox(sent.leadId)).repliedAt).toBe('2026-11-24T13:00:00.000Z')
    expect(await factsOf(sent)).toEqual([])
    expect(world.taken).toEqual([])
    expect(objects.has(key)).toBe(true)
  })

  it.each(['Virus', 'Spam'] as const)('%s: “stop” withdraws all the same', async (found) => {
    const sent = await aSentMail()
    await arrives(await replies(sent, 'stop', { top: scanned(found) }))
    const { consent } = await world.mailbox(sent.leadId)
    expect(Object.values(consent).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
    expect(await listed(sent)).toHaveLength(1)
  })

  it('what a program wrote holds nothing', async () => {
    const sent = await aSentMail()
    await arrives(await replies(sent, 'Away.', { top: scanned('Spam'), heads: ['Auto-Submitted: auto-replied'] }))
    expect((await world.mailbox(sent.leadId)).repliedAt).toBeUndefined()
    expect(await factsOf(sent)).toEqual([])
  })

  it('spam is a reply once somebody says so, to the mail that it answers; the same again changes nothing', async () => {
    const sent = await aSentMail({ owner: 'maria' })
    await arrives(await replies(sent, 'Call me, please.', { top: scanned('Spam') }))
    const [{ keptReplyId } = { keptReplyId: '' }] = await listed(sent)
    for (let time = 1; time <= 2; time += 1) expect((await assigns(keptReplyId, sent)).json.became).toBe('reply')
    expect(await factsOf(sent)).toMatchObject([{ data: { kind: 'person', sequence: 'white-paper' } }])
    expect(readers()).toEqual(['maria@company.example'])
    expect(await listed(sent)).toEqual([])
  })

  it('spam may be another lead’s, as of one who is merged', async () => {
    const sent = await aSentMail()
    const other = await aSentMail()
    await arrives(await replies(sent, 'Call me, please.', { top: scanned('Spam') }))
    const [{ keptReplyId } = { keptReplyId: '' }] = await listed(sent)
    expect((await assigns(keptReplyId, other)).json).toMatchObject({ became: 'reply', leadId: other.leadId })
    expect(await factsOf(sent)).toEqual([])
    expect(await factsOf(other)).toHaveLength(1)
  })

  it('a virus is nobody’s reply, to whatever address it came', async () => {
    const sent = await aSentMail()
    await arrives(await replies(sent, 'Call me, please.', { top: scanned('Virus') }))
    const [known] = await listed(sent)
    expect((await assigns(known?.keptReplyId ?? '', sent)).status).toBe(409)
    await arrives(await replies(sent, 'Call me again.', { top: scanned('Virus'), to: 'no@reply.example.com' }))
    const unknown = (await allListed()).filter(({ leadId, why }) => !leadId && /virus/.test(why))
    expect(unknown).toHaveLength(1)
    expect((await assigns(unknown[0]?.keptReplyId ?? '', sent)).status).toBe(409)
    expect(await factsOf(sent)).toEqual([])
  })

  it('does not use up what is forwarded in a day', async () => {
    const sent = await aSentMail()
    for (let n = 1; n <= 21; n += 1)
      await arrives(await replies(sent, 'Win!', { messageId: `<spam-${n}@x>`, top: scanned('Spam') }))
    await arrives(await replies(sent, 'Call me.', { messageId: '<real@x>' }))
    expect(readers()).toEqual(['marketing@example.com'])
  })

  it('counts as any other where the sender forged what SES found', async () => {
    const sent = await aSentMail()
    const top = ['X-SES-Virus-Verdict: PASS', 'X-SES-RECEIPT: AEFB', 'X-SES-Virus-Verdict: FAIL', 'X-SES-RECEIPT: no']
    await arrives(await replies(sent, 'Call me.', { top }))
    expect(await factsOf(sent)).toHaveLength(1)
    expect(readers()).toEqual(['marketing@example.com'])
  })

  it.each(faults)('is listed and holds in the end, and is never a fact, whichever call %s', async (fault) => {
    for (let call = 0; ; call += 1) {
      const sent = await aSentMail()
      const key = await replies(sent, 'Look at this!', { top: scanned('Spam') })
      const broken = world.break([[call, fault]])
      const failed = await arrives(key)
      const isOver = broken.calls.length <= call
      world.break()
      if (failed > 0) expect(await arrives(key), `${fault} at ${call}`).toBe(0)
      expect(await listed(sent), `${fault} at ${call}`).toHaveLength(1)
      expect((await world.mailbox(sent.leadId)).repliedAt, `${fault} at ${call}`).toBeDefined()
      expect(await factsOf(sent), `${fault} at ${call}`).toEqual([])
      if (isOver) return
    }
  })

  it('of an erased person is deleted', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, 'My number is 1234.', { top: scanned('Virus') })
    await arrives(key)
    clock.ms += 60_000
    await eraseLead(sent.leadId)
    await deleteErased(sent.leadId)
    expect(objects.has(key)).toBe(false)
  })
})

describe('an erased person', () => {
  it('leaves no reply: the raw mail goes with the rest', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, 'My number is 1234.')
    await arrives(key)
    const shown = await everythingOf([sent.leadId])
    expect(shown.items.find(({ kind }) => kind === 'reply')).toMatchObject({ text: 'My number is 1234.' })
    clock.ms += 60_000
    await eraseLead(sent.leadId)
    await deleteErased(sent.leadId)
    expect(objects.has(key)).toBe(false)
    expect(await itemsOf(sent, 'REPLY')).toEqual([])
  })

  it('whose reply comes later is mailed about to nobody, and the raw mail is deleted', async () => {
    const sent = await aSentMail()
    const key = await replies(sent, 'Hello again.')
    await eraseLead(sent.leadId)
    world.taken.length = 0
    expect(await arrives(key)).toBe(0)
    expect(objects.size).toBe(0)
    expect(world.taken).toEqual([])
  })
})

describe('whatever goes wrong', () => {
  it.each(faults)('one fact, one forwarded mail at most, in the end all of it, whichever call %s', async (fault) => {
    for (let call = 0; ; call += 1) {
      const sent = await aSentMail({ owner: 'maria' })
      const key = await replies(sent, 'Call me.')
      world.taken.length = 0
      vi.mocked(measure).mockClear()
      const broken = world.break([[call, fault]])
      const failed = await arrives(key)
      const isOver = broken.calls.length <= call
      world.break()
      if (failed > 0) expect(await arrives(key), `${fault} at ${call}`).toBe(0)
      expect(await factsOf(sent), `${fault} at ${call}`).toHaveLength(1)
      expect((await world.mailbox(sent.leadId)).repliedAt, `${fault} at ${call}`).toBeDefined()
      // A mail whose claim or answer was lost is not tried again, and somebody is told.
      expect(world.taken.length, `${fault} at ${call}`).toBeLessThanOrEqual(1)
      expect(world.taken.length + kept(), `${fault} at ${call}`).toBeGreaterThan(0)
      if (isOver) return
    }
  })

  it('no log line has a word of the mail or an address in it', async () => {
    const lines: string[] = []
    const spy = (line: unknown, ...more: unknown[]) => {
      lines.push(
        JSON.stringify([line, ...more], (_name, value) => (value instanceof Error ? String(value.stack) : value)),
      )
    }
    for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(spy)
    const sent = await aSentMail()
    await arrives(
      await replies(sent, 'My secret.'),
      await replies(sent, 'My secret.', { to: 'forged@reply.example.com' }),
    )
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toMatch(/secret|olga|shop\.example|forged/i)
    vi.restoreAllMocks()
  })
})
