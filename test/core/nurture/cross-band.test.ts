import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LeadState } from '../../../core/leads/lead-status.ts'
import { toInstant } from '../../../core/names.ts'
import { crossesTo, enteredByBand } from '../../../core/nurture/cross-band.ts'
import { type Enrolment, isOpen } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { pastSend, takeSteps } from '../../../core/nurture/take-steps.ts'
import { freshEnrolment, reasonNotToEnter, sequencesToEnter } from '../../../core/nurture/triggers.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const day = 86_400_000
const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const ago = (days: number) => toInstant(nowMs - days * day)
const setting = { zone: 'UTC', marketingMail: true }

const low = aSequence({
  id: 'low',
  trigger: { idle: { 'score-below': 35 } },
  steps: [
    { id: 'rest', wait: '5d' },
    { id: 'one', send: 'low-1' },
    { id: 'gap', wait: '20d' },
    { id: 'two', send: 'low-2' },
    { id: 'last', wait: '20d' },
  ],
})
const high = aSequence({
  id: 'high',
  trigger: { idle: { 'score-from': 35 } },
  steps: [
    { id: 'first', send: 'high-1' },
    { id: 'gap', wait: '10d' },
    { id: 'second', send: { template: 'high-2', variants: [{ when: { grade: 'A1' }, template: 'shared' }] } },
    { id: 'shared', send: 'low-2' },
    { id: 'last', wait: '20d' },
  ],
})

const scoreOf = (total: number) => ({ total, fit: 10, interest: 10, model: 'b2b', modelVersion: 1, at: ago(0) })
const byBand = (given: Partial<Enrolment> = {}) =>
  anEnrolment({ sequence: 'low', step: 'rest', byBand: true, ...given })
const withScore = (total: number, ...enrolments: Enrolment[]) =>
  aLead({ profile: { status: 'nurturing', parked: undefined, score: scoreOf(total) }, enrolments })
const crosses = (enrolment: Enrolment, total: number, live: readonly Sequence[] = [low, high]) =>
  crossesTo(low, enrolment, withScore(total, enrolment), live, nowMs)?.id

describe('a lead whose score leaves its band', () => {
  it.each<[string, Enrolment, number, readonly Sequence[], string | undefined]>([
    ['goes to the sequence of the other band', byBand(), 40, [low, high], 'high'],
    ['stays while the score is in the band', byBand(), 34, [low, high], undefined],
    ['stays where no other sequence takes it', byBand(), 40, [low], undefined],
    ['stays where somebody put it in', anEnrolment({ sequence: 'low' }), 40, [low, high], undefined],
    ['stays while it is paused', byBand({ state: 'paused' }), 40, [low, high], undefined],
    ['is told of once', byBand({ crossed: 'high' }), 40, [low, high], undefined],
  ])('%s', (_, enrolment, total, live, to) => expect(crosses(enrolment, total, live)).toBe(to))

  it('stays while sales has it', () => {
    const lead = { ...withScore(40, byBand()), handoffs: [aHandoff()] }
    expect(crossesTo(low, byBand(), lead, [low, high], nowMs)).toBeUndefined()
  })

  it('waits for what came of a mail that is on its way', () => {
    const crossed = byBand({ step: 'one', crossed: 'high' })
    const sendId = sendIdOf(crossed.leadId, crossed.enrolmentId, 1)
    const lead = withScore(40, crossed)
    const claim = { sendId, at: ago(0), topic: low.topic, sequence: low.id }
    const tried = { ...lead, mailbox: { ...lead.mailbox, claims: [claim] } }
    const decided = takeSteps({ sequence: low, enrolment: crossed, lead: tried, nowMs, setting })
    expect(decided).toMatchObject({ decision: { kind: 'send', template: 'low-1' }, isTried: true })
    const past = pastSend(
      { sequence: low, enrolment: crossed, nowMs },
      { step: 'one', template: 'low-1', unconfirmed: true },
    )
    const { decision } = takeSteps({ sequence: low, enrolment: past, lead: tried, nowMs, setting })
    expect(decision).toMatchObject({ kind: 'end', reason: 'exit: its score moved it to high' })
    const left = { ...past, state: 'exited' as const, endedAt: ago(0) }
    expect(enteredByBand(low, { enrolments: [left] }, nowMs).had).toEqual(['low-1'])
  })

  it('stays where the other sequence has had it and is not entered again', () => {
    const done = anEnrolment({ sequence: 'high', state: 'finished', endedAt: ago(10) })
    const lead = withScore(40, byBand(), done)
    expect(crossesTo(low, byBand(), lead, [low, high], nowMs)).toBeUndefined()
  })

  it('leaves, says why, and may come back at once', () => {
    const crossed = byBand({ crossed: 'high' })
    const { decision } = takeSteps({ sequence: low, enrolment: crossed, lead: withScore(40, crossed), nowMs, setting })
    expect(decision).toEqual({ kind: 'end', state: 'exited', reason: 'exit: its score moved it to high' })
    const left = { ...crossed, state: 'exited' as const, endedAt: ago(1) }
    expect(reasonNotToEnter(low, withScore(20, left), nowMs)).toBeUndefined()
    expect(reasonNotToEnter(low, withScore(20, { ...left, crossed: undefined }), nowMs)).toMatch(/never/)
  })

  it('is led past the mails that it had in its bands, until it might have them by entering anew', () => {
    const left = byBand({ state: 'exited', crossed: 'high', endedAt: ago(30), sent: { 'low-1': ago(40) } })
    expect(enteredByBand(low, { enrolments: [left] }, nowMs)).toEqual({ byBand: true, had: ['low-1'] })
    const again = aSequence({ ...low, 're-entry': 'after 20d' } as never)
    expect(enteredByBand(again, { enrolments: [left] }, nowMs)).toEqual({ byBand: true })
    const back = byBand({ n: 2, step: 'one', had: ['low-1'] })
    const { passed, enrolment } = takeSteps({ sequence: low, enrolment: back, lead: withScore(20), nowMs, setting })
    expect(passed).toEqual([{ step: 'one', to: 'gap', why: 'low-1 went before the score moved the lead' }])
    expect(enrolment.had).toEqual([])
  })
})

