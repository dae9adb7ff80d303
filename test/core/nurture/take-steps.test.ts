import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideSend } from '../../../core/consent/decide-send.ts'
import type { Mailbox } from '../../../core/consent/mailbox.ts'
import type { LeadState } from '../../../core/leads/lead-status.ts'
import { toInstant } from '../../../core/names.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { type Sequence, sequence } from '../../../core/nurture/sequence.ts'
import { capOf } from '../../../core/nurture/steps.ts'
import { pastSend, takeSteps } from '../../../core/nurture/take-steps.ts'
import { freshEnrolment } from '../../../core/nurture/triggers.ts'
import { windowOpensAt } from '../../../core/nurture/window.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const setting = { zone: 'UTC', marketingMail: true }

describe('the steps that are due', () => {
  it('are gone through up to the next mail, without storing anything', () => {
    const enrolment = anEnrolment({ step: 'read-it', clicked: { welcome: toInstant(startMs) } })
    const taken = takeSteps({ sequence: aSequence(), enrolment, lead: aLead(), nowMs: startMs, setting })
    expect(taken.decision).toEqual({ kind: 'send', step: 'case-study', template: 'case-study' })
    expect(taken.passed.map(({ step, to }) => `${step} -> ${to}`)).toEqual(['read-it -> fork', 'fork -> case-study'])
    expect(taken.enrolment).toMatchObject({ step: 'case-study', since: toInstant(startMs), visit: 0 })
    expect(enrolment.step).toBe('read-it')
  })

  it('end in an error where they go in a circle without time or mail', () => {
    const steps = [
      { id: 'a', branch: [{ when: { stage: 'lead' }, go: 'b' }] },
      { id: 'b', branch: [{ when: { stage: 'lead' }, go: 'a' }] },
    ]
    const enrolment = anEnrolment({ step: 'a' })
    expect(() =>
      takeSteps({ sequence: aSequence({ steps }), enrolment, lead: aLead(), nowMs: startMs, setting }),
    ).toThrow(new RangeError('sequence white-paper goes in a circle without a wait or a send'))
  })
})

describe('past a mail', () => {
  const past = (step: string, sentAt?: string) =>
    pastSend(
      { sequence: aSequence(), enrolment: anEnrolment({ putOff: 3, sent: { other: 'x' } }), nowMs: startMs },
      { step, template: 'welcome', sentAt },
    )

  it('the lead is a step and a visit further, and remembers what went', () => {
    expect(past('welcome', toInstant(startMs))).toMatchObject({
      step: 'read-it',
      visit: 1,
      sent: { other: 'x', welcome: toInstant(startMs) },
      putOff: undefined,
    })
  })

  it('that never goes it is as far, and remembers nothing', () => {
    expect(past('welcome')).toMatchObject({ step: 'read-it', visit: 1, sent: { other: 'x' } })
  })

  it('it goes on from the step of the mail that was claimed, not from where a retry came', () => {
    expect(past('reminder')).toMatchObject({ step: 'pause' })
  })

  it('of a step that this version does not have, it goes on from its own', () => {
    expect(past('gone')).toMatchObject({ step: 'read-it' })
  })
})

const names = ['s0', 's1', 's2', 's3', 's4', 's5']
const target = fc.constantFrom(...names, 'end')
const condition = fc.constantFrom<object>(
  { stage: 'mql' },
  { clicked: 't0' },
  { score: { 'at-least': 40 } },
  { none: [{ country: 'RU' }] },
  { any: [{ sent: 't1' }, { event: 'call' }] },
)
const template = fc.constantFrom('t0', 't1', 't2')
const duration = fc.constantFrom('1s', '2h', '3d', '2w')
const kind = fc.oneof(
  fc.record({ send: template }),
  fc.record({
    send: fc.record({ template, variants: fc.array(fc.record({ when: condition, template }), { maxLength: 2 }) }),
  }),
  fc.record({ wait: duration, next: target }),
  fc.record({ wait: fc.record({ for: duration, until: condition }) }),
  fc.record({
    branch: fc.array(fc.record({ when: condition, go: target }), { minLength: 1, maxLength: 2 }),
    otherwise: target,
  }),
  fc.record({ split: fc.constantFrom({ a: 50, b: 50 }, { a: 1, b: 99 }), go: fc.record({ a: target }) }),
  fc.constant({ end: true }),
)
const window = fc.constantFrom(
  undefined,
  { hours: '09:00-17:00', days: 'mon-fri' },
  { hours: '22:00-06:00', zone: 'Europe/Berlin' },
  { hours: '00:30-01:00', zone: 'America/Havana' },
)
const cap = fc.constantFrom(undefined, { emails: 1, per: '1d' }, { emails: 2, per: '7d' }, { emails: 3, per: '30d' })
const anySequence = (id: string) =>
  fc.record({ steps: fc.array(kind, { minLength: 1, maxLength: 6 }), window, cap }).map(({ steps, ...rest }) =>
    sequence.parse({
      id,
      topic: 'product-education',
      ...rest,
      steps: steps.map((step, index) => ({ id: names[index], ...step })),
    }),
  )
const anyLead = fc
  .record({
    mql: fc.boolean(),
    score: fc.integer({ min: 0, max: 80 }),
    ru: fc.boolean(),
    withSales: fc.boolean(),
    zone: fc.constantFrom(undefined, 'Asia/Tokyo', 'nowhere'),
  })
  .map(({ mql, score, ru, withSales, zone }) =>
    aLead({
      profile: {
        stage: mql ? 'mql' : 'lead',
        score: { total: score, fit: score, interest: 0, model: 'b2b', modelVersion: 1, at: toInstant(startMs) },
        fields: ru ? { country: 'RU' } : {},
        zone,
      },
      handoffs: withSales ? [aHandoff()] : [],
    }),
  )

