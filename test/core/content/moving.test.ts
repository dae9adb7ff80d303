import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveTo } from '../../../core/content/in-flight.ts'
import type { LeadState } from '../../../core/leads/lead-status.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { end, type Sequence } from '../../../core/nurture/sequence.ts'
import { pastSend, takeSteps } from '../../../core/nurture/take-steps.ts'
import { freshEnrolment } from '../../../core/nurture/triggers.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const setting = { zone: 'UTC', marketingMail: true }
const templates = ['alpha', 'beta', 'gamma', 'delta', 'epsilon']

type Steps = NonNullable<Parameters<typeof aSequence>[0]>['steps']

/** A sequence that only goes forward and sends each mail in one place: by itself it mails nobody twice. */
const forward: fc.Arbitrary<Sequence> = fc
  .record({
    order: fc.shuffledSubarray(templates, { minLength: 1 }),
    // Steps keep their ids from version to version, and get others: both happen.
    ids: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], { minLength: 10 }),
    kinds: fc.array(fc.constantFrom('send', 'send', 'variants', 'wait', 'until', 'branch', 'split'), {
      minLength: 2,
      maxLength: 9,
    }),
    jumps: fc.array(fc.nat(8), { minLength: 10, maxLength: 10 }),
  })
  .map(({ order, ids, kinds, jumps }) => {
    const left = [...order]
    const steps = kinds.map((kind, index) => {
      const id = ids[index] as string
      const later = kinds.length - index - 1
      const target = later > 0 ? (ids[index + 1 + ((jumps[index] ?? 0) % later)] as string) : end
      const template = left.shift()
      const second = kind === 'variants' ? left.shift() : undefined
      if ((kind === 'send' || kind === 'variants') && template) {
        const variants = second ? [{ when: { clicked: 'alpha' }, template: second }] : []
        return { id, send: { template, variants } }
      }
      if (kind === 'until') return { id, wait: { for: '3d', until: { clicked: 'beta' } } }
      if (kind === 'branch') return { id, branch: [{ when: { clicked: 'alpha' }, go: target }] }
      if (kind === 'split') return { id, split: { x: 50, y: 50 }, go: { x: target } }
      return { id, wait: '1d' }
    })
    return aSequence({ steps: steps as Steps })
  })

const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ do: 'goes on' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clicks' as const), template: fc.constantFrom(...templates) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('is moved' as const),
      to: forward,
      jumps: fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }),
      // While its mail is on its way: claimed and gone, and the cursor not moved yet.
      whileMailing: fc.boolean(),
      keeps: fc.boolean(),
    }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

/** A life inside a sequence, by the decisions that TakeStep takes: answers the mails that went, in order. */
function live(first: Sequence, acts: readonly Act[]): { mails: string[]; enrolment: Enrolment } {
  let lead: LeadState = aLead()
  let nowMs = startMs
  let sequence = first
  let enrolment: Enrolment = freshEnrolment(first, 1, lead, 1, nowMs)
  const mails: string[] = []
  const records = new Map<string, { step: string; template: string; sentAt: string }>()
  const { leadId } = lead.profile

  /** Goes on to the next wait, or to its mail; `stopsBehind` a mail it dies before its cursor moves. */
  const goOn = (stopsBehind = false): void => {
    for (let round = 0; round < 30; round += 1) {
      const { decision, enrolment: at } = takeSteps({ sequence, enrolment, lead, nowMs, setting })
      if (decision.kind === 'end') {
        enrolment = { ...at, state: decision.state }
        return
      }
      if (decision.kind === 'touch') throw new Error('these sequences have neither tasks nor messages')
      if (decision.kind === 'wait') {
        enrolment = at
        nowMs = Math.max(nowMs, decision.dueMs)
        return
      }
      const sendId = sendIdOf(leadId, at.enrolmentId, at.visit + 1)
      const sentAt = toInstant(nowMs)
      if (!records.has(sendId)) {
        mails.push(decision.template)
        records.set(sendId, { step: decision.step, template: decision.template, sentAt })
        const claims = [...lead.mailbox.claims, { sendId, at: sentAt, topic: sequence.topic, sequence: sequence.id }]
        lead = { ...lead, mailbox: { ...lead.mailbox, claims, visits: { [at.enrolmentId]: at.visit + 1 } } }
        if (stopsBehind) return
      }
      enrolment = pastSend({ sequence, enrolment: at, nowMs }, records.get(sendId) ?? { step: at.step, template: '' })
    }
  }

  for (const one of acts) {
    if (enrolment.state !== 'active') break
    if (one.do === 'goes on') goOn()
    if (one.do === 'clicks')
      enrolment = { ...enrolment, clicked: { ...enrolment.clicked, [one.template]: toInstant(nowMs) } }
    if (one.do === 'is moved') {
      if (one.whileMailing) goOn(true)
      if (enrolment.state !== 'active') break
      const known = [...one.to.steps.map(({ id }) => id), end]
      const isKept = one.keeps && known.includes(enrolment.step)
      const steps = isKept ? {} : { [enrolment.step]: known[(one.jumps[0] ?? 0) % known.length] as string }
      const change = moveTo(enrolment, one.to, { version: enrolment.version + 1, steps }, nowMs)
      if (change) [enrolment, sequence] = [{ ...enrolment, ...change }, one.to]
    }
  }
  for (let rounds = 0; rounds < 40 && enrolment.state === 'active'; rounds += 1) goOn()
  return { mails, enrolment }
}

