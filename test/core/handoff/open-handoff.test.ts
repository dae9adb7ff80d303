import { describe, expect, it } from 'vitest'
import { handoff } from '../../../core/handoff/handoff.ts'
import { openHandoff, reasonNotToForward } from '../../../core/handoff/open-handoff.ts'
import { hoursOf, workCalendar } from '../../../core/handoff/work-calendar.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead, aProfile } from '../../fixtures/a-lead.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

const at = '2026-11-24T09:00:00.000Z'
const qualified = { qualification: { k: 1, state: 'qualified' as const, at } }

describe('a qualification', () => {
  it.each([
    ['is forwarded', aLead({ profile: qualified }), 1, undefined],
    ['is not when the lead was erased', aLead({ profile: qualified, mailbox: { erasedAt: at } }), 1, 'erased'],
    [
      'is not when it was dropped since',
      aLead({ profile: { qualification: { k: 1, state: 'dropped', at } } }),
      1,
      'no longer',
    ],
    [
      'is not when a later one stands',
      aLead({ profile: { qualification: { k: 2, state: 'qualified', at } } }),
      1,
      'no longer',
    ],
    ['is not before it is decided', aLead(), 1, 'no longer'],
    [
      'is not twice',
      aLead({ profile: qualified, handoffs: [aHandoff({ k: 1, state: 'rejected' })] }),
      1,
      'forwarded already',
    ],
    [
      'is not while sales has the lead',
      aLead({
        profile: { qualification: { k: 2, state: 'qualified', at } },
        handoffs: [aHandoff({ k: 1, state: 'accepted' })],
      }),
      2,
      'with sales already',
    ],
    [
      'is again after sales gave the lead back',
      aLead({
        profile: { qualification: { k: 2, state: 'qualified', at } },
        handoffs: [aHandoff({ k: 1, state: 'recycled' })],
      }),
      2,
      undefined,
    ],
  ])('%s', (_what, lead, k, reason) => {
    const given = reasonNotToForward(lead, k)
    if (reason === undefined) expect(given).toBeUndefined()
    else expect(given).toContain(reason)
  })
})

describe('a hand-off', () => {
  const policy = aPolicy()
  const profile = aProfile({
    score: { total: 85, fit: 40, interest: 45, model: 'b2b', modelVersion: 1, at },
  })
  const open = (from: string) =>
    openHandoff({
      profile,
      k: 3,
      policy,
      policyVersion: 7,
      calendar: workCalendar(hoursOf({ policy: policy.calendar }), () => false),
      route: { team: 'inside-sales', by: 'round-robin' },
      choice: { owner: 'anna', why: 'round robin in inside-sales' },
      prioritised: { priority: 2, why: 'score 85' },
      nowMs: Date.parse(from),
    })

  it('is what the table holds', () => {
    const made = open(at)
    expect(handoff.parse(made)).toEqual(made)
  })

  it('names its lead, owner and policy, and owes its owner a mail', () => {
    expect(open(at)).toMatchObject({
      handoffId: `${profile.leadId}.3`,
      state: 'open',
      owner: 'anna',
      team: 'inside-sales',
      routedBy: 'round robin in inside-sales',
      policyVersion: 7,
      priority: 2,
      score: { total: 85 },
      generation: 1,
      due: at,
      tells: [{ key: 'opened-anna', to: 'anna', template: 'handoff-opened', at }],
    })
  })

  it('has every due time in working time: opened on a Friday afternoon in Berlin', () => {
    const { duties, steps } = open('2026-11-27T16:30:00.000Z')
    expect(duties.map(({ id, due, warnAt }) => [id, warnAt, due])).toEqual([
      ['accept', '2026-11-27T17:00:00.000Z', '2026-11-30T08:30:00.000Z'],
      ['first-call', '2026-11-30T10:30:00.000Z', '2026-11-30T11:30:00.000Z'],
    ])
    expect(steps).toEqual([
      { index: 0, what: 'notify-manager', due: '2026-11-30T09:30:00.000Z' },
      { index: 1, what: 'reassign', due: '2026-11-30T16:30:00.000Z' },
      { index: 2, what: 'recycle', due: '2026-12-02T16:30:00.000Z' },
    ])
  })
})
