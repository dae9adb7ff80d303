import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ActivityObserved } from '../../../core/events.ts'
import { stages } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { enrolmentKey, evidenceKey, mailboxKey, profileKey, sendKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { placesOf } from '../../../functions/leads/change-lead.ts'
import { handler as exportLead } from '../../../functions/leads/export-lead.http.ts'
import { handler as findLead } from '../../../functions/leads/find-lead.http.ts'
import { leadIdOf } from '../../../functions/leads/identity.ts'
import { handler as listLeads } from '../../../functions/leads/list-leads.http.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { handler as reportActivity } from '../../../functions/leads/report-activity.http.ts'
import { handler as showLead } from '../../../functions/leads/show-lead.http.ts'
import { handler as showTimeline } from '../../../functions/leads/show-timeline.http.ts'
import { handler as suppress } from '../../../functions/leads/suppress-lead.http.ts'
import { handler as unsuppress } from '../../../functions/leads/unsuppress-lead.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aLeadId, aMailbox, aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { ask } from '../../fixtures/ask.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const staff = { groups: ['sales'] }
const admin = { groups: ['admin'] }
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
let world: MailWorld

beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
})

const to = (leadId: string) => ({ params: { leadId } })

describe('GET /leads', () => {
  const ids: string[] = []

  beforeAll(async () => {
    for (const [n, stage] of ['lead', 'mql', 'lead', 'customer', 'lead'].entries()) {
      const leadId = `listed${'abcde'[n]}`.padEnd(32, 'z')
      const status = n === 2 ? 'nurturing' : 'parked'
      const made = aProfile({
        leadId,
        stage: stages.find((one) => one === stage) ?? 'lead',
        status,
        createdAt: toInstant(startMs + n),
      })
      await putItem(profileKey(leadId), { ...made, ...placesOf(made) })
      ids.push(leadId)
    }
    const erased = aProfile({ leadId: 'erased'.padEnd(32, 'z'), email: '', status: 'erased' })
    await putItem(profileKey(erased.leadId), { ...erased, ...placesOf(erased) })
  })

  const list = async (query: Record<string, string>) =>
    (await ask(listLeads, routes.listLeads, { ...staff, query })).json
  const names = (answer: { items: { leadId: string }[] }) => answer.items.map(({ leadId }) => ids.indexOf(leadId))

  it('lists by stage and by status, newest first, without what only writers need', async () => {
    const byStage = await list({ stage: 'lead' })
    expect(names(byStage)).toEqual([4, 2, 0])
    expect(byStage.items[0]).not.toHaveProperty('fieldsSetBy')
    expect(byStage.items[0]).not.toHaveProperty('byStage')
    expect(names(await list({ status: 'nurturing' }))).toEqual([2])
    expect(names(await list({ stage: 'lead', status: 'parked' }))).toEqual([4, 0])
  })

  it('lists all but the erased where nothing is asked for, in pages of any size', async () => {
    for (const limit of ['1', '2', '3', '5', '100']) {
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await list({ limit, ...(cursor && { cursor }) })
        expect(page.items.length).toBeLessThanOrEqual(Number(limit))
        seen.push(...names(page))
        cursor = page.next
      } while (cursor)
      expect(seen).toEqual([3, 1, 4, 2, 0])
    }
  })

  it('shows of the erased nothing but that they are', async () => {
    expect((await list({ status: 'erased' })).items).toEqual([{ leadId: 'erased'.padEnd(32, 'z'), status: 'erased' }])
  })

  it.each([
    [{ limit: '101' }, '/query/limit'],
    [{ stage: 'chief' }, '/query/stage'],
    [{ cursor: 'x' }, '/query/cursor'],
    [{ cursor: '9.abc' }, '/query/cursor'],
    [{ cursor: '0.abc' }, '/query/cursor'],
  ])('says what is wrong with %j', async (query, pointer) => {
    const answered = await ask(listLeads, routes.listLeads, { ...staff, query })
    expect(answered).toMatchObject({ status: 422, json: { errors: [{ pointer }] } })
  })
})

