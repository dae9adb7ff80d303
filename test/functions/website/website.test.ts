import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signToken } from '../../../core/consent/tokens.ts'
import { LeadChanged } from '../../../core/events.ts'
import { VisitorActed, VisitorNamed } from '../../../core/website/events.ts'
import { websiteRoutes } from '../../../core/website/routes.ts'
import { eventsADay } from '../../../core/website/visitor.ts'
import { currentKey, leadPartition, mailboxKey, profileKey, versionKey } from '../../../functions/aws/keys.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { dynamodb, everyItem, getItem, putItem, updateItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { deleteErased } from '../../../functions/leads/delete-erased.ts'
import { handler as preflight } from '../../../functions/website/preflight-events.http.ts'
import { handler as recordVisits } from '../../../functions/website/record-visits.event.ts'
import { handler as showScript } from '../../../functions/website/show-script.http.ts'
import { handler as takeEvents } from '../../../functions/website/take-events.http.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { request } from '../../fixtures/a-request.ts'
import { faults } from '../../fixtures/faults.ts'
import { stackOf } from '../../fixtures/stack-of.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)
vi.spyOn(console, 'log').mockReturnValue()

const origin = 'https://www.example.com'
const at = '2026-11-24T09:00:00.000Z'
let world: MailWorld
let visitors = 0

beforeAll(async () => {
  world = await aMailWorld()
  await putItem(versionKey('sites', 'www', 1), { value: { id: 'www', origins: [origin] } })
  await putItem(currentKey('sites', 'www'), { version: 1, contentType: 'sites', contentId: 'www' })
  forgetCurrent()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse(at)
  world.break()
  world.told.length = 0
})

/** A browser that was never seen. */
function aVisitor(): string {
  visitors += 1
  return String(visitors).padStart(32, 'v')
}

const page = (path: string, ago = 0) => ({ type: 'page-visited' as const, path, ago })
const posts = (body: object, headers: Record<string, string> = { origin }) =>
  request(takeEvents, websiteRoutes.takeEvents, { body: { ...body }, headers })

let batches = 0
function acted(visitorId: string, paths: readonly string[], leadId?: string) {
  batches += 1
  const events = paths.map((path) => page(path))
  return { batchId: `batch-${batches}`, visitorId, site: 'www', actedAt: at, consentedAt: at, events, leadId }
}
const acts = (detail: ReturnType<typeof acted>) => deliver(recordVisits, VisitorActed, detail)
const named = (visitorId: string, leadId: string) => deliver(recordVisits, VisitorNamed, { visitorId, leadId, at })

async function itemsOf(pk: string, prefix: string) {
  const items = []
  for await (const item of everyItem({ pk, prefix })) items.push(item)
  return items
}
async function pathsOf(leadId: string): Promise<unknown[]> {
  const items = await itemsOf(leadPartition(leadId), 'ACT#')
  return items.flatMap(({ type, data }) => (type === 'page-visited' ? [(data as { path: string }).path] : [])).sort()
}
const heldOf = async (visitorId: string) => [...(await itemsOf(`VISITOR#${visitorId}`, ''))].length

describe('POST /events', () => {
  it('is one write on the bus, and 202', async () => {
    const visitor = aVisitor()
    const answer = await posts({ visitor, consentedAt: at, events: [page('/pricing')] })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { taken: 1 }])
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'origin' })
    expect(world.told.map(({ name }) => name)).toEqual(['VisitorActed'])
    expect(world.told[0]?.detail).toMatchObject({ visitorId: visitor, site: 'www', actedAt: at })
  })

  it('tells nothing and no one without consent, and refuses pages of others', async () => {
    const body = { visitor: aVisitor(), events: [page('/')] }
    expect(JSON.parse((await posts(body)).body)).toEqual({ taken: 0, why: 'no-consent' })
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
      const answer = await posts({ ...body, consentedAt: at }, headers as Record<string, string>)
      expect(answer.status).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    expect(world.told).toEqual([])
  })

  it('takes 8 KB at most, whatever is in them', async () => {
    const many = { visitor: aVisitor(), consentedAt: at, events: Array(10_000).fill(page('/')) }
    expect((await posts(many)).status).toBe(413)
    const answer = await posts({ ...many, events: Array(21).fill({ type: 'page-visited', path: '/' }) })
    expect([answer.status, JSON.parse(answer.body).errors[0].pointer]).toEqual([422, '/events'])
    expect(world.told).toEqual([])
  })

  it('believes a sign of ours alone, and takes the rest', async () => {
    const leadId = await world.lead()
    const good = signToken('click', { leadId, sendId: leadId }, await tokenKeys(), clock.ms)
    const other = signToken('unsubscribe', { leadId, topic: 'news', sendId: leadId }, await tokenKeys(), clock.ms)
    const old = signToken('click', { leadId, sendId: leadId }, await tokenKeys(), clock.ms - 91 * 86_400_000)
    for (const [sign, state] of [
      [good, 'good'],
      [other, 'bad'],
      [`${good}x`, 'bad'],
      ['k1.e30.x', 'bad'],
      [old, 'expired'],
    ]) {
      world.told.length = 0
      const answer = await posts({ visitor: aVisitor(), consentedAt: at, sign, events: [page('/')] })
      expect(JSON.parse(answer.body)).toEqual({ taken: 1, sign: state })
      expect(world.told[0]?.detail.leadId).toBe(state === 'good' ? leadId : undefined)
    }
  })

  it('is asked about beforehand by browsers', async () => {
    const answer = await request(preflight, websiteRoutes.preflightEvents, { headers: { origin } })
    expect(answer).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': origin, 'access-control-allow-methods': 'POST' },
    })
  })
})

