import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../core/consent/mailbox.ts'
import { decideStep, type StepInput, stoppedBySwitch } from '../../../core/nurture/decide-step.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSendId } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (ms: number) => new Date(ms).toISOString()
const claimed = (ms: number, index = 0): Claim => ({ sendId: aSendId(index), at: at(ms), topic: 'product-education' })

function decided(given: Partial<Omit<StepInput, 'enrolment'>> & { enrolment?: Partial<Enrolment> } = {}) {
  return decideStep({
    sequence: aSequence(),
    lead: aLead(),
    nowMs,
    setting: { zone: 'UTC', marketingMail: true },
    ...given,
    enrolment: anEnrolment(given.enrolment),
  })
}

describe('at a send step', () => {
  it('the mail goes at once', () => {
    expect(decided()).toEqual({ kind: 'send', step: 'welcome', template: 'welcome' })
  })

  it('the first variant whose condition holds goes', () => {
    const variants = [
      { when: { industry: 'retail' }, template: 'case-retail' },
      { when: { country: 'RU' }, template: 'case-ru' },
    ]
    const sequence = aSequence({ steps: [{ id: 'welcome', send: { template: 'case', variants } }] })
    const withFields = (fields: Record<string, string>) => decided({ sequence, lead: aLead({ profile: { fields } }) })
    expect(withFields({ industry: 'retail', country: 'RU' })).toMatchObject({ template: 'case-retail' })
    expect(withFields({ country: 'RU' })).toMatchObject({ template: 'case-ru' })
    expect(withFields({})).toMatchObject({ template: 'case' })
  })

  it('a closed window holds it to the opening, and says so', () => {
    const sequence = aSequence({ window: { hours: '10:00-12:00' } })
    const decision = decided({ sequence })
    expect(decision).toMatchObject({ kind: 'wait', held: 'window', clock: true })
    if (decision.kind !== 'wait') return
    expect(decision.dueMs).toBeGreaterThanOrEqual(nowMs + 3_600_000)
    expect(decision.dueMs).toBeLessThan(nowMs + 2 * 3_600_000)
  })

  it.each([
    ['its own zone', 'Asia/Tokyo', 'wait'],
    ["the company's zone where its own is unknown", undefined, 'send'],
    ["the company's zone where its own is none of IANA's", 'Mars/Olympus', 'send'],
  ])('the window opens by %s', (_name, zone, kind) => {
    const sequence = aSequence({ window: { hours: '09:00-17:00' } })
    expect(decided({ sequence, lead: aLead({ profile: { zone } }) }).kind).toBe(kind)
  })

  it('a cap holds it until the oldest mail falls out, counted over all sequences', () => {
    const sequence = aSequence({ cap: { emails: 2, per: '7d' } })
    const claims = [claimed(nowMs - 6 * day, 1), claimed(nowMs - day, 2)]
    const lead = aLead({ mailbox: { claims } })
    expect(decided({ sequence, lead })).toEqual({
      kind: 'wait',
      held: 'cap of 2 in 7d',
      dueMs: nowMs + day,
      clock: true,
    })
    expect(decided({ sequence, lead: aLead({ mailbox: { claims: claims.slice(1) } }) }).kind).toBe('send')
  })

  it('nothing holds a mail that a try before has claimed: only its end is looked for, and a cap does not count it against itself', () => {
    const { leadId, enrolmentId } = anEnrolment()
    const own = { ...claimed(nowMs - 60_000), sendId: sendIdOf(leadId, enrolmentId, 1) }
    const tried = aLead({ mailbox: { claims: [own] }, handoffs: [aHandoff()] })
    const sequence = aSequence({ cap: { emails: 1, per: '7d' }, window: { hours: '10:00-12:00' } })
    const setting = { zone: 'UTC', marketingMail: false }
    expect(decided({ sequence, lead: tried, setting })).toEqual({ kind: 'send', step: 'welcome', template: 'welcome' })
    // The mark outlives the claim, of which the last 50 are kept.
    const marked = aLead({ mailbox: { visits: { [enrolmentId]: 1 } } })
    expect(decided({ sequence, lead: marked, setting }).kind).toBe('send')
    expect(decided({ sequence, lead: marked, setting, enrolment: { visit: 1 } }).kind).toBe('wait')
  })

  it('a cap that ends at night holds to the morning', () => {
    const sequence = aSequence({ cap: { emails: 1, per: '12h' }, window: { hours: '08:00-10:00' } })
    const decision = decided({ sequence, lead: aLead({ mailbox: { claims: [claimed(nowMs - 3_600_000)] } }) })
    expect(decision).toMatchObject({ held: 'cap of 1 in 12h' })
    expect(decision.kind === 'wait' && decision.dueMs).toBeGreaterThanOrEqual(nowMs + 23 * 3_600_000)
  })

  it('sales having the lead holds it, and says so', () => {
    const lead = aLead({ handoffs: [aHandoff({ state: 'accepted' })] })
    expect(decided({ lead })).toEqual({ kind: 'wait', held: 'with-sales', dueMs: nowMs + 30 * day, clock: true })
  })

  it('a hold without an end of its own keeps the date of its next look', () => {
    const lead = aLead({ handoffs: [aHandoff()] })
    const enrolment = { held: 'with-sales', due: at(nowMs + 9 * day) }
    expect(decided({ lead, enrolment })).toMatchObject({ dueMs: nowMs + 9 * day })
  })

  it.each(['rejected', 'recycled', 'won', 'lost'] as const)('a hand-off that is %s holds nothing', (state) => {
    expect(decided({ lead: aLead({ handoffs: [aHandoff({ state })] }) }).kind).toBe('send')
  })

  it('a sequence made for that time is not held', () => {
    const sequence = aSequence({ audience: 'with-sales' })
    expect(decided({ sequence, lead: aLead({ handoffs: [aHandoff()] }) }).kind).toBe('send')
  })

  it('a date that sales set holds it until then', () => {
    const until = at(nowMs + 5 * day)
    const parked = (reason: 'recycled' | 'sequences-finished' | 'new') =>
      aLead({ profile: { parked: { reason, until } } })
    expect(decided({ lead: parked('recycled') })).toEqual({
      kind: 'wait',
      held: 'parked',
      dueMs: nowMs + 5 * day,
      clock: true,
    })
    expect(decided({ lead: parked('sequences-finished') }).kind).toBe('send')
    expect(decided({ lead: parked('new') }).kind).toBe('send')
  })

  it('the switch for all marketing mail holds it without a clock', () => {
    const setting = { zone: 'UTC', marketingMail: false }
    expect(decided({ setting })).toEqual({ kind: 'wait', held: stoppedBySwitch, dueMs: nowMs, clock: false })
  })
})