/** Lives through days with these scores as the enroller, the waker and the clock would have it; answers the mails in their order. */
function livesThrough(scores: readonly number[]): { mails: string[]; moves: number } {
  const live = [low, high]
  const mails: string[] = []
  let lead: LeadState = aLead({ profile: { parked: { reason: 'sequences-finished', until: ago(-90) } } })
  let moves = 0
  const put = (one: Enrolment) => {
    const others = lead.enrolments.filter(({ enrolmentId }) => enrolmentId !== one.enrolmentId)
    const status = isOpen(one) ? ('nurturing' as const) : ('parked' as const)
    const parked = isOpen(one) ? undefined : { reason: 'sequences-finished' as const, until: ago(-400) }
    lead = { ...lead, enrolments: [...others, one], profile: { ...lead.profile, status, parked } }
  }
  scores.forEach((total, index) => {
    const atMs = nowMs + index * day
    lead = { ...lead, profile: { ...lead.profile, score: scoreOf(total) } }
    for (let turn = 0; turn < 10; turn += 1) {
      const open = lead.enrolments.find(isOpen)
      if (!open) {
        const [next] = sequencesToEnter(live, lead, undefined, atMs)
        if (!next) break
        const n = 1 + lead.enrolments.filter(({ sequence }) => sequence === next.id).length
        put({ ...freshEnrolment(next, 1, lead, n, atMs), ...enteredByBand(next, lead, atMs) })
        continue
      }
      const sequence = live.find(({ id }) => id === open.sequence) as Sequence
      const to = crossesTo(sequence, open, lead, live, atMs)
      if (to) moves += 1
      const taken = takeSteps({
        sequence,
        enrolment: to ? { ...open, crossed: to.id } : open,
        lead,
        nowMs: atMs,
        setting,
      })
      const { decision } = taken
      if (decision.kind === 'end') put({ ...taken.enrolment, state: decision.state, endedAt: toInstant(atMs) })
      else if (decision.kind === 'send') {
        mails.push(decision.template)
        const sent = { step: decision.step, template: decision.template, sentAt: toInstant(atMs) }
        put(pastSend({ sequence, enrolment: taken.enrolment, nowMs: atMs }, sent))
      } else {
        put(taken.enrolment)
        break
      }
    }
  })
  return { mails, moves }
}

describe('a score that goes up and down', () => {
  it('moves the lead between the sequences of its bands, on past what it had', () => {
    const days = (total: number, count: number) => Array.from({ length: count }, () => total)
    const { mails, moves } = livesThrough([...days(20, 8), ...days(50, 3), ...days(20, 30), ...days(50, 40)])
    expect(moves).toBe(3)
    expect(mails).toEqual(['low-1', 'high-1', 'low-2', 'high-2'])
  })

  it('never mails anything twice, however often it crosses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ total: fc.constantFrom(10, 34, 35, 60), days: fc.integer({ min: 1, max: 25 }) }), {
          maxLength: 25,
        }),
        (spells) => {
          const { mails } = livesThrough(spells.flatMap(({ total, days }) => Array.from({ length: days }, () => total)))
          expect(mails).toEqual([...new Set(mails)])
        },
      ),
    )
  })
})
