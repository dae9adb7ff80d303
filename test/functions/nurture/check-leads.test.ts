import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Profile } from '../../../core/leads/lead.ts'
import { leadCheck } from '../../../core/nurture/lead-check.ts'
import { routes } from '../../../core/routes.ts'
import { commonHoursKey, enrolmentKey, leadCheckKey, profileKey } from '../../../functions/aws/keys.ts'
import { getItem, ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { handler as showLeadCheck } from '../../../functions/insight/show-lead-check.http.ts'
import { placesOf } from '../../../functions/leads/change-lead.ts'
import { keepSummary } from '../../../functions/leads/keep-summary.ts'
import { readLead } from '../../../functions/leads/lead-state.ts'
import { handler as checkLeads } from '../../../functions/nurture/check-leads.schedule.ts'
import { measure } from '../../../functions/runtime/metrics.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { ask } from '../../fixtures/ask.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/runtime/metrics.ts'), () => ({ measure: vi.fn() }))

const nightMs = Date.parse('2026-11-25T01:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute
const at = (ms: number) => new Date(nightMs + ms).toISOString()
let world: NurtureWorld
let version: number
beforeEach(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ trigger: { form: 'white-paper' } }))
  vi.mocked(measure).mockClear()
})
afterEach(() => {
  vi.restoreAllMocks()
  return world.stop()
})

/** One run, at so many minutes of the night. */
async function run(minutes: number): Promise<Record<string, number>> {
  clock.ms = nightMs + minutes * minute
  return checkLeads({}, {} as Context)
}

const shown = async () => (await ask(showLeadCheck, routes.showLeadCheck, { groups: ['sales'] })).json

async function aNurturedLead(): Promise<string> {
  const leadId = await world.lead()
  await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } })
  await world.until(clock.ms)
  return leadId
}

/** What half a write would have left. */
const leave = async (leadId: string, change: Partial<Profile>) => {
  const profile = { ...(await world.profile(leadId)), ...change }
  await updateItem(profileKey(leadId), { set: { ...change, ...placesOf(profile) } }, ifPresent)
}

describe('a night', () => {
  it('finds nothing where everything follows', async () => {
    clock.ms = nightMs - day
    await aNurturedLead()
    await world.lead({ handoffs: [aHandoff()] })
    await world.lead({ profile: { customerSince: at(-9 * day) } })
    await world.lead({ mailbox: { consent: {} } })
    await world.lead({ profile: { parked: { reason: 'new', until: at(40 * day) } } })
    const before = await world.items()
    expect(await run(0)).toEqual({ checked: 5, failed: 0, repaired: 0, suspects: 0 })
    const own = (pk: unknown, sk: unknown) => pk === leadCheckKey.pk || sk === commonHoursKey.sk
    expect((await world.items()).filter(({ pk, sk }) => !own(pk, sk))).toEqual(
      before.filter(({ pk, sk }) => !own(pk, sk)),
    )
    expect(await run(20)).toEqual({ checked: 0, failed: 0, repaired: 0, suspects: 0 })
    expect(measure).not.toHaveBeenCalled()
    expect(await shown()).toEqual({
      last: {
        startedAt: at(0),
        finishedAt: expect.any(String),
        checked: 5,
        failed: 0,
        repaired: 0,
        places: { nurturing: 1, 'with-sales': 1, customer: 1, 'parked: no-consent': 1, 'parked: new': 1 },
        repairs: [],
      },
    })
  })

  it('looks at all leads once, and the next one does again', async () => {
    await world.lead({ mailbox: { consent: {} } })
    expect(await run(0)).toMatchObject({ checked: 1 })
    expect(await run(20)).toMatchObject({ checked: 0 })
    expect(await run(24 * 60)).toMatchObject({ checked: 1 })
  })
})

