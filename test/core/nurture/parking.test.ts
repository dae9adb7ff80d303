import { describe, expect, it } from 'vitest'
import { leadStatus } from '../../../core/leads/lead-status.ts'
import { parkingAfter } from '../../../core/nurture/parking.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { pending } from '../../fixtures/a-mailbox.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (days: number) => new Date(nowMs + days * day).toISOString()
type Given = NonNullable<Parameters<typeof aLead>[0]>
const finished = anEnrolment({ state: 'finished', due: undefined, endedAt: at(0) })
const paused = anEnrolment({ state: 'paused', due: undefined })

describe('a lead that no sequence has', () => {
  it.each<[string, Given, string]>([
    ['whose last one ended', { enrolments: [finished] }, 'sequences-finished'],
    ['that none took', {}, 'new'],
    ['that a newsletter alone has', { enrolments: [anEnrolment({ newsletter: true })] }, 'sequences-finished'],
    ['whose newsletter alone is paused', { enrolments: [{ ...paused, newsletter: true }] }, 'sequences-finished'],
    ['whose date has passed', { profile: { parked: { reason: 'new', until: at(-1) } } }, 'new'],
  ])('%s is parked with reason and date', (_name, lead, reason) => {
    expect(parkingAfter(aLead(lead), nowMs)).toEqual({ reason, until: at(90) })
  })

  it.each<[string, Given]>([
    ['a sequence has', { enrolments: [anEnrolment()] }],
    ['a paused sequence has', { enrolments: [paused] }],
    ['sales has', { handoffs: [aHandoff()] }],
    ['is a customer', { profile: { customerSince: at(-3) } }],
    ['is suppressed', { mailbox: { suppression: { reason: 'complained', at: at(-1) } } }],
    ['is erased', { mailbox: { erasedAt: at(-1) } }],
    ['has not confirmed', { mailbox: { consent: { 'product-education': pending() } } }],
    ['is parked until a date', { profile: { parked: { reason: 'recycled', until: at(5) } } }],
    ['sales refused', { profile: { parked: { reason: 'rejected' } } }],
    ['is lost', { profile: { parked: { reason: 'lost' } } }],
  ])('a lead that %s needs no date', (_name, lead) => {
    expect(parkingAfter(aLead(lead), nowMs)).toBeUndefined()
  })
})

it('a lead that sales gave back without a date gets one only when no sequence takes it', () => {
  const recycled = aLead({ profile: { parked: { reason: 'recycled' } }, enrolments: [finished] })
  expect(parkingAfter(recycled, nowMs)).toBeUndefined()
  expect(parkingAfter(recycled, nowMs, true)).toEqual({ reason: 'sequences-finished', until: at(90) })
  expect(parkingAfter(aLead({ profile: { parked: { reason: 'rejected' } } }), nowMs, true)).toBeUndefined()
})

describe('the status of a lead in sequences', () => {
  it.each<[string, Given, object]>([
    [
      'is nurturing with a touch within 90 days',
      { enrolments: [anEnrolment({ due: at(90) })] },
      { status: 'nurturing' },
    ],
    [
      'is parked before a longer wait, until the touch is near',
      { enrolments: [anEnrolment({ due: at(120) })] },
      { status: 'parked', parked: { reason: 'waiting', until: at(30) } },
    ],
    [
      'is nurturing when another touch is near',
      { enrolments: [anEnrolment({ due: at(120) }), anEnrolment({ sequence: 'other' })] },
      { status: 'nurturing' },
    ],
    ['is parked in a newsletter alone', { enrolments: [anEnrolment({ newsletter: true })] }, { status: 'parked' }],
    ['is parked while staff paused it', { enrolments: [paused] }, { status: 'parked', parked: { reason: 'paused' } }],
    [
      'is nurturing though Ripen had parked it',
      { enrolments: [anEnrolment()], profile: { parked: { reason: 'sequences-finished', until: at(60) } } },
      { status: 'nurturing', parked: undefined },
    ],
    [
      'stays parked until the date of sales',
      { enrolments: [anEnrolment()], profile: { parked: { reason: 'recycled', until: at(60) } } },
      { status: 'parked', parked: { reason: 'recycled', until: at(60) } },
    ],
    [
      'is nurturing once that date has passed',
      { enrolments: [anEnrolment()], profile: { parked: { reason: 'recycled', until: at(-1) } } },
      { status: 'nurturing' },
    ],
    [
      'keeps the date that it was parked with',
      { enrolments: [finished], profile: { parked: { reason: 'sequences-finished', until: at(60) } } },
      { status: 'parked', parked: { reason: 'sequences-finished', until: at(60) } },
    ],
    [
      'drops a date that has passed',
      { enrolments: [finished], profile: { parked: { reason: 'sequences-finished', until: at(-1) } } },
      { status: 'parked', parked: { reason: 'sequences-finished' } },
    ],
    [
      'is no-consent without usable consent, whatever date it had',
      { mailbox: { consent: {} }, profile: { parked: { reason: 'sequences-finished', until: at(60) } } },
      { status: 'parked', parked: { reason: 'no-consent' } },
    ],
    [
      'forgets what it waited for',
      { enrolments: [finished], profile: { parked: { reason: 'waiting', until: at(60) } } },
      { status: 'parked', parked: { reason: 'sequences-finished' } },
    ],
  ])('%s', (_name, lead, expected) => {
    expect(leadStatus(aLead(lead), nowMs)).toMatchObject(expected)
  })
})
