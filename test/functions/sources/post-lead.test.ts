import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { profile } from '../../../core/leads/lead.ts'
import { LeadPosted } from '../../../core/sources/events.ts'
import { sourceRoutes } from '../../../core/sources/routes.ts'
import { apiKeyKey, leadPartition, profileKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, type Item } from '../../../functions/aws/table.ts'
import { recordDecisions } from '../../../functions/consent/record-decisions.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { log } from '../../../functions/runtime/log.ts'
import { handler as listKeys } from '../../../functions/sources/list-api-keys.http.ts'
import { handler as makeKey } from '../../../functions/sources/make-api-key.http.ts'
import { handler as post } from '../../../functions/sources/post-lead.http.ts'
import { handler as record } from '../../../functions/sources/record-post.event.ts'
import { handler as revoke } from '../../../functions/sources/revoke-api-key.http.ts'
import { handler as rotate } from '../../../functions/sources/rotate-api-key.http.ts'
import { aRow } from '../../core/lists/a-row.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { ask } from '../../fixtures/ask.ts'
import { faults } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)
const logged: string[] = []
for (const level of ['debug', 'info', 'warn', 'error'] as const)
  vi.spyOn(log, level).mockImplementation((...said) => void logged.push(JSON.stringify(said)))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const source = { name: 'autumn-webinar', origin: 'inbound' }
const topic = 'product-education'
const { n: _, tags: __, ...body } = { ...aRow({ fields: { firstName: 'Wendy' } }), source }
const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/pool'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let pool: Server
let world: MailWorld
let people = 0
let email = ''

