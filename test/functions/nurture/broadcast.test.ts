import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tokenPurposes } from '../../../core/consent/tokens.ts'
import { routes } from '../../../core/routes.ts'
import { broadcastKey } from '../../../functions/aws/keys.ts'
import { getItem, putItem } from '../../../functions/aws/table.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { readBroadcast } from '../../../functions/nurture/broadcast-items.ts'
import { handler as broadcastSequence } from '../../../functions/nurture/broadcast-sequence.http.ts'
import { enrolPage } from '../../../functions/nurture/enrol-page.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { request } from '../../fixtures/a-request.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
const issue = aSequence({
  id: 'issue',
  newsletter: true,
  're-entry': 'after 14d',
  steps: [{ id: 'only', send: 'issue' }],
})
beforeEach(async () => {
  world = await aNurtureWorld()
  await world.publish(issue)
})
afterEach(() => world.stop())

const posts = async (body: object = {}, sequenceId = 'issue', groups = ['marketing']) => {
  const answered = await request(broadcastSequence, routes.broadcastSequence, {
    params: { sequenceId },
    body: { ...body },
    groups,
  })
  return { status: answered.status, body: JSON.parse(answered.body) }
}

/** Asks and says yes. */
async function confirmed(body: object = {}): Promise<string> {
  const { body: asked } = await posts(body)
  const answered = await posts({ ...body, confirm: asked.confirm })
  expect(answered).toMatchObject({ status: 202, body: { count: asked.count } })
  return answered.body.broadcastId
}

const many = (count: number, given: Parameters<NurtureWorld['lead']>[0] = {}) =>
  Promise.all(Array.from({ length: count }, () => world.lead(given)))