describe('a lead that does not stand where its items say', () => {
  it.each<[string, (leadId: string) => Promise<unknown>, object]>([
    [
      'nurturing with no sequence',
      (leadId) => leave(leadId, { status: 'nurturing', parked: undefined }),
      { status: 'parked', parked: { reason: 'new' } },
    ],
    [
      'with sales without a hand-off',
      (leadId) => leave(leadId, { status: 'with-sales', parked: undefined }),
      { status: 'parked' },
    ],
    [
      'mailable though suppressed',
      (leadId) =>
        updateItem({ pk: `LEAD#${leadId}`, sk: 'MAILBOX' }, { set: { suppression: { reason: 'bounced', at: at(0) } } }),
      { mailable: false, suppressed: 'bounced', parked: { reason: 'suppressed' } },
    ],
    [
      'parked without a date',
      async () => {},
      { status: 'parked', parked: { reason: 'new', until: at(90 * day + 20 * minute) } },
    ],
  ])('%s is suspected at the first look and repaired at the second', async (_name, breaks, repaired) => {
    const leadId = await world.lead()
    await breaks(leadId)
    expect(await run(0)).toMatchObject({ repaired: 0, suspects: 1 })
    expect(await run(20)).toMatchObject({ repaired: 1, suspects: 0 })
    expect(await shown()).toMatchObject({
      last: { checked: 1, repaired: 1, repairs: [{ leadId, wrong: [expect.any(String)] }] },
    })
    expect(await world.profile(leadId)).toMatchObject(repaired)
    expect(measure).toHaveBeenCalledExactlyOnceWith('LeadsRepaired', 1)
    expect(world.told).toContainEqual({
      name: 'LeadChanged',
      detail: expect.objectContaining({ leadId, cause: expect.objectContaining({ type: 'repaired' }) }),
    })
    expect(await run(40)).toMatchObject({ repaired: 0, suspects: 0 })
  })

  it('enters the sequence for those whose date from sales has come, though no sweep ended their parking', async () => {
    await world.publish(aSequence({ id: 'again', trigger: { idle: { after: ['recycled'] } } }))
    const leadId = await world.lead({ profile: { parked: { reason: 'recycled', until: at(-60 * minute) } } })
    await leave(leadId, { status: 'parked', parked: { reason: 'recycled', until: at(-60 * minute) } })
    await run(0)
    expect(await run(20)).toMatchObject({ repaired: 1 })
    expect((await world.profile(leadId)).parked).toEqual({ reason: 'recycled' })
    await world.deliver()
    expect((await world.read(leadId)).enrolments).toMatchObject([{ sequence: 'again', state: 'active' }])
  })

  it('but does at the second look was a matter of moments, and no repair', async () => {
    const leadId = await world.lead()
    expect(await run(0)).toMatchObject({ suspects: 1 })
    await leave(leadId, { parked: { reason: 'new', until: at(90 * day) } })
    expect(await run(20)).toMatchObject({ repaired: 0, suspects: 0 })
    expect(measure).not.toHaveBeenCalled()
  })
})

describe('a nurtured lead', () => {
  it.each<[string, (leadId: string) => Promise<unknown>]>([
    [
      'whose execution ended',
      async () => world.machines.executions.map((one) => Object.assign(one, { status: 'FAILED' })),
    ],
    ['whose execution is forgotten', async () => world.machines.executions.splice(0)],
    [
      'that is due at no time',
      (leadId) =>
        updateItem(enrolmentKey(leadId, 'white-paper.1'), {
          set: { due: undefined, dueKind: undefined, dueAt: undefined },
        }),
    ],
  ])('%s gets a live clock again, and goes on where it was', async (_name, breaks) => {
    clock.ms = nightMs - day
    const leadId = await aNurturedLead()
    await breaks(leadId)
    expect(await run(0)).toMatchObject({ repaired: 0, suspects: 1 })
    expect(await run(20)).toMatchObject({ repaired: 1 })
    expect(world.machines.running.at(-1)?.state.generation).toBe(2)
    await world.until(nightMs + 10 * day)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'reminder', 'case-study'])
  })

  it('that the switch holds has no clock, and that is right', async () => {
    const held = anEnrolment({ version, held: 'marketing mail is stopped by the switch', due: at(-3 * day) })
    await world.lead({ enrolments: [held] })
    expect(await run(0)).toMatchObject({ suspects: 0 })
  })
})

describe('a run that has no time left', () => {
  it('is gone on with by the next, lead by lead once', async () => {
    await Promise.all(Array.from({ length: 250 }, () => world.lead({ mailbox: { consent: {} } })))
    let realMs = 0
    // Each look at the clock, four minutes later.
    vi.spyOn(performance, 'now').mockImplementation(() => (realMs += 4 * minute))
    const checked: number[] = []
    for (let minutes = 0; checked.reduce((sum, one) => sum + one, 0) < 250 && minutes < 200; minutes += 20) {
      checked.push((await run(minutes)).checked ?? 0)
    }
    expect(checked.length).toBeGreaterThan(2)
    expect(checked.reduce((sum, one) => sum + one, 0)).toBe(250)
    expect(leadCheck.parse(await getItem(leadCheckKey))).toMatchObject({ checked: 250 })
  })
})

describe('a lead that can not be looked at', () => {
  it('does not stop the others, and the run fails in the end', async () => {
    const [first = '', second = ''] = [await world.lead(), await world.lead()]
    await updateItem(profileKey(first), { set: { stage: 'nonsense' } })
    await expect(run(0)).rejects.toThrow('1 leads could not be checked')
    expect(leadCheck.parse(await getItem(leadCheckKey))).toMatchObject({ checked: 2, failed: 1, suspects: [second] })
  })
})

