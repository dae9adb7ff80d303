import { describe, expect, it } from 'vitest'
import { clockedEnrolments, faultsOf } from '../../../core/nurture/check-lead.ts'
import { stoppedBySwitch } from '../../../core/nurture/decide-step.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead, settled } from '../../fixtures/a-lead.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-25T02:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()
type Given = NonNullable<Parameters<typeof aLead>[0]>
const nurtured: Given = { enrolments: [anEnrolment({ due: at(2) })] }
const dated: Given = { profile: { parked: { reason: 'new', until: at(40) } } }

describe('a lead that stands right', () => {
  it.each<[string, Given]>([
    ['nurtured', nurtured],
    ['with sales', { handoffs: [aHandoff()] }],
    ['a customer', { profile: { customerSince: at(-9) } }],
    ['parked until a date', dated],
    ['parked for want of consent', { mailbox: { consent: {} } }],
    ['waiting for more than 90 days', { enrolments: [anEnrolment({ due: at(200) })] }],
    ['suppressed', { mailbox: { suppression: { reason: 'bounced', at: at(-1) } } }],
    ['paused by staff', { enrolments: [anEnrolment({ state: 'paused', due: undefined })] }],
    ['held by the switch', { enrolments: [anEnrolment({ held: stoppedBySwitch, due: at(-3) })] }],
    ['erased', { mailbox: { erasedAt: at(-1) } }],
  ])('%s has no fault', (_name, given) => {
    expect(faultsOf(settled(aLead(given), nowMs), nowMs)).toEqual([])
  })

  it('has none by what the sweep is about to do', () => {
    const passed = { profile: { parked: { reason: 'new' as const, until: at(-0.01) } } }
    expect(faultsOf(settled(aLead(passed), nowMs - day), nowMs)).toEqual([])
    expect(faultsOf(settled(aLead({ enrolments: [anEnrolment({ due: at(-0.01) })] }), nowMs), nowMs)).toEqual([])
  })
})

describe('a fault', () => {
  const standing = (given: Given, profile: object) => {
    const right = settled(aLead(given), nowMs)
    return faultsOf({ ...right, profile: { ...right.profile, ...profile } }, nowMs)
  }

  it.each<[string, Given, object, string, string]>([
    [
      'nurtured without a sequence',
      dated,
      { status: 'nurturing', parked: undefined },
      'nurturing, mailable',
      'parked, new, mailable',
    ],
    [
      'with sales without a hand-off',
      nurtured,
      { status: 'with-sales' },
      'with-sales, mailable',
      'nurturing, mailable',
    ],
    [
      'parked inside a sequence',
      nurtured,
      { status: 'parked', parked: { reason: 'new' } },
      'parked, new, mailable',
      'nurturing, mailable',
    ],
    [
      'mailable without consent',
      { mailbox: { consent: {} } },
      { mailable: true },
      'parked, no-consent, mailable',
      'parked, no-consent, not mailable',
    ],
  ])('is a lead %s', (_name, given, profile, stored, follows) => {
    expect(standing(given, profile)).toContainEqual({ kind: 'status', stored, follows })
  })

  it('is a lead parked without a date that nobody would look at again', () => {
    expect(faultsOf(settled(aLead(), nowMs), nowMs)).toEqual([{ kind: 'no-date' }])
  })

  it.each<[string, object]>([
    ['overdue', { due: at(-0.1) }],
    ['due at no time', { due: undefined }],
  ])('is a step that is %s', (_name, enrolment) => {
    const enrolments = [anEnrolment({ sequence: 'other', due: at(1) }), anEnrolment(enrolment)]
    expect(faultsOf(settled(aLead({ enrolments }), nowMs), nowMs)).toEqual([
      { kind: 'clock', enrolmentId: 'white-paper.1' },
    ])
  })

  it('names nobody', () => {
    const faults = JSON.stringify(standing(nurtured, { status: 'with-sales', suppressed: 'bounced' }))
    expect(faults).not.toContain('olga')
  })
})

it('active enrolments have clocks, but for those that the switch holds', () => {
  const enrolments = [
    anEnrolment({ n: 1 }),
    anEnrolment({ n: 2, state: 'paused' }),
    anEnrolment({ n: 3, state: 'finished' }),
    anEnrolment({ n: 4, held: stoppedBySwitch }),
    anEnrolment({ n: 5, newsletter: true }),
  ]
  expect(clockedEnrolments(aLead({ enrolments })).map(({ n }) => n)).toEqual([1, 5])
})