describe('a visitor', () => {
  it('is nobody until a sign says who it is; then all it did is the lead’s, and nothing waits any more', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    await acts(acted(visitor, ['/a', '/b']))
    expect(await pathsOf(leadId)).toEqual([])
    await named(visitor, leadId)
    expect(await pathsOf(leadId)).toEqual(['/a', '/b'])
    expect(world.told.filter(({ name }) => name === LeadChanged.name)).toHaveLength(2)
    await acts(acted(visitor, ['/c']))
    expect(await pathsOf(leadId)).toEqual(['/a', '/b', '/c'])
    expect(await heldOf(visitor)).toBe(1)
  })

  it('is named by a link in a mail, too', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    await acts(acted(visitor, ['/before']))
    await acts(acted(visitor, ['/now'], leadId))
    expect(await pathsOf(leadId)).toEqual(['/before', '/now'])
  })

  it('belongs to one lead for ever', async () => {
    const [visitor, hers, his] = [aVisitor(), await world.lead(), await world.lead()]
    await named(visitor, hers)
    await named(visitor, his)
    await acts(acted(visitor, ['/a']))
    // His link says that it is he who does this: it is not hers then, and that the browser is his nobody can tell.
    await acts(acted(visitor, ['/b'], his))
    expect(await pathsOf(hers)).toEqual(['/a'])
    expect(await pathsOf(his)).toEqual([])
  })

  it('whose sign is of another address of the same person goes on being theirs', async () => {
    const [visitor, hers, old] = [aVisitor(), await world.lead(), await world.lead()]
    await updateItem(mailboxKey(old), { set: { mergedInto: { leadId: hers, at, by: 'lena', reason: 'one person' } } })
    await named(visitor, hers)
    await acts(acted(visitor, ['/a'], old))
    expect(await pathsOf(hers)).toEqual(['/a'])
  })

  it('whose time is over brings nothing', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    await acts(acted(visitor, ['/a']))
    clock.ms += 31 * 86_400_000
    await named(visitor, leadId)
    expect(await pathsOf(leadId)).toEqual([])
  })

  it('of nobody that there is, or of an erased lead, is not joined', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    await updateItem(mailboxKey(leadId), { set: { erasedAt: at } })
    await named(visitor, leadId)
    await named(visitor, 'a'.repeat(32))
    expect(await heldOf(visitor)).toBe(0)
  })

  it('is forgotten with its lead, but not with another that it was said to be', async () => {
    const [visitor, hers, his] = [aVisitor(), await world.lead(), await world.lead()]
    await named(visitor, hers)
    await named(visitor, his)
    for (const [leadId, held] of [
      [his, 1],
      [hers, 0],
    ] as const) {
      await updateItem(mailboxKey(leadId), { set: { erasedAt: at } })
      await deleteErased(leadId)
      expect(await heldOf(visitor)).toBe(held)
      expect(await itemsOf(leadPartition(leadId), 'VISITOR#')).toEqual([])
    }
  })

  it.each([
    ['', () => undefined],
    [' by a link of its own', (own: string) => own],
    [' by the link of somebody else', (_: string, other: string) => other],
  ])('that floods%s costs bounded writes', async (_, signOf) => {
    const [visitor, leadId, other] = [aVisitor(), await world.lead(), await world.lead()]
    await named(visitor, leadId)
    const sign = signOf(leadId, other)
    const writes: string[] = []
    stackOf(dynamodb).add(
      (next, { commandName = '' }) =>
        (args) => {
          if (/^(Put|Update|Delete)/.test(commandName)) writes.push(commandName)
          return next(args)
        },
      { step: 'initialize', name: 'count', override: true },
    )
    const twenty = Array.from({ length: 20 }, (_, index) => `/${index}`)
    for (let times = 0; times < eventsADay / 20; times += 1) await acts(acted(visitor, twenty, sign))
    const full = writes.length
    // Of each event its fact, the profile and what is owed; of each batch the visitor.
    expect(full).toBeLessThanOrEqual(eventsADay * 4 + (eventsADay / 20) * 2)
    for (let times = 0; times < 50; times += 1) await acts(acted(visitor, twenty, sign))
    stackOf(dynamodb).remove('count')
    expect(writes.length).toBe(full)
    expect(await pathsOf(leadId)).toHaveLength(sign === other ? 0 : eventsADay)
  })

  it.each(Array.from({ length: 11 }, (_, call) => faults.map((fault) => [call, fault] as const)).flat())(
    'is joined whole when call %i of the function %s',
    async (call, fault) => {
      const [visitor, leadId] = [aVisitor(), await world.lead()]
      const batch = acted(visitor, ['/a', '/b'])
      const tries = async (act: () => Promise<unknown>) => {
        world.break([[call, fault]])
        await act().catch(() => {})
        world.break()
        await act()
      }
      await tries(() => acts(batch))
      await tries(() => named(visitor, leadId))
      expect(await pathsOf(leadId)).toEqual(['/a', '/b'])
      expect(await heldOf(visitor)).toBe(1)
    },
  )

  it('that is named while what it did is stored misses nothing', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    await Promise.all([acts(acted(visitor, ['/a'])), named(visitor, leadId), acts(acted(visitor, ['/b']))])
    expect(await pathsOf(leadId)).toEqual(['/a', '/b'])
    expect(await heldOf(visitor)).toBe(1)
  })
})