beforeAll(async () => {
  pool = createServer((request, response) => {
    const keys =
      request.url === '/pool/.well-known/jwks.json' ? [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] : []
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => pool.listen(0, '127.0.0.1', resolve))
  world = await aMailWorld()
  Object.assign(process.env, { STAFF_ISSUER: issuer, STAFF_CLIENT_ID: 'client' })
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(pool.address() as AddressInfo).port}`)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  pool.close()
  await world.stop()
})
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  people += 1
  email = `wendy${people}@webinar.example`
})

async function aKey(more: object = {}): Promise<{ keyId: string; apiKey: string }> {
  const asked = { name: 'A webinar', scopes: ['leads:write'], ...more }
  const { status, json } = await ask(makeKey, sourceRoutes.makeApiKey, { groups: ['admin'], body: asked })
  expect(status).toBe(201)
  return json
}

function posts(key: string, given: object = {}) {
  const headers = { authorization: `Bearer ${key}` }
  return ask(post, sourceRoutes.postLead, { headers, body: { ...body, email, ...given } })
}

/** Hands what was told to its consumer, as the bus does. */
async function records(): Promise<void> {
  const posted = world.told.splice(0).filter(({ name }) => name === LeadPosted.name)
  for (const { detail } of posted) expect(await deliver(record, LeadPosted, detail as never)).toEqual([])
}

async function itemsOf(address: string): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of everyItem({ pk: leadPartition(await leadIdOf(address)) })) items.push(item)
  return items
}
const kindsOf = (items: Item[]) => items.map(({ sk }) => String(sk).split('#')[0])
const profileOf = async (address: string) => profile.parse(await getItem(profileKey(await leadIdOf(address))))

async function aToken(claims: object = {}, key = privateKey, seconds = 600): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  const whole = {
    iss: issuer,
    client_id: 'client',
    token_use: 'access',
    username: 'mia',
    'cognito:groups': ['marketing'],
    sub: 's',
  }
  return new SignJWT({ ...whole, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setExpirationTime(now + seconds)
    .sign(key)
}

describe('POST /leads', () => {
  it('answers after one durable write, and the lead then is in with its proof', async () => {
    const { apiKey, keyId } = await aKey()
    await posts(apiKey)
    world.told.length = 0
    const plan = world.break()
    const { status, json } = await posts(apiKey, { externalId: 'reg-17' })
    expect([status, Object.keys(json)]).toEqual([202, ['postId']])
    // The key, and the bus: nothing about a person is read.
    expect(plan.calls).toEqual(['GetItemCommand', 'PutEventsCommand'])
    await records()
    expect(await profileOf(email)).toMatchObject({
      stage: 'lead',
      mailable: true,
      fields: { firstName: 'Wendy' },
      imported: { source: 'autumn-webinar', origin: 'inbound' },
    })
    const items = await itemsOf(email)
    expect(kindsOf(items)).toEqual(['ACT', 'CONSENT', 'MAILBOX', 'POSTED', 'PROFILE'])
    expect(items[0]).toMatchObject({ type: 'list-imported', data: { makes: 'lead', externalId: 'reg-17' } })
    expect(items[1]).toMatchObject({ by: 'import', list: { basis: 'opt-in', source: 'autumn-webinar' } })
    const { json: keys } = await ask(listKeys, sourceRoutes.listApiKeys, { groups: ['admin'] })
    expect(keys.items.find((one: { keyId: string }) => one.keyId === keyId)).toMatchObject({
      lastUsedAt: '2026-11-24T09:00:00.000Z',
    })
  })

  it('answers alike for who is new, known, withdrawn, suppressed and erased, and changes nothing of the last three', async () => {
    const { apiKey } = await aKey()
    const asks = async (address: string) => {
      const { status, headers, json } = await posts(apiKey, { email: address })
      expect(json).toEqual({ postId: expect.stringMatching(/^[a-z2-7]{32}$/) })
      return [status, headers]
    }
    const [withdrawn, suppressed, erased] = ['out', 'bounced', 'gone'].map((name) => `${name}${people}@webinar.example`)
    const fresh = await asks(email)
    for (const address of [withdrawn, suppressed, erased] as string[]) {
      await asks(address)
    }
    await records()
    const leadId = await leadIdOf(withdrawn as string)
    const at = '2026-11-24T08:59:00.000Z'
    const proof = () => ({ by: 'one-click' }) as const
    await recordDecisions({ leadId, at, decide: () => [{ topic, decision: 'withdrawn' }], proof })
    const { changeMailbox } = await import('../../../functions/consent/change-mailbox.ts')
    await changeMailbox(await leadIdOf(suppressed as string), () => ({
      change: { suppression: { reason: 'bounced', at } },
    }))
    await eraseLead(await leadIdOf(erased as string))
    const all = [withdrawn, suppressed, erased] as string[]
    const before = await Promise.all(all.map(itemsOf))
    clock.ms += 3_600_000
    expect(await asks(email)).toEqual(fresh)
    for (const address of all) {
      const later = [{ ...body.consent[0], at: '2026-11-24T09:30:00Z' }]
      expect(await asks(address)).toEqual(fresh)
      expect((await posts(apiKey, { email: address, consent: later, fields: { city: 'Bonn' } })).status).toBe(202)
    }
    await records()
    expect(await Promise.all(all.map(itemsOf))).toEqual(before)
  })

  it('makes nothing twice of a feed that repeats itself for a week, in any order, as often as it likes', async () => {
    const { apiKey } = await aKey()
    const whole = aRow().consent[0] as object
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ who: fc.nat(2), day: fc.nat(6), told: fc.boolean(), late: fc.boolean(), partner: fc.boolean() }),
          { minLength: 1, maxLength: 12 },
        ),
        async (feed) => {
          people += 1
          const address = (who: number) => `feed${people}-${who}@webinar.example`
          for (const { who, day, told, late, partner } of feed) {
            clock.ms = startMs + day * 86_400_000
            // Some feeds write the time of the export for that of the consent.
            const consent = [{ ...whole, ...(late && { at: new Date(clock.ms).toISOString() }) }]
            const source = { ...body.source, ...(partner && { name: 'A partner of ours' }) }
            expect((await posts(apiKey, { email: address(who), consent, source })).status).toBe(202)
            if (told) world.told.push(...world.told.slice(-1))
          }
          await records()
          for (const who of new Set(feed.map((one) => one.who))) {
            const sources = new Set(feed.filter((one) => one.who === who).map(({ partner }) => partner)).size
            const kinds = kindsOf(await itemsOf(address(who)))
            for (const kind of ['ACT', 'POSTED']) expect(kinds.filter((one) => one === kind)).toHaveLength(sources)
            expect(new Set(kinds)).toEqual(new Set(['ACT', 'CONSENT', 'MAILBOX', 'POSTED', 'PROFILE']))
          }
        },
      ),
      { numRuns: 5 },
    )
  }, 60_000)

  it('is whole after a crash at any call of the consumer and a repeat', async () => {
    const { apiKey } = await aKey()
    for (let call = 0; ; call += 1) {
      for (const fault of faults) {
        people += 1
        email = `crash${people}@webinar.example`
        await posts(apiKey)
        const [event] = world.told.splice(0).filter(({ name }) => name === LeadPosted.name)
        const plan = world.break([[call, fault]])
        const failed = await deliver(record, LeadPosted, event?.detail as never).catch(() => [0])
        const { length } = plan.calls
        world.break()
        expect(await deliver(record, LeadPosted, event?.detail as never)).toEqual([])
        const items = await itemsOf(email)
        expect(kindsOf(items)).toEqual(['ACT', 'CONSENT', 'MAILBOX', 'POSTED', 'PROFILE'])
        expect(await profileOf(email)).toMatchObject({ mailable: true, stage: 'lead' })
        if (failed.length === 0 && call >= length) return
      }
    }
  }, 60_000)

  it('promises nothing when the bus does not take it', async () => {
    const { apiKey } = await aKey()
    world.break([['PutEventsCommand#0', 'fails']] as never)
    expect((await posts(apiKey)).status).toBe(503)
  })

  it.each<[string, object, string]>([
    ['no consent', { consent: undefined }, '/consent'],
    ['an empty consent', { consent: [] }, '/consent'],
    ['no basis', { consent: [{ ...aRow().consent[0], basis: undefined }] }, '/consent/0/basis'],
    ['a basis that is none', { consent: [{ ...aRow().consent[0], basis: 'interest' }] }, '/consent/0/basis'],
    ['no evidence', { consent: [{ ...aRow().consent[0], evidence: ' ' }] }, '/consent/0/evidence'],
    ['a consent of tomorrow', { consent: [{ ...aRow().consent[0], at: '2026-11-25T10:00:00Z' }] }, '/consent'],
    ['no source', { source: undefined }, '/source'],
    ['an origin that is none', { source: { ...source, origin: 'bought' } }, '/source/origin'],
    ['no address', { email: 'nobody' }, '/email'],
    ['half a character', { fields: { firstName: '\ud800' } }, '/fields/firstName'],
    ['a control character', { fields: { firstName: 'a\u0000b' } }, '/fields/firstName'],
    ['a zone that is none', { zone: 'Mars/Base' }, '/zone'],
    ['a language that is none', { locale: 'klingonish!' }, '/locale'],
    ['a name that is none', { surprise: 1 }, ''],
  ])('answers 422 with a pointer to %s, and tells nothing', async (_, given, pointer) => {
    const { apiKey } = await aKey()
    const { status, json, text } = await posts(apiKey, given)
    expect([status, json.errors?.[0].pointer]).toEqual([422, pointer])
    expect(text).not.toContain('Mars')
    expect(world.told).toEqual([])
  })

  it('answers 413 to more than 32 KB', async () => {
    const { apiKey } = await aKey()
    expect((await posts(apiKey, { fields: { note: 'x'.repeat(33_000) } })).status).toBe(413)
  })
})

describe('who may post leads', () => {
  it('is a key with the scope, until it is revoked; nothing else is told of it', async () => {
    const { keyId, apiKey } = await aKey()
    const refused = (await posts(`${apiKey.slice(0, -4)}AAAA`)).json
    expect(refused).toMatchObject({ status: 401 })
    expect((await posts(`ripenkey_${'a'.repeat(16)}_${'b'.repeat(43)}`)).json).toEqual(refused)
    const { apiKey: other } = await aKey({ scopes: ['outcomes'] })
    expect((await posts(other)).status).toBe(403)
    // Who is not let in is not told what is wrong with the rest.
    expect((await posts('nothing', { consent: 1 })).status).toBe(401)
    expect((await ask(revoke, sourceRoutes.revokeApiKey, { groups: ['admin'], params: { keyId } })).status).toBe(204)
    expect((await posts(apiKey)).json).toEqual(refused)
    // What is left of it the table forgets in 30 days.
    expect(await getItem(apiKeyKey(keyId))).toMatchObject({ expiresAt: clock.ms / 1_000 + 30 * 86_400 })
    expect((await ask(revoke, sourceRoutes.revokeApiKey, { groups: ['admin'], params: { keyId } })).status).toBe(204)
  })

  it('is one with the old secret until the overlap of a rotation ends', async () => {
    const { keyId, apiKey } = await aKey()
    const rotates = (overlap: string) =>
      ask(rotate, sourceRoutes.rotateApiKey, { groups: ['admin'], params: { keyId }, body: { overlap } })
    const { json } = await rotates('2h')
    expect(json).toEqual({ apiKey: expect.stringMatching(/^ripenkey_/), previousUntil: '2026-11-24T11:00:00.000Z' })
    for (const key of [apiKey, json.apiKey]) expect((await posts(key)).status).toBe(202)
    clock.ms += 2 * 3_600_000
    expect((await posts(apiKey)).status).toBe(401)
    expect((await posts(json.apiKey)).status).toBe(202)
    expect((await rotates('8d')).status).toBe(422)
    const { json: last } = await rotates('0s')
    expect((await posts(json.apiKey)).status).toBe(401)
    expect((await posts(last.apiKey)).status).toBe(202)
  })

  it('has the key that was made, and its next secret, where an answer of the table got lost and the SDK wrote again', async () => {
    world.break([['PutItemCommand#0', 'twice']])
    const { keyId, apiKey } = await aKey()
    expect((await posts(apiKey)).status).toBe(202)
    const rotates = () =>
      ask(rotate, sourceRoutes.rotateApiKey, { groups: ['admin'], params: { keyId }, body: { overlap: '0s' } })
    world.break([['PutItemCommand#0', 'twice']])
    const { status, json } = await rotates()
    expect([status, (await posts(json.apiKey)).status, (await posts(apiKey)).status]).toEqual([200, 202, 401])
    // Where it was somebody else who wrote, it is not theirs.
    world.break([['PutItemCommand#0', rotates]])
    expect((await rotates()).status).toBe(409)
  })

  it('is a key bound to its source for leads of that source alone', async () => {
    const { apiKey } = await aKey({ source: { ...source, qualifyBy: 'reaction' } })
    expect((await posts(apiKey)).json.errors[0].pointer).toBe('/source')
    expect((await posts(apiKey, { source: undefined })).status).toBe(202)
    await records()
    expect(await profileOf(email)).toMatchObject({ stage: 'subscriber', imported: { qualifyBy: 'reaction' } })
  })

  it('keeps and shows no secret, and logs none', async () => {
    const { keyId, apiKey } = await aKey()
    const secret = apiKey.slice(-43)
    await posts(apiKey)
    const { text } = await ask(listKeys, sourceRoutes.listApiKeys, { groups: ['admin'] })
    const stored = JSON.stringify(await world.items())
    await records()
    const said = logged.join('\n')
    for (const where of [text, stored, said]) expect(where).not.toContain(secret)
    expect(text).not.toContain('hash')
    expect(said).toContain(keyId)
    expect(said).not.toContain('@webinar.example')
    for (const groups of [['marketing'], ['sales'], []])
      expect((await ask(listKeys, sourceRoutes.listApiKeys, { groups })).status).toBe(403)
  })

  it('is marketing with a token of the pool, checked as the gateway does', async () => {
    expect((await posts(await aToken())).status).toBe(202)
    expect(world.told[0]?.detail).toMatchObject({ by: 'mia' })
    expect((await posts(await aToken({ 'cognito:groups': ['sales'] }))).status).toBe(403)
    const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const [head = '', , sign = ''] = (await aToken()).split('.')
    const forged = Buffer.from(JSON.stringify({ iss: issuer, 'cognito:groups': ['admin'] })).toString('base64url')
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    for (const token of [
      await aToken({ iss: 'https://elsewhere.example' }),
      await aToken({ client_id: 'another' }),
      await aToken({ token_use: 'id' }),
      await aToken({}, foreign),
      await aToken({}, privateKey, -600),
      `${head}.${forged}.${sign}`,
      `${none}.${forged}.x`,
      'a.b.c',
    ])
      expect((await posts(token)).status).toBe(401)
    // What the gateway would say of a caller counts nothing where it guards nothing.
    const asked = { groups: ['admin'], body: { ...body, email } }
    expect((await ask(post, sourceRoutes.postLead, asked)).status).toBe(401)
  })
})

it('proposes to merge two addresses that a source calls by one id, when nothing else of them is news, too', async () => {
  process.env.MERGE_RULE = 'propose'
  const { apiKey } = await aKey()
  const [old, fresh] = [email, `new.${email}`]
  for (const given of [{}, { email: fresh }]) await posts(apiKey, given)
  await records()
  for (const given of [{ externalId: 'crm-1' }, { email: fresh, externalId: 'crm-1' }]) {
    await posts(apiKey, given)
    await records()
  }
  const [from, into] = [await leadIdOf(old), await leadIdOf(fresh)]
  const proposed = (await itemsOf(old)).filter(({ sk }) => String(sk).startsWith('MERGE#'))
  expect(proposed).toMatchObject([{ leadId: from, into, state: 'proposed', signs: ['external-id'] }])
  await eraseLead(from)
  process.env.MERGE_RULE = 'off'
})

it('counts each campaign of a source that tells of a lead once, however often it tells it', async () => {
  const { apiKey } = await aKey()
  for (const campaign of ['spring', 'spring', 'autumn', 'spring', undefined]) {
    clock.ms += 60_000
    await posts(apiKey, { ...(campaign && { campaign }), fields: { firstName: 'Wendy' } })
    // As another export writes it.
    await posts(apiKey, {
      ...(campaign && { campaign }),
      fields: { firstName: 'Wendy' },
      externalId: `export-${clock.ms}`,
    })
    await records()
  }
  const told = (await itemsOf(email)).filter(({ type }) => type === 'list-imported')
  expect(told.map(({ data }) => (data as { campaign?: string }).campaign)).toEqual(['spring', 'autumn'])
})