describe('POST /leads/search', () => {
  const find = (email: string) => ask(findLead, routes.findLead, { ...staff, body: { email } })

  it('finds the one lead, however its address is written, or none', async () => {
    const leadId = await leadIdOf('olga@xn--mnchen-3ya.example')
    await putItem(mailboxKey(leadId), { ...aMailbox({ leadId }) })
    await putItem(profileKey(leadId), { ...aProfile({ leadId, email: 'olga@xn--mnchen-3ya.example' }) })
    expect((await find(' Olga@MÜNCHEN.example')).json.items).toMatchObject([{ leadId }])
    expect((await find('nobody@shop.example')).json).toEqual({ items: [] })
  })

  it('says why an address can’t be one, without repeating it', async () => {
    const answered = await find('secret')
    expect(answered).toMatchObject({ status: 422, json: { errors: [{ pointer: '/email' }] } })
    expect(answered.text).not.toContain('secret')
  })
})

describe('GET /leads/{leadId}', () => {
  it('shows profile, standing, consents and enrolments', async () => {
    const leadId = await world.lead({
      consent: { newsletter: granted() },
      suppression: { reason: 'manual', at: toInstant(startMs) },
    })
    await putItem(enrolmentKey(leadId, 'white-paper.1'), { ...anEnrolment({ leadId, enrolmentId: 'white-paper.1' }) })
    const { status, json } = await ask(showLead, routes.showLead, { ...staff, ...to(leadId) })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      leadId,
      stage: 'lead',
      consents: [{ topic: 'newsletter', state: 'granted' }],
      suppression: { reason: 'manual' },
      enrolments: [{ enrolmentId: 'white-paper.1', state: 'active' }],
    })
    for (const hidden of ['version', 'fieldsSetBy', 'pk', 'announcements']) expect(json).not.toHaveProperty(hidden)
  })

  it.each([
    ['show', showLead, routes.showLead],
    ['timeline', showTimeline, routes.showTimeline],
    ['export', exportLead, routes.exportLead],
  ])('answers 404 to %s of an erased lead and of one that is not there', async (_what, handler, route) => {
    const erased = await world.lead({ erasedAt: toInstant(startMs) })
    for (const leadId of [erased, aLeadId(24)]) {
      expect((await ask(handler, route, { ...admin, ...to(leadId) })).status).toBe(404)
    }
    expect((await ask(handler, route, { ...admin, ...to('not-an-id') })).status).toBe(404)
  })
})

describe('GET /leads/{leadId}/timeline', () => {
  it('shows facts, mails with why they might go, proofs and what waits, newest first, page by page', async () => {
    const leadId = await world.lead()
    const at = (minute: number) => toInstant(startMs + minute * 60_000)
    for (const minute of [0, 2, 4, 4, 6]) {
      await recordFacts(leadId, [
        aFact({ leadId, at: at(minute), id: `fact-${minute}-${Math.floor(world.told.length)}` }),
      ])
    }
    const mail = {
      leadId,
      basis: 'consent',
      template: 'welcome',
      templateVersion: 1,
      locale: 'en',
      because: 'consent to news',
    }
    await putItem(sendKey(leadId, aSendId(1)), { ...mail, sendId: aSendId(1), state: 'SENT', preparedAt: at(3) })
    await putItem(sendKey(leadId, aSendId(2)), {
      ...mail,
      sendId: aSendId(2),
      state: 'REFUSED',
      reason: 'suppressed',
      preparedAt: at(7),
    })
    const proof = {
      leadId,
      id: 'proof',
      topic: 'news',
      channel: 'email',
      decision: 'granted',
      at: at(1),
      by: 'form',
      ip: '192.0.2.7',
    }
    await putItem(evidenceKey(leadId, at(1), 'proof'), proof)
    const enrolment = anEnrolment({
      leadId,
      enrolmentId: 'white-paper.1',
      startedAt: at(5),
      since: at(8),
      held: 'window',
    })
    await putItem(enrolmentKey(leadId, 'white-paper.1'), { ...enrolment })
    const whole = await ask(showTimeline, routes.showTimeline, { ...staff, ...to(leadId) })
    const entries = whole.json.items as { at: string; kind: string }[]
    expect(entries.map((entry) => [Math.round((Date.parse(entry.at) - startMs) / 60_000), entry.kind])).toEqual([
      [8, 'enrolment'],
      [7, 'send'],
      [6, 'activity'],
      [5, 'enrolment'],
      [4, 'activity'],
      [4, 'activity'],
      [3, 'send'],
      [2, 'activity'],
      [1, 'consent'],
      [0, 'activity'],
    ])
    expect(entries[0]).toMatchObject({ what: 'waits', why: 'window' })
    expect(entries[1]).toMatchObject({ state: 'REFUSED', reason: 'suppressed', because: 'consent to news' })
    expect(entries[8]).not.toHaveProperty('ip')
    for (const limit of ['1', '2', '3', '4', '9']) {
      const seen: unknown[] = []
      let cursor: string | undefined
      do {
        const query = { limit, ...(cursor && { cursor }) }
        const page = await ask(showTimeline, routes.showTimeline, { ...staff, ...to(leadId), query })
        expect(page.json.items.length).toBeLessThanOrEqual(Number(limit))
        seen.push(...page.json.items)
        cursor = page.json.next
      } while (cursor)
      expect(seen).toEqual(entries)
    }
    const wrong = await ask(showTimeline, routes.showTimeline, { ...staff, ...to(leadId), query: { cursor: 'e30' } })
    expect(wrong).toMatchObject({ status: 422, json: { errors: [{ pointer: '/query/cursor' }] } })
  })
})

