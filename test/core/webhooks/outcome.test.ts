import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AskedFindings } from '../../../core/handoff/finding.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { judgeOutcome, type OutcomeData, outcomeReport, timeOf } from '../../../core/webhooks/outcome.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const nowMs = Date.parse('2026-11-30T09:00:00.000Z')
const leadId = aLeadId()
const about = { leadId }
const results = ['opportunity', 'won', 'lost'] as const
const report = (result: OutcomeData['result'], more: Partial<OutcomeData> = {}): OutcomeData => ({
  ...about,
  result,
  ...more,
})

/** Reports one after the other; answers what was said of each, the hand-off in the end, and the facts. */
function told(handoff: Handoff, ...reports: OutcomeData[]) {
  return toldAsking(undefined, handoff, ...reports)
}

function toldAsking(asks: AskedFindings | undefined, handoff: Handoff, ...reports: OutcomeData[]) {
  const facts: string[] = []
  const said = reports.map((one) => {
    const { state, change } = judgeOutcome(handoff, one, { by: 'crm', asks }, nowMs)
    if (change) facts.push(...change.facts.map(({ id }) => id))
    handoff = change?.handoff ?? handoff
    return state
  })
  return { said, state: handoff.state, facts, handoff }
}

describe('what a CRM reports', () => {
  it.each(results)('%s of an accepted lead is stored as sales would have said it', (result) => {
    const { said, state, facts, handoff } = told(
      aHandoff({ state: 'accepted' }),
      report(result, { revenue: 5, reason: 'why' }),
    )
    expect([said, state]).toEqual([['stored'], result])
    expect(facts).toEqual([{ opportunity: 'opportunity-opened-1', won: 'deal-won-1', lost: 'deal-lost-1' }[result]])
    expect(handoff.outcome).toMatchObject({ result, by: 'crm', revenue: 5, reason: 'why' })
  })

  it('of a lead that nobody accepted here accepts it: sales took it in the CRM', () => {
    const { said, facts, handoff } = told(aHandoff(), report('won'))
    expect(said).toEqual(['stored'])
    expect(facts).toEqual(['handoff-accepted-1', 'deal-won-1'])
    expect(handoff).toMatchObject({ state: 'won', answer: { kind: 'accepted', by: 'crm' } })
    expect(handoff.due).toBeUndefined()
  })

  it('of a lead of which nobody found need and authority counts all the same, and says so', () => {
    const asks: AskedFindings = { findings: ['need', 'authority'], funnelVersion: 3 }
    const { said, facts, handoff } = toldAsking(asks, aHandoff(), report('opportunity'), report('won'))
    expect(said).toEqual(['stored', 'stored'])
    expect(facts).toEqual(['handoff-accepted-1', 'opportunity-opened-1', 'deal-won-1'])
    expect(handoff).toMatchObject({ state: 'won', asks })
    const { change } = judgeOutcome(aHandoff(), report('won'), { by: 'crm', asks }, nowMs)
    expect(change?.facts.map(({ data }) => data)).toMatchObject([
      { awaits: ['need', 'authority'] },
      { without: ['need', 'authority'] },
    ])
  })

  it.each([
    [['opportunity', 'won'], ['stored', 'stored'], 'won'],
    [['won', 'opportunity'], ['stored', 'late'], 'won'],
    [['won', 'won'], ['stored', 'known'], 'won'],
    [['lost', 'won'], ['stored', 'conflict'], 'lost'],
    [['won', 'lost', 'opportunity'], ['stored', 'conflict', 'late'], 'won'],
  ] as const)('in the order %j is %j', (order, said, state) => {
    expect(told(aHandoff({ state: 'accepted' }), ...order.map((one) => report(one)))).toMatchObject({ said, state })
  })

  it.each(['rejected', 'recycled'] as const)(
    'of a lead that sales gave back (%s) is for people to look at',
    (state) => {
      expect(told(aHandoff({ state }), report('won'))).toMatchObject({ said: ['conflict'], state })
    },
  )

  it('never makes a fact twice, in whatever order and however often it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...results)), (order) => {
        const { facts, said, state } = told(aHandoff(), ...order.map((one) => report(one)))
        expect(new Set(facts).size).toBe(facts.length)
        expect(said[0] ?? 'stored').toBe('stored')
        const end = order.find((one) => one !== 'opportunity')
        if (order.length > 0) expect(state).toBe(end ?? 'opportunity')
      }),
    )
  })

  it('happened when the CRM says, but not in the future; a few minutes are the difference of two clocks', () => {
    const at = '2026-11-29T10:00:00+01:00'
    expect(timeOf(report('won', { at }), nowMs)).toEqual({ atMs: Date.parse('2026-11-29T09:00:00Z') })
    expect(timeOf(report('won'), nowMs)).toEqual({ atMs: nowMs })
    expect(timeOf(report('won', { at: '2026-11-30T09:04:00Z' }), nowMs)).toEqual({ atMs: nowMs })
    expect(timeOf(report('won', { at: '2026-11-30T09:06:00Z' }), nowMs)).toHaveProperty('problem')
  })

  it('names the lead in exactly one way, and nothing that is not known', () => {
    const parses = (data: object) => outcomeReport().safeParse({ type: 'outcome.reported', data }).success
    expect(parses({ leadId, result: 'won' })).toBe(true)
    expect(parses({ email: 'a@b.example', result: 'won' })).toBe(true)
    expect(parses({ result: 'won' })).toBe(false)
    expect(parses({ leadId, email: 'a@b.example', result: 'won' })).toBe(false)
    expect(parses({ leadId, result: 'won', colour: 'green' })).toBe(false)
    expect(parses({ leadId, result: 'won', revenue: -1 })).toBe(false)
    expect(parses({ leadId, result: 'paid' })).toBe(false)
  })
})