describe('what time alone makes true', () => {
  const rest = { activity: { any: { 'not-within': '30d' } } }
  const segments = [
    { id: 'at-rest', when: rest },
    { id: 'active', when: { activity: { any: { within: '2d' } } } },
  ]
  const enrolmentsOf = async (leadId: string) => (await readLead(leadId))?.enrolments ?? []
  const visits = { type: 'page-visited', data: { path: '/' } }
  const publish = (given: Parameters<typeof aSequence>[0]) =>
    world.publish({
      ...aSequence({
        steps: [
          { id: 'welcome', send: 'welcome' },
          { id: 'wait', wait: '60d' },
        ],
        ...given,
      }),
      segments,
    })

  it('brings a lead in that did nothing for a while, once, and without an event', async () => {
    await publish({ id: 'rest', trigger: { segment: 'at-rest' }, exit: [{ segment: 'active' }] })
    const leadId = await world.lead({ profile: { createdAt: at(-90 * day) } })
    clock.ms = nightMs - 29 * day
    await world.happens(leadId, visits)
    clock.ms = nightMs
    expect(await run(0)).toMatchObject({ checked: 1, failed: 0 })
    await world.until(clock.ms)
    expect(await enrolmentsOf(leadId)).toEqual([])
    for (const night of [1, 2, 3]) {
      await run(night * 24 * 60)
      await world.until(clock.ms)
    }
    expect(await enrolmentsOf(leadId)).toMatchObject([{ sequence: 'rest', state: 'active', step: 'wait' }])
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome'])

    await world.happens(leadId, visits)
    await world.until(clock.ms)
    expect(await enrolmentsOf(leadId)).toMatchObject([{ state: 'exited', reason: 'exit: segment active' }])
  })

  it.each<[string, Parameters<typeof aSequence>[0], object]>([
    ['lets out by an exit', { exit: [{ segment: 'at-rest' }] }, { state: 'exited', reason: 'exit: segment at-rest' }],
    [
      'reaches a goal',
      { goal: { when: rest } },
      { state: 'goal', reason: 'goal reached: condition (any not within 30d)' },
    ],
    [
      'ends a wait',
      {
        steps: [
          { id: 'wait', wait: { for: '60d', until: { segment: 'at-rest' } } },
          { id: 'long', wait: '60d' },
        ],
      },
      { state: 'active', step: 'long' },
    ],
  ])('%s', async (_, given, expected) => {
    clock.ms = nightMs - 29 * day
    await publish({ id: 'rest', trigger: { event: 'page-visited' }, ...given })
    const leadId = await world.lead({ profile: { createdAt: at(-90 * day) } })
    await world.happens(leadId, visits)
    await world.until(nightMs)
    await run(0)
    await world.until(clock.ms)
    const [before] = await enrolmentsOf(leadId)
    expect(before).toMatchObject({ state: 'active' })
    await run(2 * 24 * 60)
    await world.until(clock.ms)
    expect(await enrolmentsOf(leadId)).toMatchObject([expected])
  })

  it('is written down once for a lead of which nothing is summed up, and nobody is told', async () => {
    const leadId = await world.lead({ profile: { createdAt: at(-90 * day) } })
    clock.ms = nightMs - 10 * day
    await world.happens(leadId, visits)
    const { activitySummary, version: before } = await world.profile(leadId)
    await leave(leadId, { activitySummary: undefined })
    await run(0)
    const kept = await world.profile(leadId)
    expect([kept.activitySummary, kept.version]).toEqual([activitySummary, before])
    expect((await getItem(profileKey(leadId)))?.unannounced).toBeUndefined()
  })

  it('is not written over what somebody wrote in between', async () => {
    const leadId = await world.lead({ profile: { createdAt: at(-90 * day) } })
    await leave(leadId, { activitySummary: undefined })
    const read = await readLead(leadId)
    await world.happens(leadId, visits)
    const { activitySummary } = await world.profile(leadId)
    if (read) await keepSummary(read)
    expect((await world.profile(leadId)).activitySummary).toEqual(activitySummary)
    expect(Object.keys(activitySummary ?? {})).toEqual(['page-visited'])
  })

  it('is known of a lead that was stored before there were summaries, and is kept with its next change', async () => {
    await publish({ id: 'rest', trigger: { segment: 'at-rest' } })
    const leadId = await world.lead({ profile: { createdAt: at(-90 * day) } })
    clock.ms = nightMs - 10 * day
    await world.happens(leadId, visits)
    await leave(leadId, { activitySummary: undefined })
    await run(0)
    await world.until(clock.ms)
    expect(await enrolmentsOf(leadId)).toEqual([])
    await world.happens(leadId, visits)
    const { activitySummary } = (await getItem(profileKey(leadId))) as unknown as Profile
    expect(Object.keys(activitySummary?.['page-visited']?.days ?? {})).toHaveLength(2)
  })
})
