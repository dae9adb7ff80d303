import { describe, expect, it } from 'vitest'
import { activity, activityTypes } from '../../../core/leads/activity.ts'
import { ownTypesAtMost, type Report, reportedFact } from '../../../core/leads/reported-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const call: Report = { type: 'call', at: '2026-11-24T11:30:00+03:00', data: { minutes: 12, outcome: 'reached' } }
const made = (given: Partial<Report> = {}) => reportedFact(aLeadId(), { ...call, ...given }, nowMs)

describe('a fact from outside', () => {
  it('is told in UTC, and has the same name when it is told twice', () => {
    const first = made()
    expect(first).toMatchObject({ fact: { type: 'call', at: '2026-11-24T08:30:00.000Z', data: call.data } })
    expect(made({ at: '2026-11-24T08:30:00Z', data: { outcome: 'reached', minutes: 12 } })).toEqual(first)
    expect(made({ data: { minutes: 13 } })).not.toEqual(first)
    expect(activity.safeParse('fact' in first && first.fact).success).toBe(true)
  })

  it('keeps the name that it was given', () => {
    expect(made({ id: 'crm-call-4711' })).toMatchObject({ fact: { id: 'crm-call-4711' } })
  })

  it('may be of a type of one’s own', () => {
    expect(made({ type: 'webinar-attended' })).toHaveProperty('fact')
  })

  it('may be of so many types of one’s own, and of no more than are counted', () => {
    const types = Array.from({ length: ownTypesAtMost }, (_, n) => `own-${n}`)
    const told = (type: string, before: readonly string[]) =>
      reportedFact(aLeadId(), { ...call, type }, nowMs, [...before, 'call', 'page-visited'])
    expect(told('one-more', types.slice(1))).toHaveProperty('fact')
    expect(told('one-more', types)).toMatchObject({
      wrong: { pointer: '/type', detail: expect.stringContaining('20 types') },
    })
    expect(told('own-3', types)).toHaveProperty('fact')
    expect(told('demo', types)).toHaveProperty('fact')
  })

  it.each(activityTypes.filter((type) => /^(consent|handoff|deal|stage|qualified|form|suppressed)/.test(type)))(
    'is not %s, which Ripen itself decides or sees',
    (type) => {
      expect(made({ type })).toMatchObject({ wrong: { pointer: '/type' } })
    },
  )

  it.each([
    ['still to come', '2026-11-24T09:05:01Z'],
    ['before all years', '0000-01-01T00:00:00+14:00'],
  ])('is refused when its time is %s', (_what, at) => {
    expect(made({ at })).toMatchObject({ wrong: { pointer: '/at' } })
  })

  it('may come from a clock that is a little ahead', () => {
    expect(made({ at: '2026-11-24T09:05:00Z' })).toHaveProperty('fact')
  })
})
