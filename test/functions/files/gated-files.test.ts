import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signToken } from '../../../core/consent/tokens.ts'
import { LeadChanged } from '../../../core/events.ts'
import { referenceToFile, storedFile } from '../../../core/files/file-bytes.ts'
import { routes } from '../../../core/routes.ts'
import { currentKey, leadPartition, mailboxKey, sendKey, versionKey } from '../../../functions/aws/keys.ts'
import { s3 } from '../../../functions/aws/objects.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { everyItem, putItem, updateItem } from '../../../functions/aws/table.ts'
import { addClick } from '../../../functions/consent/clicks.ts'
import { readSend } from '../../../functions/consent/send-records.ts'
import { handler as ask_ } from '../../../functions/files/ask-for-file.http.ts'
import { handler as probe } from '../../../functions/files/probe-file.http.ts'
import { handler as show } from '../../../functions/files/show-file.http.ts'
import { handler as showBytes } from '../../../functions/files/show-file-bytes.http.ts'
import { handler as store } from '../../../functions/files/store-file-bytes.http.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { ask } from '../../fixtures/ask.ts'
import { type Fault, faults, type Which } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)
vi.spyOn(console, 'log').mockReturnValue()

const at = '2026-11-24T09:00:00.000Z'
const minute = 60_000
const day = 1_440 * minute
const pdf = Buffer.from('%PDF-1.7\n')
const [name, persian] = ['en', 'fa'].map(
  (locale) =>
    `${referenceToFile(pdf)
      .split(' ')[2]
      ?.replace(/^./, locale === 'en' ? '0' : '1')}.pdf`,
)
const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const bucket = mockClient(s3)
const sendId = 'a'.repeat(32)
let world: MailWorld

beforeAll(async () => {
  process.env.FILES_BUCKET = 'files'
  world = await aMailWorld()
  const value = {
    id: 'paper',
    title: { en: 'A paper', fa: 'راهنما' },
    files: { en: 'en.pdf', fa: 'fa.pdf' },
    link: '30d',
    tags: [],
  }
  const files = {
    'files/paper/file.yaml': 'as in value',
    'files/paper/en.pdf': `pdf 9 ${name?.slice(0, 40)}`,
    'files/paper/fa.pdf': `pdf 9 ${persian?.slice(0, 40)}`,
  }
  const item = { type: 'files', id: 'paper', version: 1, files, hash: 'h', at, by: 'anna', value }
  await putItem(versionKey('files', 'paper', 1), item)
  await putItem(currentKey('files', 'paper'), { version: 1 })
  const mail = {
    class: 'transactional',
    locale: 'en',
    subject: 'Your {{ fileTitle }}',
    preheader: '',
    html: '<a href="{{ fileUrl }}">Open</a>',
    text: '{{ fileUrl }}',
    variables: { fileUrl: null, fileTitle: null },
  }
  await putItem(currentKey('emails', 'file-link'), { version: 1, locales: ['en'] })
  await putItem(versionKey('emails', 'file-link', 1, 'en'), { email: mail })
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse(at)
  world.break()
  world.told.length = 0
  world.taken.length = 0
  bucket.reset()
  bucket.on(PutObjectCommand).resolves({})
  bucket.on(GetObjectCommand).resolves({ Body: { transformToByteArray: async () => pdf } as never })
})

/** A lead with a mail that arrived an hour ago, and the token of its link, made then. */
async function aReader(profile = {}): Promise<{ leadId: string; token: string }> {
  const leadId = await world.lead({}, profile)
  const sentAt = new Date(clock.ms - 60 * minute).toISOString()
  await putItem(sendKey(leadId, sendId), {
    leadId,
    sendId,
    state: 'SENT',
    basis: 'consent',
    topic: 'newsletter',
    template: 'welcome',
    templateVersion: 7,
    locale: 'en',
    because: 'consent',
    preparedAt: sentAt,
    settledAt: sentAt,
    deliveredAt: sentAt,
    messageId: 'message',
  })
  const claims = { leadId, sendId, file: 'paper' }
  return { leadId, token: signToken('file', claims, await tokenKeys(), Date.parse(sentAt)) }
}

const get = (token: string, headers: Record<string, string> = firefox) =>
  ask(show, routes.showFile, { params: { token }, headers })
const facts = () =>
  world.told.flatMap(({ name: event, detail }) =>
    event === 'ActivityObserved'
      ? [(detail as { activity: { leadId: string; id: string; at: string; data: Record<string, unknown> } }).activity]
      : [],
  )
/** Lets the consumer store what was told. */
const stores = async () => {
  for (const fact of facts()) await recordFacts(fact.leadId, [fact as never])
  world.told.splice(0, world.told.length, ...world.told.filter(({ name: event }) => event === LeadChanged.name))
}
async function factsOf(leadId: string) {
  const found = []
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'ACT#' })) found.push(item)
  return found
}