describe('of any sequence that the schema takes and any lead', () => {
  it('the steps end in a mail, a wait or the end, or throw RangeError for a circle', () => {
    const start = fc.record({
      step: target,
      clicked: fc.boolean(),
      ageMs: fc.nat(40 * 86_400_000),
      marketingMail: fc.boolean(),
    })
    let circles = 0
    fc.assert(
      fc.property(
        anySequence('white-paper'),
        anyLead,
        start,
        (written, lead, { step, clicked, ageMs, marketingMail }) => {
          const at = toInstant(startMs - ageMs)
          const enrolment = anEnrolment({
            step,
            since: at,
            startedAt: at,
            visit: 2,
            clicked: clicked ? { t0: at } : {},
          })
          try {
            const input = {
              sequence: written,
              enrolment,
              lead,
              nowMs: startMs,
              setting: { zone: 'UTC', marketingMail },
            }
            const { decision, enrolment: moved, passed } = takeSteps(input)
            expect(['send', 'wait', 'end']).toContain(decision.kind)
            if (decision.kind === 'wait' && decision.clock) expect(decision.dueMs).toBeGreaterThan(startMs)
            // No mail went, so its count stands; each step that was passed leads to the next.
            expect(moved.visit).toBe(2)
            expect(moved.step).toBe(passed.at(-1)?.to ?? step)
            // What is decided again from where it stands is the same.
            expect(takeSteps({ ...input, enrolment: moved }).decision).toEqual(decision)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
            expect(String(error)).toContain('in a circle')
            circles += 1
          }
        },
      ),
      { numRuns: 1_000 },
    )
    expect(circles).toBeGreaterThan(0)
  })
})

interface Sent {
  readonly at: number
  readonly name: string
  readonly of: Sequence
}

/** Lets a lead live in its sequences for so long, by the clock alone: whoever is due acts; mails are claimed as the mailbox says. */
function live(sequences: readonly Sequence[], born: LeadState, forMs: number): { sent: Sent[]; mailbox: Mailbox } {
  let lead = born
  let enrolments: Enrolment[] = sequences.map((one) => freshEnrolment(one, 1, lead, 1, startMs))
  const due = new Map(sequences.map(({ id }) => [id, startMs]))
  const sent: Sent[] = []
  for (let turn = 0; turn < 400; turn += 1) {
    const [id, nowMs] = [...due].sort(([, a], [, b]) => a - b)[0] ?? ['', Number.POSITIVE_INFINITY]
    if (nowMs > startMs + forMs) break
    const written = sequences.find((one) => one.id === id) as Sequence
    const before = enrolments.find((one) => one.sequence === id) as Enrolment
    lead = { ...lead, enrolments }
    const { decision, enrolment } = takeSteps({ sequence: written, enrolment: before, lead, nowMs, setting })
    let after = enrolment
    if (decision.kind === 'end') due.delete(id)
    if (decision.kind === 'wait') due.set(id, decision.dueMs)
    if (decision.kind === 'send') {
      const name = sendIdOf(after.leadId, after.enrolmentId, after.visit + 1)
      const mail = {
        sendId: name,
        basis: 'consent' as const,
        topic: written.topic,
        by: String(turn),
        cap: capOf(written),
      }
      const verdict = decideSend(
        lead.mailbox,
        {
          ...mail,
          enrolment: { id: after.enrolmentId, visit: after.visit + 1, open: enrolments.map((one) => one.enrolmentId) },
        },
        nowMs,
      )
      expect(verdict.verdict).toBe('allowed')
      if (verdict.verdict === 'allowed') lead = { ...lead, mailbox: { ...lead.mailbox, ...verdict.change } }
      sent.push({ at: nowMs, name, of: written })
      after = pastSend(
        { sequence: written, enrolment, nowMs },
        { step: decision.step, template: decision.template, sentAt: toInstant(nowMs) },
      )
      // A mail takes a moment.
      due.set(id, nowMs + 1_000)
    }
    enrolments = enrolments.map((one) => (one.sequence === id ? after : one))
  }
  return { sent, mailbox: lead.mailbox }
}

describe('in a life by the clock alone', () => {
  it('no cap is exceeded, no mail goes twice, and none outside of its window', () => {
    let mails = 0
    fc.assert(
      fc.property(anySequence('one'), anySequence('two'), anyLead, (one, two, lead) => {
        let sent: Sent[]
        try {
          sent = live([one, two], lead, 60 * 86_400_000).sent
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
          return
        }
        mails += sent.length
        expect(new Set(sent.map(({ name }) => name)).size).toBe(sent.length)
        for (const [index, mail] of sent.entries()) {
          const limit = capOf(mail.of)
          const within = sent.slice(0, index + 1).filter(({ at }) => limit && at > mail.at - limit.perMs)
          if (limit) expect(within.length).toBeLessThanOrEqual(limit.emails)
          const zone = lead.profile.zone === 'nowhere' ? 'UTC' : (lead.profile.zone ?? 'UTC')
          if (mail.of.window) expect(windowOpensAt(mail.of.window, zone, mail.at)).toBe(mail.at)
        }
        if (lead.handoffs.length > 0) expect(sent).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(mails).toBeGreaterThan(500)
  })
})
