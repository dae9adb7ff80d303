import { describe, expect, it } from 'vitest'
import { decideStep, type StepInput } from '../../../../core/nurture/decide-step.ts'
import type { Enrolment } from '../../../../core/nurture/enrolment.ts'
import { chooseSendTime } from '../../../../core/nurture/send-time/choose-send-time.ts'
import { takeSteps } from '../../../../core/nurture/take-steps.ts'
import { whatToDo } from '../../../../core/nurture/waking.ts'
import { aLead } from '../../../fixtures/a-lead.ts'
import { aSendId } from '../../../fixtures/a-mailbox.ts'
import { aSequence } from '../../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../../fixtures/an-enrolment.ts'

/** A Tuesday. */
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
const day = 24 * hour
const at = (ms: number) => new Date(ms).toISOString()
const clickHours = ['2026-11-10T15', '2026-11-17T15']
const habitual = aSequence({ 'send-time': 'habit' })

function input(given: Partial<Omit<StepInput, 'enrolment'>> & { enrolment?: Partial<Enrolment> } = {}): StepInput {
  return {
    sequence: habitual,
    lead: aLead({ profile: { clickHours } }),
    nowMs,
    setting: { zone: 'UTC', marketingMail: true, sendTime: (asked) => chooseSendTime(asked, undefined) },
    ...given,
    enrolment: anEnrolment(given.enrolment),
  }
}
const hourOf = (ms: number) => at(ms).slice(0, 13)

describe('a mail of a sequence that goes by habit', () => {
  it('waits for the hour at which the lead reads, and says so', () => {
    const { decision, enrolment } = takeSteps(input())
    expect(decision).toMatchObject({ kind: 'wait', held: 'habit', clock: true })
    if (decision.kind !== 'wait') return
    expect(hourOf(decision.dueMs)).toBe('2026-11-24T15')
    expect(enrolment.sendTime).toEqual({
      step: 'welcome',
      visit: 0,
      from: at(nowMs),
      at: at(decision.dueMs),
      by: 'habit',
    })
    const rings = input({ enrolment, nowMs: decision.dueMs })
    expect(decideStep(rings)).toEqual({ kind: 'send', step: 'welcome', template: 'welcome' })
  })

  it('goes at once where the sequence does not ask for it, whatever the lead does', () => {
    expect(decideStep(input({ sequence: aSequence() })).kind).toBe('send')
  })

  it('goes as without where nobody ever clicked', () => {
    expect(decideStep(input({ lead: aLead() })).kind).toBe('send')
    const closed = aSequence({ 'send-time': 'habit', window: { hours: '10:00-12:00' } })
    const decision = decideStep(input({ sequence: closed, lead: aLead() }))
    expect(decision).toMatchObject({ held: 'window', sendTime: { by: 'none' } })
  })

  it('is waited for once: from the closed window on until its hour, by one clock', () => {
    const sequence = aSequence({ 'send-time': 'habit', window: { hours: '12:00-17:00' } })
    const decision = decideStep(input({ sequence }))
    expect(decision).toMatchObject({ held: 'habit' })
    if (decision.kind !== 'wait') return
    expect(hourOf(decision.dueMs)).toBe('2026-11-24T15')
    expect(Date.parse(decision.sendTime?.from ?? '')).toBeGreaterThanOrEqual(nowMs + 3 * hour)
  })

  it('after a wait is waited for with it, and the cap counts first', () => {
    const wait = { step: 'pause', since: at(nowMs - day), visit: 1 }
    const { decision, enrolment } = takeSteps(input({ enrolment: wait }))
    expect(decision).toMatchObject({ held: 'habit', sendTime: { step: 'case-study', visit: 1, from: at(nowMs + day) } })
    if (decision.kind !== 'wait') return
    expect(hourOf(decision.dueMs)).toBe('2026-11-25T15')
    const rings = takeSteps(input({ enrolment, nowMs: decision.dueMs }))
    expect(rings.decision).toEqual({ kind: 'send', step: 'case-study', template: 'case-study' })

    const capped = aSequence({ 'send-time': 'habit', cap: { emails: 1, per: '7d' } })
    const claims = [{ sendId: aSendId(1), at: at(nowMs - 2 * day), topic: 'product-education' }]
    const lead = aLead({ profile: { clickHours }, mailbox: { claims } })
    const later = decideStep(input({ sequence: capped, lead, enrolment: wait }))
    expect(later).toMatchObject({ held: 'habit', sendTime: { from: at(nowMs + 5 * day) } })
    expect(later.kind === 'wait' && hourOf(later.dueMs)).toBe('2026-11-29T15')
  })

  it('keeps its hour, whatever the lead does meanwhile: so it never waits for more than a day', () => {
    const { enrolment } = takeSteps(input())
    const clicked = aLead({ profile: { clickHours: ['2026-11-24T10', '2026-11-24T11', '2026-11-24T12'] } })
    const looked = takeSteps(input({ enrolment, lead: clicked, nowMs: nowMs + 4 * hour }))
    expect(looked.decision).toMatchObject({ dueMs: Date.parse(enrolment.sendTime?.at ?? '') })
    const late = input({ enrolment, lead: clicked, nowMs: nowMs + 10 * hour })
    expect(decideStep(late).kind).toBe('send')
  })

  it('has its hour chosen anew where it may go sooner than was known, and at its next turn', () => {
    const kept = {
      step: 'welcome',
      visit: 0,
      from: at(nowMs + 3 * day),
      at: at(nowMs + 3 * day + hour),
      by: 'habit',
    } as const
    const sooner = decideStep(input({ enrolment: { sendTime: kept } }))
    expect(sooner.kind === 'wait' && hourOf(sooner.dueMs)).toBe('2026-11-24T15')
    const passed = { ...kept, from: at(nowMs - day), at: at(nowMs - 20 * hour) }
    expect(decideStep(input({ enrolment: { sendTime: passed } })).kind).toBe('send')
    const next = decideStep(input({ enrolment: { sendTime: passed, visit: 1 } }))
    expect(next.kind === 'wait' && hourOf(next.dueMs)).toBe('2026-11-24T15')
  })

  it('has its hour chosen at the last moment, where none was known when its clock was set', () => {
    const none = { step: 'welcome', visit: 0, from: at(nowMs), at: at(nowMs), by: 'none' } as const
    const { decision } = takeSteps(input({ enrolment: { sendTime: none } }))
    expect(decision).toMatchObject({ held: 'habit', sendTime: { by: 'habit', from: at(nowMs) } })
  })

  it('is nothing that a waker rings for, which chooses no hours', () => {
    const { sendTime: _, ...setting } = input().setting
    for (const given of [{}, { step: 'pause', since: at(nowMs - day), visit: 1 }]) {
      const { enrolment, decision } = takeSteps(input({ enrolment: given }))
      const due = at(decision.kind === 'wait' ? decision.dueMs : nowMs)
      const stored = { ...enrolment, due, loops: 1 }
      const happening = { type: 'page-visited', at: at(nowMs), data: {} }
      expect(whatToDo(input({ enrolment: stored, setting }), happening)).toBe('nothing')
    }
  })
})
