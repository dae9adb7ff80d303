import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ActivityObserved } from '../../../core/events.ts'
import type { Activity } from '../../../core/leads/activity.ts'
import { profile } from '../../../core/leads/lead.ts'
import { routes } from '../../../core/routes.ts'
import { leadPartition, profileKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, type Item } from '../../../functions/aws/table.ts'
import { recordDecisions } from '../../../functions/consent/record-decisions.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { handler } from '../../../functions/leads/import-leads.http.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { aRow } from '../../core/lists/a-row.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { ask } from '../../fixtures/ask.ts'
import { faults } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const source = { name: 'spring-fair', origin: 'outbound' }
const topic = 'product-education'
let world: MailWorld
let lists = 0

beforeAll(async () => {
  world = await aMailWorld()
  // What is read once is read before calls are counted.
  await give([aRow({ email: 'first@shop.example' })])
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  world.taken.length = 0
  lists += 1
})

type Row = ReturnType<typeof aRow>

const idOf = () => `list${String(lists).padStart(20, '0')}`

function asked(rows: readonly unknown[], more: object = {}) {
  const body = { importId: idOf(), source, rows, ...more }
  return ask(handler, routes.importLeads, { groups: ['marketing'], body })
}

async function give(rows: readonly Row[], more: object = {}) {
  const { status, json } = await asked(rows, more)
  expect(status).toBe(200)
  return json.rows as { n: number; result: string; reason?: string; withdrawn?: string[] }[]
}

async function itemsOf(email: string): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of everyItem({ pk: leadPartition(await leadIdOf(email)) })) items.push(item)
  return items
}
const kindsOf = (items: Item[]) => items.map(({ sk }) => String(sk).split('#')[0])
const profileOf = async (email: string) => profile.parse(await getItem(profileKey(await leadIdOf(email))))