describe('GET /files/{token}', () => {
  it('gives the file in the language of its reader, and tells it', async () => {
    const { token, leadId } = await aReader({ locale: 'fa' })
    const heard = await get(token)
    expect(heard.status).toBe(200)
    expect(Buffer.from(heard.text, 'base64')).toEqual(pdf)
    expect(heard.headers['content-disposition']).toContain("filename*=UTF-8''%D8%B1")
    const [{ args: [got] = [] } = {}] = bucket.commandCalls(GetObjectCommand)
    expect(got?.input).toEqual({ Bucket: 'files', Key: persian })
    expect(facts()).toEqual([
      expect.objectContaining({
        leadId,
        type: 'content-downloaded',
        at,
        data: {
          file: 'paper',
          path: '/files/paper',
          title: 'راهنما',
          locale: 'fa',
          sendId,
          template: 'welcome',
          topic: 'newsletter',
        },
      }),
    ])
    expect(JSON.stringify(facts())).not.toMatch(/@|Mozilla|192\.0/)
  })

  it('tells one fact of all that the same person fetches in half an hour, and writes nothing for the others', async () => {
    const { token } = await aReader()
    await get(token)
    await stores()
    const calls = world.break()
    for (let times = 0; times < 20; times += 1) expect((await get(token)).status).toBe(200)
    expect(calls.calls.filter((call) => !/^(GetItem|Query)/.test(call))).toEqual([])
    clock.ms += 31 * minute
    await get(token)
    expect(facts()).toHaveLength(1)
  })

  it('marks scanners, whatever fetches ahead, and who is faster than anybody reads', async () => {
    for (const headers of [{ 'user-agent': 'curl/8.0' }, { ...firefox, 'sec-purpose': 'prefetch;prerender' }]) {
      const { token } = await aReader()
      await get(token, headers)
      expect(facts().at(-1)?.data).toMatchObject({ machine: true, signs: ['known-scanner'] })
    }
    const { token, leadId } = await aReader()
    await updateItem(sendKey(leadId, sendId), { set: { deliveredAt: at } })
    clock.ms += 5_000
    await get(token)
    expect(facts().at(-1)?.data).toMatchObject({ machine: true, signs: ['right-after-delivery'] })
    // Its person comes within the half hour, and is not taken for it.
    await stores()
    clock.ms += 5 * minute
    await get(token)
    expect(facts().map(({ data }) => data.machine)).toEqual([undefined])
  })

  it('is taken back as a person’s where a click shows that a scanner followed the links', async () => {
    const { token, leadId } = await aReader()
    await get(token)
    await stores()
    const send = await readSend(leadId, sendId)
    const clicks = await addClick(send as never, {
      what: 'clicked',
      messageId: 'message',
      sentAt: at,
      at: new Date(clock.ms + 500).toISOString(),
      activityId: 'another-click',
      about: undefined,
      link: 'https://www.example.com/paper',
    })
    expect([...clicks.values()].map(({ person, signs }) => [person, signs])).toEqual([
      [0, ['links-at-once']],
      [0, ['links-at-once']],
    ])
  })

  it('of a piece that is not the first tells nothing, and gives the whole', async () => {
    const { token } = await aReader()
    expect(await get(token, { ...firefox, range: 'bytes=5-' })).toMatchObject({
      status: 200,
      headers: { 'accept-ranges': 'none' },
    })
    expect(facts()).toEqual([])
  })

  it('gives the file even where nothing can be told, and the next request tells it', async () => {
    const { token } = await aReader()
    world.break([['PutEventsCommand#0', 'fails']])
    expect((await get(token)).status).toBe(200)
    expect(facts()).toEqual([])
    world.break()
    clock.ms += minute
    expect((await get(token)).status).toBe(200)
    expect(facts().map((fact) => fact.at)).toEqual([at])
  })

  it.each(faults.flatMap((fault) => [0, 1, 2].map((n): [Fault, Which] => [fault, `UpdateItemCommand#${n}`])))(
    'after %s at %s is told once in the end',
    async (fault, which) => {
      const { token, leadId } = await aReader()
      world.break([[which, fault]])
      expect((await get(token)).status).toBe(200)
      world.break()
      clock.ms += minute
      expect((await get(token)).status).toBe(200)
      await stores()
      expect(await factsOf(leadId)).toHaveLength(1)
    },
  )

  it('that comes twice at once is told once', async () => {
    const { token, leadId } = await aReader()
    await Promise.all([get(token), get(token), get(token)])
    await stores()
    expect(await factsOf(leadId)).toHaveLength(1)
  })

  it('is not there for a token of another purpose, a forged one, an erased lead and an unknown file', async () => {
    const { token, leadId } = await aReader()
    const keys = await tokenKeys()
    const others = [
      signToken('click', { leadId, sendId, file: 'paper' }, keys, clock.ms),
      signToken('file', { leadId, sendId, file: 'other' }, keys, clock.ms),
      token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      'k1.bm90aGluZw.nothing',
    ]
    for (const other of others) expect((await get(other)).status).toBe(404)
    await updateItem(mailboxKey(leadId), { set: { erasedAt: at } })
    expect((await get(token)).status).toBe(404)
    expect(facts()).toEqual([])
  })

  it('says that its bytes are gone, and tells no download', async () => {
    const { token } = await aReader()
    bucket.on(GetObjectCommand).rejects(new NoSuchKey({ message: '', $metadata: {} }))
    const { status, headers, json } = await get(token)
    expect([status, headers['retry-after']]).toEqual([503, '300'])
    expect(json.detail).toBe('This file is not there at the moment. Please try again later.')
    expect(facts()).toEqual([])
  })
})

