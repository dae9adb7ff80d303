import { describe, expect, it } from 'vitest'
import type { StepInput } from '../../../core/nurture/decide-step.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { type Rival, takeTurn } from '../../../core/nurture/take-turn.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const day = 1_440 * minute
const at = (ms: number) => new Date(nowMs + ms).toISOString()
const claim = (ms: number, name = 'b') => ({ sendId: name.repeat(32), at: at(ms), topic: 'product-education' })

type Given = Parameters<typeof aSequence>[0]
const one = (id: string, priority: number, given: Given = {}): Sequence =>
  aSequence({ id, priority, cap: { emails: 2, per: '7d' }, steps: [{ id: 'mail', send: `${id}-mail` }], ...given })
const inside = (sequence: Sequence, enrolment: Partial<Enrolment> = {}): Rival => ({
  sequence,
  enrolment: anEnrolment({ sequence: sequence.id, step: sequence.steps[0]?.id ?? 'end', ...enrolment }),
})

function turnOf(own: Rival, rivals: Rival[], more: Partial<StepInput['setting']> = {}, claims = [claim(-day)]) {
  const lead = aLead({ mailbox: { claims }, enrolments: [own, ...rivals].map(({ enrolment }) => enrolment) })
  const setting = { zone: 'UTC', marketingMail: true, ...more }
  return takeTurn({ ...own, lead, nowMs, setting }, rivals).decision
}
const low = inside(one('low', 3))
const high = inside(one('high', 7))

describe('two sequences that want to mail the same lead, and a cap with room for one', () => {
  it('the higher one goes, the lower one is held by its priority', () => {
    expect(turnOf(high, [low])).toMatchObject({ kind: 'send' })
    expect(turnOf(low, [high])).toEqual({ kind: 'wait', held: 'priority of high', dueMs: nowMs + minute, clock: true })
  })

  it('of the same priority the one goes that came to its mail first, and within a minute the first by name', () => {
    const [first, then] = [inside(one('z', 3), { since: at(-2 * day) }), inside(one('a', 3), { since: at(-day) })]
    expect(turnOf(then, [first])).toMatchObject({ held: 'turn of z' })
    expect(turnOf(first, [then])).toMatchObject({ kind: 'send' })
    expect(turnOf(low, [inside(one('a', 3))])).toMatchObject({ held: 'turn of a', dueMs: nowMs + minute })
  })

  it('names the highest of several', () => {
    expect(turnOf(low, [high, inside(one('top', 9))])).toMatchObject({ held: 'priority of top' })
  })

  it.each<[string, Rival, Partial<StepInput['setting']>?]>([
    ['is of the same priority and came to its mail in the same minute', inside(one('same', 3))],
    ['is of the same priority and tries again later', inside(one('a', 3), { due: at(minute), putOff: 1 })],
    ['is of a lower one', inside(one('lower', 1))],
    ['is paused for this lead', inside(one('high', 7), { state: 'paused' })],
    ['ended', inside(one('high', 7), { state: 'finished' })],
    ['is paused as a whole', high, { paused: new Set(['high']) }],
    [
      'waits',
      inside(
        one('high', 7, {
          steps: [
            { id: 'rest', wait: '3d' },
            { id: 'mail', send: 'x' },
          ],
        }),
      ),
    ],
    ['is outside of its window', inside(one('high', 7, { window: { hours: '20:00-21:00', zone: 'UTC' } }))],
    ['is held by a cap of its own', inside(one('high', 7, { cap: { emails: 1, per: '7d' } }))],
    ['leaves', inside(one('high', 7, { exit: [{ stage: 'lead' }] }))],
    ['begins later', inside(one('high', 7), { since: at(minute) })],
  ])('does not wait for one that %s', (_name, rival, setting) => {
    expect(turnOf(low, [rival], setting)).toMatchObject({ kind: 'send' })
  })

  it('waits for a wait that is over and leads to a mail', () => {
    const steps: Given = {
      steps: [
        { id: 'rest', wait: '3d' },
        { id: 'mail', send: 'x' },
      ],
    }
    const over = inside(one('high', 7, steps), { since: at(-3 * day), due: at(0) })
    expect(turnOf(low, [over])).toMatchObject({ held: 'priority of high' })
  })

  it('does not take the only room of the other, when it has no cap itself', () => {
    const { cap, ...uncapped } = one('low', 3)
    expect(turnOf(inside(uncapped), [high])).toMatchObject({ held: 'priority of high' })
    expect(turnOf(inside(uncapped), [high], {}, [])).toMatchObject({ kind: 'send' })
  })

  it('looks again after the other is due, where that was put off', () => {
    const putOff = inside(one('high', 7), { due: at(10 * minute), held: 'pacing', putOff: 3 })
    expect(turnOf(low, [putOff])).toMatchObject({ dueMs: nowMs + 11 * minute })
  })
})

it('with room for both, both go', () => {
  expect(turnOf(low, [high], {}, [])).toMatchObject({ kind: 'send' })
})

it('a mail that was tried before gives way to none: only what became of it is looked for', () => {
  const own = { ...claim(-minute), sendId: sendIdOf(aLeadId(), 'low.1', 1) }
  expect(turnOf(low, [high], {}, [claim(-day), own])).toMatchObject({ kind: 'send' })
})

it('the tried mail of another is in the cap already, and is not waited for', () => {
  const theirs = { ...claim(-minute), sendId: sendIdOf(aLeadId(), 'high.1', 1) }
  expect(turnOf(low, [high], {}, [theirs])).toMatchObject({ kind: 'send' })
  expect(turnOf(low, [high], {}, [claim(-day), theirs])).toMatchObject({ held: 'cap of 2 in 7d' })
})