describe('POST /leads/import', () => {
  it('makes a lead with its proof of consent, and mails nothing', async () => {
    const email = `olga${lists}@shop.example`
    const row = aRow({
      email: ` Olga${lists}@Shop.Example`,
      fields: { firstName: 'Olga' },
      tags: ['fair'],
      locale: 'ru',
      zone: 'Europe/Moscow',
    })
    expect(await give([row])).toEqual([{ n: 1, result: 'new' }])
    const items = await itemsOf(email)
    expect(kindsOf(items)).toEqual(['ACT', 'CONSENT', 'MAILBOX', 'PROFILE'])
    const [fact, evidence, box] = items
    expect(fact).toMatchObject({
      type: 'list-imported',
      at: '2026-11-24T09:00:00.000Z',
      data: { importId: idOf(), row: 1, source: 'spring-fair', origin: 'outbound' },
    })
    expect(fact).not.toHaveProperty('untold')
    expect(evidence).toMatchObject({
      topic,
      decision: 'granted',
      by: 'import',
      at: '2026-04-22T08:00:00.000Z',
      list: {
        basis: 'opt-in',
        evidence: 'Signed paper form at the stand',
        source: 'spring-fair',
        origin: 'outbound',
        row: 1,
      },
    })
    expect(box).toMatchObject({ consent: { [topic]: { state: 'granted', decidedAt: '2026-04-22T08:00:00.000Z' } } })
    expect(await profileOf(email)).toMatchObject({
      email,
      fields: { firstName: 'Olga', timezone: 'Europe/Moscow' },
      tags: ['fair'],
      locale: 'ru',
      zone: 'Europe/Moscow',
      stage: 'subscriber',
      mailable: true,
      createdAt: '2026-11-24T09:00:00.000Z',
      imported: { at: '2026-11-24T09:00:00.000Z', importId: idOf(), source: 'spring-fair', origin: 'outbound' },
    })
    const granted = world.told.filter(({ name }) => name === ActivityObserved.name)
    expect(granted.map(({ detail }) => (detail.activity as Activity).type)).toEqual(['consent-granted'])
    expect(world.taken).toEqual([])
  })

  it('changes nothing when it is repeated, also days later', async () => {
    const rows = ['a', 'b', 'c'].map((name, index) => aRow({ n: index + 1, email: `${name}${lists}@shop.example` }))
    const first = await give(rows)
    const before = await world.items()
    world.told.length = 0
    clock.ms += 3 * 86_400_000
    expect(await give(rows)).toEqual(first)
    expect(await world.items()).toEqual(before)
    expect(world.told).toEqual([])
  })

  it('is told to be unchanged when it is asked about once more', async () => {
    const rows = [aRow({ email: `again${lists}@shop.example`, fields: { company: 'Shop' }, tags: ['fair'] })]
    await give(rows)
    expect(await give(rows, { dryRun: true })).toEqual([{ n: 1, result: 'unchanged' }])
    clock.ms += 86_400_000
    expect(await give(rows, { dryRun: true })).toEqual([{ n: 1, result: 'unchanged' }])
    const [row] = rows
    expect(await give([{ ...(row as Row), tags: ['fair', 'vip'] }], { dryRun: true })).toEqual([
      { n: 1, result: 'changed' },
    ])
  })

  it('writes nothing on a dry run, and says the same', async () => {
    const rows = [aRow({ email: `dry${lists}@shop.example` })]
    const before = await world.items()
    expect(await give(rows, { dryRun: true })).toEqual([{ n: 1, result: 'new' }])
    expect(await world.items()).toEqual(before)
  })

  it('merges rows with one address in the order of the list', async () => {
    const email = `twice${lists}@shop.example`
    const rows = [
      aRow({ n: 2, email, fields: { company: 'A' }, tags: ['one'] }),
      aRow({ n: 3, email: email.toUpperCase(), fields: { company: 'B', city: 'Bonn' }, tags: ['two'] }),
    ]
    expect((await give(rows)).map(({ result }) => result)).toEqual(['new', 'new'])
    expect(await profileOf(email)).toMatchObject({ fields: { company: 'A', city: 'Bonn' }, tags: ['one', 'two'] })
  })

  it('leaves what somebody said of itself, and does not count as an act', async () => {
    const email = 'known@shop.example'
    const own: Activity = {
      leadId: await leadIdOf(email),
      id: 'posted-the-form',
      type: 'form-submitted',
      at: '2026-11-20T09:00:00.000Z',
      data: { makes: 'lead' },
      told: { fields: { company: 'Shop' } },
    }
    await give([aRow({ email })])
    await recordFacts(own.leadId, [own])
    lists += 100
    expect(await give([aRow({ email, fields: { company: 'Old', city: 'Bonn' } })])).toEqual([
      { n: 1, result: 'changed' },
    ])
    expect(await profileOf(email)).toMatchObject({ stage: 'lead', fields: { company: 'Shop', city: 'Bonn' } })
  })

  it('never re-subscribes: what was withdrawn stays so, and the row changes nothing', async () => {
    const email = `gone${lists}@shop.example`
    await give([aRow({ email })])
    const leadId = await leadIdOf(email)
    await recordDecisions({
      leadId,
      at: '2026-11-24T10:00:00.000Z',
      decide: () => [{ topic, decision: 'withdrawn' }],
      proof: () => ({ by: 'one-click' }),
    })
    const before = await itemsOf(email)
    lists += 100
    clock.ms += 86_400_000
    const later = { ...aRow().consent[0], at: '2026-11-24T23:00:00Z' } as Row['consent'][number]
    expect(await give([aRow({ email, fields: { city: 'Bonn' }, consent: [later] })])).toEqual([
      { n: 1, result: 'withdrawn', withdrawn: [topic] },
    ])
    expect(await itemsOf(email)).toEqual(before)
    expect(await give([aRow({ email, consent: [later, { ...later, topic: 'offers' }] })])).toEqual([
      { n: 1, result: 'changed', withdrawn: [topic] },
    ])
    expect(await world.mailbox(leadId)).toMatchObject({
      consent: { [topic]: { state: 'withdrawn' }, offers: { state: 'granted' } },
    })
  })

  it('leaves alone who withdraws while it runs', async () => {
    const email = `race${lists}@shop.example`
    await give([aRow({ email })])
    const leadId = await leadIdOf(email)
    lists += 100
    clock.ms += 86_400_000
    const later = { ...aRow().consent[0], topic: 'offers', at: '2026-11-25T08:59:00Z' } as Row['consent'][number]
    const withdraws = () =>
      recordDecisions({
        leadId,
        at: '2026-11-25T08:00:00.000Z',
        decide: () => [{ topic: 'offers', decision: 'withdrawn' }],
        proof: () => ({ by: 'one-click' }),
      })
    world.break([['UpdateItemCommand#0', withdraws]])
    await give([aRow({ email, consent: [later] })])
    expect((await world.mailbox(leadId)).consent.offers?.state).toBe('withdrawn')
  })

  it('does not reach who was erased or is suppressed', async () => {
    const [erased, suppressed] = [`erased${lists}@shop.example`, `bounced${lists}@shop.example`]
    await give([aRow({ email: erased }), aRow({ n: 2, email: suppressed })])
    await eraseLead(await leadIdOf(erased))
    const { changeMailbox } = await import('../../../functions/consent/change-mailbox.ts')
    await changeMailbox(await leadIdOf(suppressed), () => ({
      change: { suppression: { reason: 'bounced', at: '2026-11-24T09:00:00.000Z' } },
    }))
    const before = [await itemsOf(erased), await itemsOf(suppressed)]
    lists += 100
    expect(await give([aRow({ email: erased }), aRow({ n: 2, email: suppressed })])).toEqual([
      { n: 1, result: 'erased' },
      { n: 2, result: 'suppressed' },
    ])
    expect([await itemsOf(erased), await itemsOf(suppressed)]).toEqual(before)
  })

  it('refuses rows by themselves, with the reason and without what they say', async () => {
    const [one] = aRow().consent
    const rows = [
      aRow({ email: 'nobody' }),
      aRow({ n: 2, consent: [] }),
      aRow({ n: 3, consent: one ? [{ ...one, at: '2027-01-01T00:00:00Z' }] : [] }),
      aRow({ n: 4, email: `fine${lists}@shop.example` }),
    ]
    const results = await give(rows)
    expect(results.map(({ result }) => result)).toEqual(['rejected', 'rejected', 'rejected', 'new'])
    expect(results.slice(0, 3).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no @'),
      expect.stringContaining('no consent in this row'),
      expect.stringContaining('still to come'),
    ])
  })

  it.each<[string, unknown[], object, string]>([
    ['no basis', [{ ...aRow(), consent: [{ ...aRow().consent[0], basis: undefined }] }], {}, '/rows/0/consent/0/basis'],
    [
      'no evidence',
      [{ ...aRow(), consent: [{ ...aRow().consent[0], evidence: '' }] }],
      {},
      '/rows/0/consent/0/evidence',
    ],
    ['no rows', [], {}, '/rows'],
    ['too many rows', Array.from({ length: 101 }, (_, n) => aRow({ n: n + 1 })), {}, '/rows'],
    ['no source', [aRow()], { source: undefined }, '/source'],
    ['a field that is no name', [{ ...aRow(), fields: { 'First name': 'x' } }], {}, '/rows/0/fields'],
  ])('answers 422 to %s', async (_, rows, more, pointer) => {
    const { status, json } = await asked(rows, more)
    expect(status).toBe(422)
    expect(json.errors[0].pointer).toMatch(new RegExp(`^${pointer}`))
  })

  it('answers 413 to more than 256 KB, 403 to sales, 409 to another source under the same id', async () => {
    const heavy = Array.from({ length: 60 }, (_, n) => aRow({ n: n + 1, fields: { note: 'x'.repeat(5_000) } }))
    expect((await asked(heavy)).status).toBe(413)
    const body = { importId: idOf(), source, rows: [aRow()] }
    expect((await ask(handler, routes.importLeads, { groups: ['sales'], body })).status).toBe(403)
    await give([aRow()])
    expect((await asked([aRow()], { source: { ...source, name: 'other' } })).status).toBe(409)
  })

  it('is whole after a crash at any call and a repeat', async () => {
    const email = `crash${lists}@shop.example`
    const row = aRow({ email, tags: ['fair'], fields: { city: 'Bonn' } })
    await give([row])
    const whole = kindsOf(await itemsOf(email))
    for (let call = 0; ; call += 1) {
      for (const fault of faults) {
        lists += 1
        const other = aRow({ ...row, email: `crash${lists}@shop.example` })
        const plan = world.break([[call, fault]])
        const answered = await asked([other]).catch(() => undefined)
        const calls = plan.calls.length
        world.break()
        expect(await give([other])).toMatchObject([{ n: 1 }])
        expect(kindsOf(await itemsOf(other.email))).toEqual(whole)
        expect(await profileOf(other.email)).toMatchObject({ tags: ['fair'], fields: { city: 'Bonn' }, mailable: true })
        if (answered?.status === 200 && call >= calls) return
      }
    }
  }, 60_000)
})