describe('at a wait', () => {
  const waiting = (given: Partial<Enrolment> = {}) => ({ step: 'read-it', since: at(nowMs - day), ...given })

  it('it lasts from when the lead came there', () => {
    expect(decided({ enrolment: waiting() })).toEqual({ kind: 'wait', dueMs: nowMs + 2 * day, clock: true })
  })

  it('it is over at its very end', () => {
    expect(decided({ enrolment: waiting({ since: at(nowMs - 3 * day) }) })).toMatchObject({ kind: 'go', to: 'fork' })
  })

  it('it lasts until the cap lets the mail after it go, so that the clock rings once', () => {
    const sequence = aSequence({
      cap: { emails: 2, per: '7d' },
      steps: [
        { id: 'pause', wait: '2d' },
        { id: 'reminder', send: 'reminder' },
      ],
    })
    const paused = { step: 'pause', since: at(nowMs) }
    const withMails = (...days: number[]) => {
      const claims = days.map((ago, index) => claimed(nowMs - ago * day, index))
      return decided({ sequence, enrolment: paused, lead: aLead({ mailbox: { claims } }) })
    }
    expect(withMails(1, 0)).toEqual({ kind: 'wait', held: 'cap of 2 in 7d', dueMs: nowMs + 6 * day, clock: true })
    // The older one falls out before the wait is over.
    expect(withMails(6, 0)).toEqual({ kind: 'wait', dueMs: nowMs + 2 * day, clock: true })
    const over = { step: 'pause', since: at(nowMs - 2 * day) }
    expect(decided({ sequence, enrolment: over })).toMatchObject({ kind: 'go', to: 'reminder' })
  })

  it('it ends early when what it waits for happened', () => {
    expect(decided({ enrolment: waiting({ clicked: { welcome: at(nowMs) } }) })).toMatchObject({
      kind: 'go',
      to: 'fork',
    })
    expect(decided({ enrolment: waiting({ clicked: { other: at(nowMs) } }) })).toMatchObject({ kind: 'wait' })
  })

  it('it ends where the window is open, so that the clock rings once', () => {
    const sequence = aSequence({ window: { days: 'mon-fri', hours: '06:00-07:00' } })
    const decision = decided({ sequence, enrolment: waiting() })
    // Two days on it is Thursday, nine o'clock: the window opens on Friday at six.
    expect(decision.kind === 'wait' && decision.dueMs).toBeGreaterThanOrEqual(Date.parse('2026-11-27T06:00:00.000Z'))
    expect(decision.kind === 'wait' && decision.dueMs).toBeLessThan(Date.parse('2026-11-27T07:00:00.000Z'))
  })

  it('goes on to the step that it names', () => {
    const sequence = aSequence({
      steps: [
        { id: 'rest', wait: '1d', next: 'last' },
        { id: 'skipped', send: 'a' },
        { id: 'last', send: 'b' },
      ],
    })
    expect(decided({ sequence, enrolment: waiting({ step: 'rest' }) })).toMatchObject({ to: 'last' })
  })
})