describe('a moved lead', () => {
  it('never gets a mail twice because it was moved, whatever the versions and whenever it is moved', () => {
    fc.assert(
      fc.property(forward, fc.array(act, { maxLength: 12 }), (first, acts) => {
        const { mails, enrolment } = live(first, acts)
        expect(mails).toEqual([...new Set(mails)])
        expect(mails).not.toContain('')
        // And what went is remembered, so that the next move knows it; but for the mail on whose way the sequence ended.
        expect(mails.slice(0, -1).filter((template) => !enrolment.sent[template])).toEqual([])
        expect(enrolment.state).not.toBe('active')
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 2_000) },
    )
  })

  it('that never mailed before gets what anybody who enters there gets', () => {
    fc.assert(
      fc.property(forward, forward, (first, second) => {
        const fresh = anEnrolment({ step: first.steps[0]?.id ?? end, since: toInstant(startMs) })
        const target = second.steps[0]?.id as string
        const change = moveTo(fresh, second, { version: 2, steps: { [fresh.step]: target } }, startMs)
        const input = { lead: aLead(), nowMs: startMs, setting, sequence: second }
        const moved = takeSteps({ ...input, enrolment: { ...fresh, ...change } })
        const entered = takeSteps({ ...input, enrolment: freshEnrolment(second, 2, aLead(), 1, startMs) })
        expect(moved.decision).toEqual(entered.decision)
      }),
    )
  })

  const monthly = aSequence({
    steps: [
      { id: 'issue', send: 'issue' },
      { id: 'month', wait: '30d', next: 'issue' },
    ],
  })
  const had = anEnrolment({ step: 'month', visit: 1, sent: { issue: toInstant(startMs) }, since: toInstant(startMs) })
  const at = (enrolment: Enrolment, afterDays: number) =>
    takeSteps({ sequence: monthly, enrolment, lead: aLead(), nowMs: startMs + afterDays * day, setting })

  it('is led past what it had once, and in a circle gets it again at its next turn', () => {
    const moved = { ...had, ...moveTo(had, monthly, { version: 2, steps: {} }, startMs) }
    const first = at(moved, 30)
    expect(first.passed.map(({ why }) => why)).toEqual(['month is over', 'issue went before the lead was moved here'])
    expect(first.decision).toMatchObject({ kind: 'wait', dueMs: startMs + 60 * day })
    expect(at(first.enrolment, 60).decision).toMatchObject({ kind: 'send', template: 'issue' })
  })

  it('gets it again at once where the marketer says so', () => {
    const moved = { ...had, ...moveTo(had, monthly, { version: 2, steps: {}, again: true }, startMs) }
    expect(at(moved, 30).decision).toMatchObject({ kind: 'send', template: 'issue' })
  })

  it('stays where it is where the new version has no step for it', () => {
    expect(moveTo(anEnrolment({ step: 'gone' }), monthly, { version: 2, steps: {} }, startMs)).toBeUndefined()
    expect(moveTo(anEnrolment({ step: 'gone' }), monthly, { version: 2, steps: { gone: end } }, startMs)).toMatchObject(
      { step: end },
    )
  })

  it('keeps its place in a wait that the new version has too, and begins a new one', () => {
    const since = toInstant(startMs - 5 * day)
    const waiting = anEnrolment({ step: 'month', since })
    expect(moveTo(waiting, monthly, { version: 2, steps: {} }, startMs)?.since).toBe(since)
    const other = moveTo(anEnrolment({ step: 'old', since }), monthly, { version: 2, steps: { old: 'month' } }, startMs)
    expect(fromInstant(other?.since ?? '')).toBe(startMs)
  })

  it('is not due while it is paused', () => {
    expect(
      moveTo(anEnrolment({ step: 'month', state: 'paused' }), monthly, { version: 2, steps: {} }, startMs)?.due,
    ).toBeUndefined()
  })
})
