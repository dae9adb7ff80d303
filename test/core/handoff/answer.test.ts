import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answering, answerHandoff, problemOfParking, reportOutcome } from '../../../core/handoff/answer.ts'
import { type Handoff, handoffStates } from '../../../core/handoff/handoff.ts'
import { profileAfter } from '../../../core/handoff/settle.ts'
import { activity } from '../../../core/leads/activity.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aProfile } from '../../fixtures/a-lead.ts'

const nowMs = Date.parse('2026-11-24T09:30:00.000Z')
const at = '2026-11-24T09:30:00.000Z'
const due = '2026-11-24T10:00:00.000Z'
const callDue = '2026-11-24T13:00:00.000Z'

function opened(given: Partial<Handoff> = {}): Handoff {
  return aHandoff({
    owner: 'anna',
    due,
    duties: [
      { id: 'accept', who: 'sales', what: 'answer', due },
      { id: 'first-call', who: 'sales', what: 'call', due: callDue },
    ],
    tells: [
      { key: 'opened-anna', to: 'anna', template: 'handoff-opened', at },
      { key: 'step-0-mark', to: 'mark', template: 'handoff-escalated', at },
    ],
    ...given,
  })
}

const first = (answering: Answering, handoff = opened()) => {
  const answered = answerHandoff(handoff, answering, nowMs)
  if (answered.result !== 'first') throw new Error('it was late')
  return answered
}

describe('the first answer', () => {
  it('accepting meets the accept duty alone; the call stays due', () => {
    const { handoff, fact } = first({ kind: 'accepted', by: 'anna' })
    expect(handoff).toMatchObject({ state: 'accepted', answer: { kind: 'accepted', by: 'anna', at }, due: callDue })
    expect(handoff.duties.map(({ metAt }) => metAt)).toEqual([at, undefined])
    expect(handoff.tells.map(({ key }) => key)).toEqual(['step-0-mark'])
    expect(activity.parse(fact)).toMatchObject({ id: 'handoff-accepted-1', type: 'handoff-accepted', at })
  })

  it.each([
    ['rejected', { reason: 'a student' }],
    ['recycled', { reason: 'next year', parkUntil: '2027-01-10T00:00:00.000Z' }],
  ] as const)('%s ends every clock and keeps why', (kind, said) => {
    const { handoff, fact } = first({ kind, by: 'anna', ...said })
    expect(handoff).toMatchObject({ state: kind, answer: { kind, by: 'anna', ...said }, due: undefined, tells: [] })
    expect(activity.parse(fact).data).toMatchObject({ by: 'anna', ...said })
  })

  it('a colleague who accepts takes the lead', () => {
    const { handoff } = first({ kind: 'accepted', by: 'boris', takes: true })
    expect(handoff).toMatchObject({ owner: 'boris', previousOwners: ['anna'], routedBy: 'taken by boris' })
    expect(handoff.tells.map(({ key }) => key)).toContain('moved-1-anna')
    expect(handoff.due).toBe(at)
  })

  it('whoever is not one of the staff answers without taking it', () => {
    expect(first({ kind: 'accepted', by: 'some-pool-id' }).handoff.owner).toBe('anna')
  })

  it('who rejects for a colleague does not take it', () => {
    expect(first({ kind: 'rejected', by: 'boris', reason: 'spam', takes: true }).handoff.owner).toBe('anna')
  })
})

