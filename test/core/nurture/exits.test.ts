import { describe, expect, it } from 'vitest'
import { eventsAskedFor, reasonToExit } from '../../../core/nurture/exits.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

type Given = Parameters<typeof aLead>[0]
const at = '2026-11-24T09:00:00.000Z'
const nowMs = Date.parse(at)

describe('a lead', () => {
  it.each<[string, Parameters<typeof aSequence>[0], Given, object, string | undefined]>([
    ['stays', {}, {}, {}, undefined],
    [
      'leaves when it unsubscribed',
      {},
      { mailbox: { consent: { 'product-education': withdrawn() } } },
      {},
      'unsubscribed',
    ],
    [
      'leaves when it never confirmed',
      {},
      { mailbox: { consent: { 'product-education': pending() } } },
      {},
      'no-consent',
    ],
    [
      'leaves when it consented to something else',
      {},
      { mailbox: { consent: { newsletter: granted() } } },
      {},
      'no-consent',
    ],
    ['leaves when it is suppressed', {}, { mailbox: { suppression: { reason: 'bounced', at } } }, {}, 'suppressed'],
    ['leaves when it is erased', {}, { mailbox: { erasedAt: at } }, {}, 'erased'],
    ['leaves at a stage', { exit: [{ stage: 'mql' }] }, { profile: { stage: 'mql' } }, {}, 'exit: stage mql'],
    ['leaves past a stage', { exit: [{ stage: 'mql' }] }, { profile: { stage: 'customer' } }, {}, 'exit: stage mql'],
    ['stays below a stage', { exit: [{ stage: 'mql' }] }, { profile: { stage: 'lead' } }, {}, undefined],
    [
      'leaves at an event',
      { exit: [{ event: 'meeting-booked' }] },
      {},
      { seen: { 'meeting-booked': at } },
      'exit: event meeting-booked',
    ],
    ['stays at another', { exit: [{ event: 'meeting-booked' }] }, {}, { seen: { call: at } }, undefined],
    [
      'leaves by a condition',
      { exit: [{ when: { country: 'RU' } }] },
      { profile: { fields: { country: 'RU' } } },
      {},
      'exit: condition',
    ],
    [
      'leaves what is for prospects as a customer',
      { audience: 'prospects' },
      { profile: { customerSince: at } },
      {},
      'exit: for prospects only',
    ],
    ['leaves what is for customers as a prospect', { audience: 'customers' }, {}, {}, 'exit: for customers only'],
    [
      'stays in what is for customers as one',
      { audience: 'customers' },
      { profile: { customerSince: at } },
      {},
      undefined,
    ],
    ['stays in what is for its time with sales', { audience: 'with-sales' }, { handoffs: [aHandoff()] }, {}, undefined],
    [
      'leaves that when sales let go of it',
      { audience: 'with-sales' },
      { handoffs: [aHandoff({ state: 'recycled' })] },
      {},
      'exit: only while sales has the lead',
    ],
  ])('%s', (_name, sequence, lead, enrolment, reason) => {
    expect(reasonToExit(aSequence(sequence), anEnrolment(enrolment), aLead(lead), nowMs)).toBe(reason)
  })

  it('has no consent by a topic called like a method of objects', () => {
    expect(reasonToExit(aSequence({ topic: 'constructor' }), anEnrolment(), aLead(), nowMs)).toBe('no-consent')
  })
})

it('a sequence asks for the events of its exits, waits, branches and variants, however deep', () => {
  const sequence = aSequence({
    exit: [
      { event: 'meeting-booked' },
      { when: { any: [{ event: 'call' }, { none: [{ event: ['demo', 'visit'] }] }] } },
    ],
    steps: [
      { id: 'a', wait: { for: '3d', until: { event: { in: ['email-replied'] } } } },
      { id: 'b', branch: [{ when: { event: 'site-searched', stage: 'mql' }, go: 'c' }] },
      { id: 'c', send: { template: 'x', variants: [{ when: { event: 'content-downloaded' }, template: 'y' }] } },
    ],
  })
  expect([...eventsAskedFor(sequence)].sort()).toEqual(
    ['call', 'content-downloaded', 'demo', 'email-replied', 'meeting-booked', 'site-searched', 'visit'].sort(),
  )
})
