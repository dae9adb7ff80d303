import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Journey } from '../../../core/insight/funnel/journey.ts'
import { cellsOf } from '../../../core/insight/funnel/read-model.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handler as check } from '../../../functions/insight/check-plan.schedule.ts'
import { addToCell } from '../../../functions/insight/funnel-cells.ts'
import { handler as keep } from '../../../functions/insight/keep-plan.http.ts'
import { handler as make } from '../../../functions/insight/make-plan.http.ts'
import { handler as show } from '../../../functions/insight/show-plan.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { givenPlan } from '../../fixtures/a-plan.ts'
import { request } from '../../fixtures/a-request.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const day = 86_400_000
let table: TestTable
beforeEach(async () => {
  Object.assign(process.env, { DEFAULT_ZONE: 'Europe/Berlin', STAGE: 'test' })
  log.setLogLevel('SILENT')
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  clock.ms = Date.parse('2027-03-10T09:00:00.000Z')
  table = await aTable()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await table.stop()
})

/** 200 leads of the fair in January: 40 are MQLs after 9 days, 10 of them customers after 20 more. */
const january: Journey[] = Array.from({ length: 200 }, (_, index) => {
  const came = Date.parse('2027-01-04T10:00:00.000Z') + (index % 20) * day
  const at = (days: number) => toInstant(came + days * day)
  return {
    reached: {
      lead: at(0),
      ...(index < 40 && { mql: at(9) }),
      ...(index < 10 && { customer: at(29) }),
    },
    came: { at: at(0), source: index < 120 ? 'fair' : 'google' },
    sequences: [],
    won: index < 10 ? { [`deal-won-${index}`]: { at: at(29), revenue: 9_000 } } : {},
  }
})
const count = async (journeys: readonly Journey[]) => {
  for (const [cell, counts] of cellsOf(journeys, 'Europe/Berlin')) await addToCell(1, 1, cell, counts)
}
const own = {
  ...givenPlan,
  funnel: [
    { from: 'lead', to: 'mql' },
    { from: 'mql', to: 'customer', takes: '3w' },
  ],
  sources: [
    { id: 'fair', origin: 'outbound', controllable: true, costs: { '2027-01': '6000' } },
    { id: 'google', origin: 'inbound', controllable: false },
  ],
}
const asks = async (handler: unknown, route: (typeof routes)['makePlan' | 'keepPlan' | 'showPlan'], body?: object) => {
  const answered = await request(handler, route, {
    ...(body && { body: body as Record<string, unknown> }),
    groups: ['marketing'],
  })
  return { status: answered.status, body: JSON.parse(answered.body) }
}
const makes = (body: object) => asks(make, routes.makePlan, body)

describe('POST /insight/plan', () => {
  it('works out a plan whose figures are typed in', async () => {
    const { status, body } = await makes({ plan: givenPlan })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'spring',
      deals: 10,
      stages: [{ stage: 'lead', needed: 200 }, { stage: 'mql' }, { stage: 'customer' }],
    })
  })

  it('takes what is left out from the company’s own cohorts: conversions, times, sources and what came since', async () => {
    await count(january)
    const { status, body } = await makes({ plan: own, cohorts: { from: '2027-01', to: '2027-01' } })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.stages[0].next).toMatchObject({ stage: 'mql', rate: 0.2, low: expect.any(Number) })
    expect(body.stages[0].takesDays).toBe(9 + 21)
    expect(body.sources).toMatchObject([
      {
        source: 'fair',
        cost: '6000.00',
        per: { lead: '50.00', mql: '150.00', customer: '600.00' },
        revenue: '90000.00',
        // (90,000 × 40 % − 6,000) / 6,000
        return: 5,
      },
    ])
    expect(body.actual.figures[0]).toMatchObject({ what: 'lead', actual: 0 })
    // The same by the last months that are over.
    const last = await makes({ plan: own, cohorts: { last: 2 } })
    expect(last.body.sources[0].per).toEqual(body.sources[0].per)
  })

  it('says where what is wrong, and never with a given value', async () => {
    await count(january)
    const wrong: [object, string][] = [
      [{ plan: { ...givenPlan, funnel: 'all of it' } }, '/plan/funnel'],
      [{ plan: own }, '/plan/funnel/0'],
      [{ plan: own, cohorts: { from: '2026-03', to: '2026-04' } }, '/plan/funnel/0'],
      [{ plan: own, cohorts: { from: '2027-01', to: '2027-03' } }, '/cohorts'],
      [{ plan: own, cohorts: { from: '2027-02', to: '2027-01' } }, '/cohorts'],
      [{ plan: own, cohorts: { last: 0 } }, '/cohorts'],
      [{ plan: { ...givenPlan, goal: { revenue: 1, in: 'FY2020-Q1' } } }, '/plan/goal'],
      [{ plan: [] }, '/plan'],
      [{ goal: 1 }, ''],
    ]
    for (const [body, pointer] of wrong) {
      const answered = await makes(body)
      expect(answered.status, JSON.stringify(body)).toBe(422)
      expect(answered.body.errors[0].pointer).toContain(pointer)
      expect(JSON.stringify(answered.body)).not.toContain('all of it')
    }
  })
})

describe('the plan that is kept', () => {
  it('is held against the forecast each night, by the figures of that night', async () => {
    const night = () => check({}, {} as Context)
    expect(await night()).toEqual({ plans: 0, below: 0 })
    expect((await asks(show, routes.showPlan)).status).toBe(404)
    await count(january)
    const asked = { plan: own, cohorts: { from: '2027-01', to: '2027-01' } }
    expect((await asks(keep, routes.keepPlan, asked)).status).toBe(200)
    const kept = await asks(show, routes.showPlan)
    expect(kept.body).toMatchObject({ id: 'spring', keptBy: 'anna', forecast: { stage: 'mql' } })
    // 200 leads a month with 20 % are more than the 40 MQLs in three months that ten deals take.
    expect(kept.body.forecast).not.toHaveProperty('below')
    expect(await night()).toEqual({ plans: 1, below: 0 })

    await asks(keep, routes.keepPlan, { ...asked, plan: { ...own, goal: { revenue: 1_000_000, in: 'FY2027-Q2' } } })
    expect(await night()).toEqual({ plans: 1, below: 1 })
    clock.ms = Date.parse('2027-09-01T09:00:00.000Z')
    expect(await night()).toEqual({ plans: 1, below: 1 })
    expect((await asks(show, routes.showPlan)).status).toBe(409)
  })
})