describe('HEAD /files/{token}', () => {
  it('says what there is without reading it, and is marked', async () => {
    const { token } = await aReader()
    const heard = await ask(probe, routes.probeFile, { params: { token }, headers: firefox })
    expect([heard.status, heard.headers['content-type'], heard.text]).toEqual([200, 'application/pdf', ''])
    expect(bucket.commandCalls(GetObjectCommand)).toEqual([])
    expect(facts().map(({ data }) => [data.machine, data.signs])).toEqual([[true, ['head']]])
  })
})

describe('a link that ran out', () => {
  const presses = (token: string, headers = {}) =>
    ask(ask_, routes.askForFile, { params: { token }, body: '', headers })

  it('shows a page in the language of its reader, which tells nothing and has a button', async () => {
    const { token } = await aReader({ locale: 'ru' })
    clock.ms += 30 * day
    const heard = await get(token, { ...firefox, accept: 'text/html' })
    expect(heard.status).toBe(410)
    expect(heard.text).toContain('lang="ru"')
    expect(heard.text).toContain('<form method="post"><button>Прислать новую ссылку</button></form>')
    expect(facts()).toEqual([])
  })

  it('mails a fresh link to the address on record, once a day', async () => {
    const { token } = await aReader()
    clock.ms += 30 * day
    for (let times = 0; times < 3; times += 1) expect((await presses(token)).status).toBe(200)
    expect(world.taken).toHaveLength(1)
    const [mail] = world.taken
    const fresh = /files\/([\w.-]+)/.exec(mail?.Content?.Simple?.Body?.Text?.Data ?? '')?.[1] ?? ''
    expect((await get(fresh)).status).toBe(200)
    clock.ms += day
    expect((await presses(token)).status).toBe(200)
    expect(world.taken).toHaveLength(2)
  })

  it('mails nothing to who is suppressed or erased', async () => {
    const { token, leadId } = await aReader()
    await updateItem(mailboxKey(leadId), { set: { suppression: { reason: 'bounced', at } } })
    expect((await presses(token, { accept: 'text/html' })).status).toBe(409)
    await updateItem(mailboxKey(leadId), { set: { suppression: undefined, erasedAt: at } })
    expect((await presses(token)).status).toBe(404)
    expect(world.taken).toEqual([])
  })
})

describe('the bytes of a file', () => {
  const stored = storedFile('files/any/x.pdf', referenceToFile(pdf)) ?? ''
  const puts = (of: string, bytes: Buffer, groups = ['marketing']) =>
    ask(store, routes.storeFileBytes, { params: { name: of }, body: { base64: bytes.toString('base64') }, groups })

  it('are stored under their hash by marketing, and given to marketing alone', async () => {
    expect(await puts(stored, pdf)).toMatchObject({ status: 200, json: { name: stored, bytes: pdf.length } })
    expect((await puts(stored, pdf, ['sales'])).status).toBe(403)
    const [{ args: [put] = [] } = {}] = bucket.commandCalls(PutObjectCommand)
    expect(put?.input).toMatchObject({ Bucket: 'files', Key: stored, ContentType: 'application/pdf' })
    const shows = (groups?: string[]) =>
      ask(showBytes, routes.showFileBytes, { params: { name: stored }, ...(groups && { groups }) })
    expect((await shows(['marketing'])).status).toBe(200)
    expect((await shows(['sales'])).status).toBe(403)
  })

  it.each([
    ['other bytes than its name says', stored.replace(/^./, 'x'), pdf, 404],
    ['another hash', stored.replace(/^.{4}/, '0000'), pdf, 422],
    ['no PDF', `${'0'.repeat(40)}.pdf`, Buffer.from('<html>'), 422],
    ['a page', `${'0'.repeat(40)}.html`, Buffer.from('<html>'), 404],
    ['as much as goes and a little', `${'0'.repeat(40)}.pdf`, Buffer.alloc(4 * 1024 * 1024 + 3), 422],
    ['far too much', `${'0'.repeat(40)}.pdf`, Buffer.alloc(5 * 1024 * 1024), 413],
  ])('are not stored with %s', async (_, of, bytes, status) => {
    expect((await puts(of, bytes)).status).toBe(status)
    expect(bucket.commandCalls(PutObjectCommand)).toEqual([])
  })

  it('of the largest size go', async () => {
    const large = Buffer.alloc(4 * 1024 * 1024)
    pdf.copy(large)
    const of = storedFile('files/any/x.pdf', referenceToFile(large)) ?? ''
    expect((await puts(of, large)).status).toBe(200)
  })
})