describe('at a branch', () => {
  it.each([
    ['the way of the first condition that holds', { clicked: { welcome: at(nowMs) } }, 'case-study'],
    ['otherwise where none does', {}, 'reminder'],
  ])('the lead takes %s', (_name, facts, to) => {
    expect(decided({ enrolment: { step: 'fork', ...facts } })).toMatchObject({ kind: 'go', to })
  })

  it.each<[string, object, Partial<Enrolment>, object]>([
    ['stage', { stage: 'mql' }, {}, { profile: { stage: 'mql' } }],
    [
      'score',
      { score: { 'at-least': 50 } },
      {},
      { profile: { score: { total: 55, fit: 30, interest: 25, model: 'b2b', modelVersion: 1, at: at(nowMs) } } },
    ],
    ['tags', { tags: 'vip' }, {}, { profile: { tags: ['vip'] } }],
    ['what was sent', { sent: 'welcome' }, { sent: { welcome: at(nowMs) } }, {}],
    ['events seen', { event: 'call' }, { seen: { call: at(nowMs) } }, {}],
    ['the variant drawn', { 'split.test': 'b' }, { splits: { test: 'b' } }, {}],
    ['being a customer', { customer: true }, {}, { profile: { customerSince: at(nowMs) } }],
  ])('conditions may ask for %s', (_name, when, enrolment, lead) => {
    const sequence = aSequence({
      steps: [{ id: 'fork', branch: [{ when: when as never, go: 'yes' }], otherwise: 'no' }],
    })
    expect(decided({ sequence, lead: aLead(lead), enrolment: { step: 'fork', ...enrolment } })).toMatchObject({
      to: 'yes',
    })
    expect(decided({ sequence, enrolment: { step: 'fork' } })).toMatchObject({ to: 'no' })
  })
})

describe('at a split', () => {
  const sequence = aSequence({
    steps: [
      { id: 'test', split: { a: 50, b: 50 }, go: { b: 'question' } },
      { id: 'offer', send: 'offer' },
      { id: 'question', send: 'question' },
    ],
  })
  const at = (splits: Record<string, string>) => decided({ sequence, enrolment: { step: 'test', splits } })

  it('the variant drawn before counts, whatever would be drawn now', () => {
    expect(at({ test: 'a' })).toMatchObject({ to: 'offer', splits: { test: 'a' } })
    expect(at({ test: 'b' })).toMatchObject({ to: 'question', splits: { test: 'b' } })
  })

  it('a variant that this version has no more is drawn anew', () => {
    const drawn = at({ test: 'gone', other: 'x' })
    expect(drawn.kind === 'go' && ['a', 'b']).toContain(drawn.kind === 'go' && drawn.splits?.test)
    expect(drawn).toMatchObject({ splits: { other: 'x' } })
  })

  it('a step called like a method of objects draws too', () => {
    const odd = aSequence({ steps: [{ id: 'constructor', split: { a: 50, b: 50 }, go: { a: 'end', b: 'end' } }] })
    expect(decided({ sequence: odd, enrolment: { step: 'constructor' } })).toMatchObject({ kind: 'go', to: 'end' })
  })
})

describe('the end', () => {
  it.each([
    ['is reached', 'end', 'finished', 'finished'],
    ['may be a step', 'done', 'finished', 'finished at done'],
    ['comes where the version has no such step', 'gone', 'exited', 'step gone is not in this version'],
  ])('%s', (_name, step, state, reason) => {
    const sequence = aSequence({
      steps: [
        { id: 'welcome', send: 'welcome' },
        { id: 'done', end: true },
      ],
    })
    expect(decided({ sequence, enrolment: { step } })).toEqual({ kind: 'end', state, reason })
  })

  it('an exit comes before everything else', () => {
    const sequence = aSequence({ exit: [{ stage: 'mql' }], window: { hours: '10:00-12:00' } })
    const lead = aLead({ profile: { stage: 'mql' }, handoffs: [aHandoff()] })
    expect(decided({ sequence, lead })).toEqual({ kind: 'end', state: 'exited', reason: 'exit: stage mql' })
  })
})

it('a lead of a list enters when its turn comes', () => {
  const enrolment = { since: at(nowMs + 600_000) }
  expect(decided({ enrolment })).toEqual({ kind: 'wait', dueMs: nowMs + 600_000, clock: true })
  expect(decided({ enrolment, nowMs: nowMs + 600_000 }).kind).toBe('send')
})