describe('interests', () => {
  const tagged = 'https://tagged.example.com'
  beforeAll(async () => {
    const pages = [{ path: '/pricing*', interests: ['pricing'] }]
    const searches = [{ words: ['dead stock'], interests: ['dead-stock'] }]
    await putItem(versionKey('sites', 'tagged', 1), { value: { id: 'tagged', origins: [tagged], pages, searches } })
    await putItem(currentKey('sites', 'tagged'), { version: 1, contentType: 'sites', contentId: 'tagged' })
    forgetCurrent()
  })

  it('come of tagged pages and searches, also of before anybody knew who it was, and of none without consent', async () => {
    const [visitor, leadId] = [aVisitor(), await world.lead()]
    const search = { type: 'site-searched', path: '/pricing', query: 'Dead stock' }
    const says = async (more: object, ...events: object[]) => {
      world.told.length = 0
      await posts({ visitor, events, ...more }, { origin: tagged })
      for (const { detail } of world.told.splice(0)) expect(await acts(detail as never)).toEqual([])
    }
    await says({}, page('/pricing/unasked'))
    await says({ consentedAt: at }, page('/pricing/eu'), page('/about'), search)
    await named(visitor, leadId)
    await says({ consentedAt: at }, page('/about'))
    const day = at.slice(0, 10)
    expect((await getItem(profileKey(leadId)))?.interests).toEqual({
      pricing: { days: [], visited: [day] },
      'dead-stock': { days: [], visited: [day] },
    })
  })
})

describe('a browser that gives another address', () => {
  const proposedOf = async (leadId: string) =>
    (await itemsOf(leadPartition(leadId), 'MERGE#')).map(({ into, signs }) => [into, signs])

  it.each(['propose', 'off'])(
    'says who it was before: with the rule “%s” the two are proposed, or not',
    async (rule) => {
      process.env.MERGE_RULE = rule
      const [before, after] = [aVisitor(), aVisitor()]
      const [first, second] = [await world.lead(), await world.lead()]
      await named(before, first)
      const says = { visitorId: after, leadId: second, at, before }
      for (let n = 0; n < 2; n += 1) await deliver(recordVisits, VisitorNamed, says)
      expect(await proposedOf(first)).toEqual(rule === 'off' ? [] : [[second, ['browser']]])
      // What each did stays its own.
      await acts(acted(after, ['/b']))
      expect([await pathsOf(first), await pathsOf(second)]).toEqual([[], ['/b']])
    },
  )

  it('and was nobody before, says nothing', async () => {
    process.env.MERGE_RULE = 'propose'
    const second = await world.lead()
    await deliver(recordVisits, VisitorNamed, { visitorId: aVisitor(), leadId: second, at, before: aVisitor() })
    expect(await proposedOf(second)).toEqual([])
  })
})

describe('GET /ripen.js', () => {
  it('is a script that any page may load, and that is not sent again while it is the same', async () => {
    const first = await request(showScript, websiteRoutes.showScript)
    expect(first.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
    })
    expect(Buffer.from(first.body, 'base64').toString()).toContain('/events')
    const again = await request(showScript, websiteRoutes.showScript, {
      headers: { 'if-none-match': String(first.headers.etag) },
    })
    expect([again.status, again.body]).toEqual([304, ''])
  })
})