describe('suppressing a lead', () => {
  const body = { reason: 'asked by phone' }
  const call = (handler: unknown, route: typeof routes.suppressLead | typeof routes.unsuppressLead, leadId: string) =>
    ask(handler, route, { ...admin, ...to(leadId), body })

  it('is stored in the mailbox, and told with who did it and why; lifted, it is told too', async () => {
    const leadId = await world.lead({ consent: { newsletter: granted() }, softBounces: 2, softBounced: [] })
    const done = await call(suppress, routes.suppressLead, leadId)
    expect(done).toMatchObject({
      status: 200,
      json: { leadId, suppression: { reason: 'manual', detail: body.reason } },
    })
    expect((await world.mailbox(leadId)).suppression?.reason).toBe('manual')
    clock.ms += 1
    expect((await call(suppress, routes.suppressLead, leadId)).json).toEqual(done.json)
    expect((await call(unsuppress, routes.unsuppressLead, leadId)).json).toEqual({ leadId, suppression: null })
    expect(await world.mailbox(leadId)).toMatchObject({ softBounces: 0 })
    expect(
      world.told.map(({ name, detail }) => [name, (detail.activity as { type: string; data: unknown }).type]),
    ).toEqual([
      [ActivityObserved.name, 'suppressed'],
      [ActivityObserved.name, 'unsuppressed'],
    ])
    expect(world.told[0]?.detail.activity).toMatchObject({ data: { reason: body.reason, by: 'anna' } })
  })

  it('is not for the erased nor for those who are not there, and for admins alone', async () => {
    const erased = await world.lead({ erasedAt: toInstant(startMs) })
    expect((await call(suppress, routes.suppressLead, erased)).status).toBe(404)
    expect((await call(unsuppress, routes.unsuppressLead, aLeadId(24))).status).toBe(404)
    expect((await ask(suppress, routes.suppressLead, { ...staff, ...to(erased), body })).status).toBe(403)
  })
})

describe('POST /leads/{leadId}/activities', () => {
  const call = { type: 'call', at: '2026-11-24T08:00:00Z', data: { outcome: 'reached' } }
  const report = (leadId: string, body: Record<string, unknown>) =>
    ask(reportActivity, routes.reportActivity, { ...staff, ...to(leadId), body })

  it('puts the fact on the bus, under the same name when it is told twice', async () => {
    const leadId = await world.lead()
    const first = await report(leadId, call)
    expect(first).toMatchObject({
      status: 202,
      json: { activityId: expect.stringMatching(/^[a-z2-7]{32}$/), at: '2026-11-24T08:00:00.000Z', meets: [] },
    })
    expect((await report(leadId, call)).json).toEqual(first.json)
    expect(world.told[0]?.detail.activity).toMatchObject({
      leadId,
      id: first.json.activityId,
      at: '2026-11-24T08:00:00.000Z',
    })
  })

  it('happened now where no time is said', async () => {
    const { json } = await report(await world.lead(), { type: 'call' })
    expect(json.at).toBe(toInstant(clock.ms))
    expect(world.told[0]?.detail.activity).toMatchObject({ at: json.at })
  })

  it('is refused for what Ripen decides, for the time to come, and for nobody', async () => {
    const leadId = await world.lead()
    expect(await report(leadId, { ...call, type: 'consent-granted' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/type' }] },
    })
    expect(await report(leadId, { ...call, at: '2026-11-25T08:00:00Z' })).toMatchObject({ status: 422 })
    expect((await report(aLeadId(24), call)).status).toBe(404)
    expect(world.told).toEqual([])
  })

  it('answers 503 when the bus does not take it', async () => {
    const leadId = await world.lead()
    world.break([['PutEventsCommand#0', 'fails']])
    expect(await report(leadId, call)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  })
})