describe('the first call', () => {
  it('counts, and does nothing', async () => {
    await many(3)
    await many(2, { profile: { stage: 'mql' } })
    const before = await world.items()
    world.told.length = 0
    expect((await posts()).body).toMatchObject({ count: 5, confirm: expect.any(String) })
    expect((await posts({ stage: 'mql' })).body).toMatchObject({ count: 2 })
    expect((await posts({ status: 'parked' })).body).toMatchObject({ count: 5 })
    expect((await posts({ status: 'nurturing' })).body).toMatchObject({ count: 0 })
    expect((await posts({ stage: 'mql', status: 'parked' })).body).toMatchObject({ count: 2 })
    expect((await posts({ stage: 'lead', status: 'customer' })).body).toMatchObject({ count: 0 })
    expect(await world.items()).toEqual(before)
    expect(world.told).toEqual([])
  })

  it('counts no erased people, whatever came in about them since', async () => {
    await many(2, { profile: { stage: 'subscriber' } })
    const [leadId = '', other = ''] = await many(2, { profile: { stage: 'subscriber' } })
    await eraseLead(leadId)
    await eraseLead(other)
    clock.ms += 60_000
    // Somebody posts a form again: a tombstone still, until it is confirmed.
    await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } }, { type: 'page-visited' })
    await world.deliver()
    expect((await posts({ stage: 'subscriber' })).body).toMatchObject({ count: 2 })
    expect((await posts({ stage: 'lead' })).body).toMatchObject({ count: 0 })
    expect((await posts()).body).toMatchObject({ count: 2 })
    expect((await posts({ status: 'parked' })).body).toMatchObject({ count: 2 })
  })

  it('answers 404 for no such sequence, 422 for erased people, 403 for sales', async () => {
    expect((await posts({}, 'nothing')).status).toBe(404)
    expect(await posts({ status: 'erased' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/status' }] } })
    expect((await posts({}, 'issue', ['sales'])).status).toBe(403)
  })
})

describe('saying yes', () => {
  it('lets the list in, page by page, with marks that say so', async () => {
    const leadIds = await many(85)
    const broadcastId = await confirmed()
    await world.until(startMs)
    expect(await readBroadcast(broadcastId)).toMatchObject({
      state: 'done',
      count: 85,
      seen: 85,
      entered: 85,
      by: 'anna',
      sequence: 'issue',
    })
    const pages = world.told.filter(({ name }) => name === 'BroadcastRequested').map(({ detail }) => detail.page)
    expect(pages.length).toBeGreaterThan(2)
    expect(pages).toEqual(pages.map((_page, index) => index))
    await world.until(startMs + day)
    expect(world.mails.map(({ leadId }) => leadId).sort()).toEqual(leadIds.sort())
    expect(await world.enrolment(leadIds[7] ?? '', 'issue.1')).toMatchObject({
      broadcast: broadcastId,
      state: 'finished',
    })
    expect((await getItem(broadcastKey(broadcastId)))?.unannounced).toBeUndefined()
  }, 60_000)

  it('enters nobody who may not be mailed, is inside, or was lately', async () => {
    const [may] = await many(1)
    await many(1, { mailbox: { consent: {} } })
    await many(1, { mailbox: { suppression: { reason: 'bounced', at: at(0) } } })
    await many(1, { enrolments: [anEnrolment({ sequence: 'issue' })] })
    await many(1, { enrolments: [anEnrolment({ sequence: 'issue', state: 'finished', endedAt: at(-13 * day) })] })
    const [again] = await many(1, {
      enrolments: [anEnrolment({ sequence: 'issue', state: 'finished', endedAt: at(-15 * day) })],
    })
    const broadcastId = await confirmed()
    await world.until(startMs + day)
    expect(world.mails.map(({ leadId }) => leadId).sort()).toEqual([may, again].sort())
    expect(await readBroadcast(broadcastId)).toMatchObject({ seen: 6, entered: 2 })
  })

  it('takes those of the stage and the status that were asked for', async () => {
    await many(2)
    await many(2, { profile: { stage: 'mql', customerSince: at(-day) } })
    const [both] = await many(1, { profile: { stage: 'mql' } })
    await confirmed({ stage: 'mql', status: 'parked' })
    await world.until(startMs + day)
    expect(world.mails.map(({ leadId }) => leadId)).toEqual([both])
  })

  it('spreads the list over half of the sending rate', async () => {
    process.env.SEND_RATE = '2'
    await many(10)
    await confirmed()
    await world.deliver()
    process.env.SEND_RATE = '100000'
    await world.until(startMs + day)
    expect(world.mails.map(({ at }) => at).sort()).toEqual(Array.from({ length: 10 }, (_, index) => at(index * 1_000)))
  })

  it('leaves a lead that is parked, and in a newsletter, parked', async () => {
    const [leadId = ''] = await many(1)
    await confirmed()
    await world.until(startMs)
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked' })
  })
})

describe('those whom the trigger holds for already', () => {
  const fair = aSequence({ id: 'fair', trigger: { tag: 'fair' }, steps: [{ id: 'only', send: 'issue' }] })
  const tagged = { profile: { tags: ['fair'] } }
  beforeEach(() => world.publish(fair))

  it('do not come in because it is published, are counted when asked for, and come in by a yes', async () => {
    const [listed] = await many(1, {
      profile: {
        tags: ['fair'],
        createdAt: at(-day),
        lastActivityAt: at(-day),
        imported: { at: at(-day), importId: 'list', source: 'fair', origin: 'outbound' },
      },
    })
    const [lead] = await many(1, tagged)
    await many(45)
    await many(1, { ...tagged, mailbox: { consent: {} } })
    await many(1, { ...tagged, enrolments: [anEnrolment({ sequence: 'fair' })] })
    await world.until(startMs)
    expect(world.mails).toEqual([])
    expect((await posts({}, 'fair')).body).toMatchObject({ count: 49 })
    const { body: asked } = await posts({ triggered: true }, 'fair')
    expect(asked).toMatchObject({ count: 2 })
    expect((await posts({ triggered: true, stage: 'mql' }, 'fair')).body).toMatchObject({ count: 0 })
    expect((await posts({ triggered: true, status: 'customer' }, 'fair')).body).toMatchObject({ count: 0 })
    // A yes to these is none to everybody.
    expect(await posts({ confirm: asked.confirm }, 'fair')).toMatchObject({ status: 409, body: { count: 49 } })
    const said = await posts({ triggered: true, confirm: asked.confirm }, 'fair')
    expect(said).toMatchObject({ status: 202, body: { count: 2 } })
    await world.until(startMs + day)
    expect(world.mails.map(({ leadId }) => leadId).sort()).toEqual([listed, lead].sort())
    expect(await readBroadcast(said.body.broadcastId)).toMatchObject({ state: 'done', seen: 49, entered: 2 })
    expect((await posts({ triggered: true }, 'fair')).body).toMatchObject({ count: 0 })
  }, 60_000)

  it('wait no longer for those who are not meant', async () => {
    process.env.SEND_RATE = '2'
    await many(30)
    await many(3, tagged)
    const { body: asked } = await posts({ triggered: true }, 'fair')
    await posts({ triggered: true, confirm: asked.confirm }, 'fair')
    await world.deliver()
    process.env.SEND_RATE = '100000'
    await world.until(startMs + day)
    expect(world.mails.map(({ at: when }) => when).sort()).toEqual([at(0), at(1_000), at(2_000)])
  }, 60_000)

  it('are counted as they are taken in where nothing is summed up yet of what they did', async () => {
    const quiet = { activity: { any: { 'not-within': '30d' } } }
    await world.publish(aSequence({ id: 'quiet', trigger: { segment: quiet } as never }))
    const before = { createdAt: at(-60 * day), lastActivityAt: at(-60 * day) }
    await many(2, { profile: { ...before, activitySummary: undefined } })
    await many(1)
    expect((await posts({ triggered: true }, 'quiet')).body).toMatchObject({ count: 2 })
  })

  it('say beforehand how many are read for it, of a stage those alone that are at it', async () => {
    await world.publish(aSequence({ id: 'ripe', trigger: { stage: 'mql', when: { industry: 'retail' } } }))
    await many(3)
    await many(2, { profile: { stage: 'mql', fields: { industry: 'retail' } } })
    await many(1, { profile: { stage: 'mql', fields: { industry: 'steel' } } })
    const reads = async (body: object, id: string) =>
      (await posts({ triggered: true, estimate: true, ...body }, id)).body
    expect(await reads({}, 'fair')).toEqual({ reads: 6 })
    expect(await reads({ stage: 'lead' }, 'fair')).toEqual({ reads: 3 })
    expect(await reads({}, 'ripe')).toEqual({ reads: 3 })
    expect((await posts({ triggered: true }, 'ripe')).body).toMatchObject({ count: 2 })
    expect((await posts({ triggered: true, stage: 'lead' }, 'ripe')).body).toMatchObject({ count: 0 })
  })

  it('are none where a trigger is for what happens alone', async () => {
    await world.publish(aSequence({ id: 'visit', trigger: { event: 'page-visited' } }))
    await many(3)
    expect((await posts({ triggered: true }, 'visit')).body).toMatchObject({ count: 0 })
  })
})

describe('a page that comes twice', () => {
  it('enters nobody twice, though the sequence is over and may be entered again', async () => {
    const short = aSequence({ id: 'issue', 're-entry': 'after 1s', steps: [{ id: 'only', send: 'issue' }] })
    await world.publish(short)
    await many(50)
    const broadcastId = await confirmed()
    const first = { name: 'BroadcastRequested', detail: { broadcastId, page: 0 } }
    await world.hand(first)
    await world.machines.ringUntil(startMs + 60_000)
    expect(world.machines.failures).toEqual([])
    expect(world.mails).toHaveLength(40)
    const read = await readBroadcast(broadcastId)
    // As when the function had died before it moved on.
    await putItem(broadcastKey(broadcastId), { ...read, page: 0, place: undefined, seen: 0, entered: 0 })
    await enrolPage(broadcastId, 0)
    expect(await readBroadcast(broadcastId)).toMatchObject({ seen: 40, entered: 40 })
    await world.until(startMs + day)
    expect(world.mails).toHaveLength(50)
    expect(await readBroadcast(broadcastId)).toMatchObject({ state: 'done', seen: 50, entered: 50 })
  }, 60_000)

  it('late moves nothing', async () => {
    await many(1)
    const broadcastId = await confirmed()
    await world.until(startMs + day)
    const before = await readBroadcast(broadcastId)
    await world.hand({ name: 'BroadcastRequested', detail: { broadcastId, page: 0 } })
    await world.hand({ name: 'BroadcastRequested', detail: { broadcastId: 'unknown', page: 0 } })
    expect(await readBroadcast(broadcastId)).toEqual(before)
  })
})

describe('a confirmation', () => {
  it('that is posted twice makes one broadcast, also when its list is no more what it was', async () => {
    await many(2)
    const { body: asked } = await posts({ status: 'parked' })
    const first = await posts({ status: 'parked', confirm: asked.confirm })
    await many(1)
    const second = await posts({ status: 'parked', confirm: asked.confirm })
    expect(second).toEqual(first)
    await world.until(startMs + day)
    expect(world.mails).toHaveLength(2 + 1)
    expect(world.told.filter(({ name }) => name === 'BroadcastRequested')).toHaveLength(1)
  })

  it('of a count that changed answers 409 with the count as it is now', async () => {
    await many(2)
    const { body: asked } = await posts()
    await many(1)
    const answered = await posts({ confirm: asked.confirm })
    expect(answered).toMatchObject({ status: 409, body: { count: 3, confirm: expect.any(String) } })
    expect(answered.body.detail).toContain('held 2 leads and holds 3 now')
    expect((await posts({ confirm: answered.body.confirm })).status).toBe(202)
  })

  it.each<[string, (confirm: string) => Promise<{ status: number }>]>([
    ['another list', (confirm) => posts({ stage: 'lead', confirm })],
    ['another sequence', (confirm) => posts({ confirm }, 'other')],
    ['an older version', (confirm) => world.publish(issue).then(() => posts({ confirm }))],
    [
      'more than an hour ago',
      (confirm) => {
        clock.ms += tokenPurposes.broadcast
        return posts({ confirm })
      },
    ],
  ])('of %s answers 409, and nothing enters', async (_name, post) => {
    await many(1)
    await world.publish(aSequence({ id: 'other' }))
    const { body: asked } = await posts()
    expect((await post(asked.confirm)).status).toBe(409)
    await world.until(clock.ms + day)
    expect(world.mails).toEqual([])
  })

  it.each(['', 'nonsense', 'k1.abc.def'])('that is none of ours (%j) answers as bad input', async (confirm) => {
    const answered = await posts({ confirm })
    expect(answered.status).toBe(confirm === '' ? 200 : 422)
    if (confirm) expect(answered.body.errors).toEqual([{ pointer: '/confirm', detail: expect.any(String) }])
    expect(JSON.stringify(answered.body)).not.toContain('nonsense')
  })
})