describe('a later answer', () => {
  it('is kept as late and changes nothing else', () => {
    const accepted = first({ kind: 'accepted', by: 'anna' }).handoff
    const late = answerHandoff(accepted, { kind: 'rejected', by: 'boris', reason: 'no' }, nowMs + 1)
    expect(late).toMatchObject({ result: 'late' })
    expect(late.handoff).toEqual({
      ...accepted,
      late: [{ kind: 'rejected', by: 'boris', at: '2026-11-24T09:30:00.001Z', reason: 'no' }],
    })
  })

  it('is kept once, however often it is said', () => {
    const accepted = first({ kind: 'accepted', by: 'anna' }).handoff
    const once = answerHandoff(accepted, { kind: 'accepted', by: 'anna' }, nowMs).handoff as Handoff
    expect(answerHandoff(once, { kind: 'accepted', by: 'anna' }, nowMs + 5)).toEqual({
      result: 'late',
      handoff: undefined,
    })
  })

  it('is not kept without end', () => {
    let handoff = first({ kind: 'accepted', by: 'anna' }).handoff
    for (let n = 0; n < 80; n += 1) {
      handoff = answerHandoff(handoff, { kind: 'rejected', by: `user-${n}`, reason: 'x' }, nowMs).handoff ?? handoff
    }
    expect(handoff.late).toHaveLength(50)
  })

  it('never wins: whatever is said in whatever order, the first answer stays', () => {
    const kinds = fc.constantFrom<Answering['kind']>('accepted', 'rejected', 'recycled')
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fc.constantFrom('anna', 'boris', 'clara')), { minLength: 1 }), (said) => {
        let handoff = opened()
        for (const [kind, by] of said) handoff = answerHandoff(handoff, { kind, by }, nowMs).handoff ?? handoff
        expect(handoff.state).toBe(said[0]?.[0])
        expect(handoff.answer?.by).toBe(said[0]?.[1])
      }),
    )
  })
})

describe('an outcome', () => {
  const allowed = new Set([
    'accepted>opportunity',
    'accepted>won',
    'accepted>lost',
    'opportunity>won',
    'opportunity>lost',
  ])

  it.each(
    handoffStates.flatMap((state) =>
      (['opportunity', 'won', 'lost'] as const).map((result) => [state, result] as const),
    ),
  )('from %s to %s', (state, result) => {
    const reported = reportOutcome(opened({ state }), { result, by: 'anna' }, nowMs)
    expect(reported !== undefined).toBe(allowed.has(`${state}>${result}`))
    if (reported) expect(reported.handoff).toMatchObject({ state: result, due: undefined })
  })

  it.each([
    ['opportunity', 'opportunity-opened'],
    ['won', 'deal-won'],
    ['lost', 'deal-lost'],
  ] as const)('%s is the fact %s', (result, type) => {
    const reported = reportOutcome(
      opened({ state: 'accepted' }),
      { result, by: 'anna', revenue: 1200.5, reason: 'r' },
      nowMs,
    )
    expect(activity.parse(reported?.facts[0])).toMatchObject({
      id: `${type}-1`,
      type,
      data: { by: 'anna', revenue: 1200.5, reason: 'r', handoffId: opened().handoffId },
    })
  })
})

describe('what the lead is afterwards', () => {
  it.each([
    ['open', {}, 'mql', {}],
    ['accepted', {}, 'mql', { stage: 'sql' }],
    ['accepted', {}, 'customer', { stage: 'customer' }],
    ['opportunity', {}, 'sql', { stage: 'opportunity' }],
    [
      'won',
      { outcome: { result: 'won' as const, at, by: 'anna' } },
      'opportunity',
      { stage: 'customer', customerSince: at },
    ],
    ['lost', {}, 'opportunity', { parked: { reason: 'lost' } }],
    ['rejected', {}, 'mql', { parked: { reason: 'rejected' } }],
    ['recycled', {}, 'mql', { parked: { reason: 'recycled' } }],
    [
      'recycled',
      { answer: { kind: 'recycled' as const, at, by: 'anna', parkUntil: '2027-01-10T00:00:00.000Z' } },
      'mql',
      { parked: { reason: 'recycled', until: '2027-01-10T00:00:00.000Z' } },
    ],
  ] as const)('%s (%j), from %s', (state, given, stage, expected) => {
    expect(profileAfter(opened({ state, ...given }), aProfile({ stage }))).toEqual(expected)
  })

  it('a customer of years stays one since then', () => {
    const since = '2020-01-01T00:00:00.000Z'
    const won = opened({ state: 'won', outcome: { result: 'won', at, by: 'anna' } })
    expect(profileAfter(won, aProfile({ stage: 'customer', customerSince: since })).customerSince).toBe(since)
  })
})

describe('a date to park until', () => {
  it.each([
    ['2026-11-24T09:30:00.000Z', 'give a date in the future'],
    ['2026-11-24T09:30:00.001Z', undefined],
    ['2031-11-01T00:00:00.000Z', undefined],
    ['2032-11-01T00:00:00.000Z', 'give a date within five years'],
  ])('%s: %s', (until, problem) => {
    expect(problemOfParking(until, nowMs)).toBe(problem)
  })
})
