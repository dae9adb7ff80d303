import { describe, expect, it } from 'vitest'
import { stoppedBySwitch } from '../../../core/nurture/decide-step.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { factsFor, whatToDo } from '../../../core/nurture/waking.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aLeadId, granted, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-25T09:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()
const clicked = (data: Record<string, unknown>) => ({ type: 'email-clicked', at: at(0), data })
const lead = aLeadId()

describe('a click', () => {
  const mail = (visit: number) => sendIdOf(lead, 'white-paper.1', visit)
  const told = (enrolment: Partial<Enrolment>, data: Record<string, unknown>) =>
    factsFor(anEnrolment(enrolment), aSequence(), clicked(data))

  it('on a mail of the enrolment is kept by its template', () => {
    expect(told({ visit: 1 }, { template: 'welcome', sendId: mail(1) })).toEqual({ clicked: { welcome: at(0) } })
  })

  it('that is faster than the cursor is kept too', () => {
    expect(told({ visit: 0 }, { template: 'welcome', sendId: mail(1) })).toEqual({ clicked: { welcome: at(0) } })
  })

  it('without the name of the mail counts for what was sent', () => {
    expect(told({ sent: { welcome: at(-1) } }, { template: 'welcome' })).toEqual({ clicked: { welcome: at(0) } })
    expect(told({}, { template: 'welcome' })).toBeUndefined()
  })

  it.each<[string, Partial<Enrolment>, Record<string, unknown>]>([
    [
      'on the same template sent by another sequence',
      { sent: { welcome: at(-1) } },
      { template: 'welcome', sendId: sendIdOf(lead, 'other.1', 1) },
    ],
    ['that is known', { clicked: { welcome: at(-1) } }, { template: 'welcome', sendId: mail(1) }],
    ['by a scanner', { visit: 1 }, { template: 'welcome', sendId: mail(1), machine: true }],
    ['that names no template', {}, { sendId: mail(1) }],
    ['on something called like a method of objects', {}, { template: 'constructor' }],
  ])('%s tells nothing', (_name, enrolment, data) => {
    expect(told(enrolment, data)).toBeUndefined()
  })
})

describe('an event', () => {
  const sequence = aSequence({ exit: [{ event: 'meeting-booked' }] })
  const told = (type: string, days: number, enrolment: Partial<Enrolment> = {}) =>
    factsFor(anEnrolment({ startedAt: at(-5), ...enrolment }), sequence, { type, at: at(days), data: {} })

  it('that the sequence asks for is kept', () => {
    expect(told('meeting-booked', 0)).toEqual({ seen: { 'meeting-booked': at(0) } })
  })

  it.each<[string, string, number, object]>([
    ['it does not ask for', 'call', 0, {}],
    ['from before it began', 'meeting-booked', -6, {}],
    ['that is known', 'meeting-booked', 0, { seen: { 'meeting-booked': at(-1) } }],
  ])('%s tells nothing', (_name, type, days, enrolment) => {
    expect(told(type, days, enrolment)).toBeUndefined()
  })

  it('that a machine made tells nothing', () => {
    const happening = { type: 'meeting-booked', at: at(0), data: { machine: true } }
    expect(factsFor(anEnrolment({ startedAt: at(-5) }), sequence, happening)).toBeUndefined()
  })
})

describe('the waker', () => {
  const something = { type: 'page-visited', at: at(0), data: {} }
  const waiting: Partial<Enrolment> = { step: 'read-it', since: at(-1), due: at(2) }
  const does = (
    enrolment: Partial<Enrolment>,
    given: Parameters<typeof aLead>[0] = {},
    happening: { type: string; at: string; data: object } = something,
    marketingMail = true,
  ) =>
    whatToDo(
      {
        sequence: aSequence({ exit: [{ stage: 'sql' }] }),
        enrolment: anEnrolment(enrolment),
        lead: aLead(given),
        nowMs,
        setting: { zone: 'UTC', marketingMail },
      },
      { ...happening, data: {} },
    )

  it('lets the clock ring where nothing changed', () => {
    expect(does(waiting)).toBe('nothing')
  })

  it('wakes what waited for the click', () => {
    expect(does({ ...waiting, clicked: { welcome: at(0) } })).toBe('wake')
  })

  it('wakes what ends now', () => {
    expect(does(waiting, { profile: { stage: 'sql' } })).toBe('wake')
    expect(does(waiting, { mailbox: { consent: { 'product-education': withdrawn() } } })).toBe('wake')
  })

  it('wakes what sales held and holds no more', () => {
    const held: Partial<Enrolment> = { held: 'with-sales', due: at(30) }
    expect(does(held, { handoffs: [aHandoff({ state: 'recycled' })] })).toBe('wake')
    expect(does(held, { handoffs: [aHandoff()] })).toBe('nothing')
  })

  it('wakes what may go sooner than its clock rings', () => {
    const parked = { profile: { parked: { reason: 'recycled' as const, until: at(3) } } }
    expect(does({ held: 'parked', due: at(20) }, parked)).toBe('wake')
  })

  it('leaves a mail that was put off to its own time', () => {
    expect(does({ held: 'pacing', putOff: 1, due: at(0.01) })).toBe('nothing')
    expect(does({ held: 'pacing', putOff: 1, due: at(0.01) }, { profile: { stage: 'sql' } })).toBe('wake')
  })

  it('makes a TakeStep at work decide again, whatever it may be about to write', () => {
    for (const due of [at(0), at(-0.01), undefined]) {
      expect(does({ ...waiting, due })).toBe('decide-again')
      expect(does({ ...waiting, due, clicked: { welcome: at(0) } })).toBe('decide-again')
    }
  })

  it('makes a TakeStep that has just begun its generation decide again, and starts no other beside it', () => {
    const begun: Partial<Enrolment> = { ...waiting, clicked: { welcome: at(0) }, generation: 2, loops: 0 }
    expect(does({ ...begun, generationAt: at(0) })).toBe('decide-again')
    expect(does({ ...begun, generationAt: at(0), loops: 1 })).toBe('wake')
    // None works so long: it died.
    expect(does({ ...begun, generationAt: at(-0.001) })).toBe('wake')
  })

  it.each(['enrolled', 'email-sent', 'email-delivered', 'settled'])(
    'does not for %s, which changes no decision',
    (type) => {
      expect(does({ due: at(0) }, {}, { type, at: at(0), data: {} })).toBe('nothing')
    },
  )

  it('starts no clock for what the switch holds, but for its end', () => {
    const held: Partial<Enrolment> = { held: stoppedBySwitch, due: at(-1) }
    expect(does(held, {}, something, false)).toBe('nothing')
    expect(does(held, {}, something, true)).toBe('nothing')
    expect(does(held, { profile: { stage: 'sql' } }, something, false)).toBe('wake')
  })

  it('does nothing for a paused one', () => {
    expect(does({ ...waiting, state: 'paused', clicked: { welcome: at(0) } })).toBe('nothing')
  })

  it('knows consent by its topic', () => {
    expect(does(waiting, { mailbox: { consent: { newsletter: granted() } } })).toBe('wake')
  })
})
