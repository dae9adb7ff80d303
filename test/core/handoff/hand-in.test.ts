import { describe, expect, it } from 'vitest'
import { handedInFact, handIn } from '../../../core/handoff/hand-in.ts'
import type { HandoffState } from '../../../core/handoff/handoff.ts'
import { ownClaim } from '../../../core/handoff/route-lead.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLead } from '../../fixtures/a-lead.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = toInstant(nowMs)
const mine = { by: 'anna', for: 'me', reason: 'Met at the fair' } as const
type Qualification = NonNullable<Profile['qualification']>
const byScore = (k: number): Qualification => ({ k, state: 'qualified', at: '2026-11-20T09:00:00.000Z' })
const dropped = (k: number): Qualification => ({ ...byScore(k), state: 'dropped' })
const byHand = (k: number): Qualification => ({ ...byScore(k), handedIn: mine })
const inState = (k: number, state: HandoffState) => aHandoff({ k, state })

describe('a lead that sales hands in', () => {
  it.each([
    ['that never qualified', undefined, [], 1],
    ['whose score fell', dropped(2), [], 3],
    ['that sales gave back', byScore(1), [inState(1, 'rejected')], 2],
    ['whose deal was lost', byHand(2), [inState(2, 'lost')], 3],
    ['that bought', byScore(1), [inState(1, 'won')], 2],
    ['whose profile was emptied since', undefined, [inState(4, 'lost')], 5],
  ])('%s qualifies once more, by a person’s word', (_what, qualification, handoffs, k) => {
    const lead = aLead({ profile: { qualification }, handoffs })
    expect(handIn(lead, mine, nowMs)).toEqual({
      result: 'new',
      qualification: { k, state: 'qualified', at, handedIn: mine },
    })
  })

  it.each([
    ['on its way by the same hand', byHand(1), [], 'again'],
    ['handed in by the same person and not answered', byHand(1), [inState(1, 'open')], 'again'],
    ['on its way by its score', byScore(1), [], 'taken'],
    ['on its way by another hand', { ...byHand(1), handedIn: { ...mine, by: 'boris' } }, [], 'taken'],
    ['with sales by its score', byScore(1), [inState(1, 'open')], 'taken'],
    ['accepted', byHand(1), [inState(1, 'accepted')], 'taken'],
    ['an opportunity', dropped(1), [inState(1, 'opportunity')], 'taken'],
  ])('that is %s is %4$s', (_what, qualification, handoffs, result) => {
    const decided = handIn(aLead({ profile: { qualification }, handoffs }), mine, nowMs)
    expect(decided.result).toBe(result)
    if (decided.result === 'taken') expect(decided.handoff).toBe(handoffs[0])
    else expect(decided.qualification).toBe(qualification)
  })

  it('is theirs where they say so, whoever had it before', () => {
    const handoffs = [{ ...inState(1, 'lost'), owner: 'boris' }]
    const claimed = (qualification: Qualification) => ownClaim(aLead({ profile: { qualification }, handoffs }))
    expect(claimed(byHand(2))).toEqual({ owner: 'anna', why: 'handed the lead in' })
    expect(claimed({ ...byHand(2), handedIn: { ...mine, for: 'team' } })?.owner).toBe('boris')
    expect(claimed(byScore(2))?.owner).toBe('boris')
    expect(ownClaim(aLead())).toBeUndefined()
  })

  it('has a fact that says who and why, of just that qualification', () => {
    const { profile } = aLead({ profile: { qualification: byHand(2) } })
    expect(handedInFact(profile, 2)).toEqual({
      leadId: profile.leadId,
      id: 'handed-in-2',
      type: 'handed-in',
      at: byScore(2).at,
      data: { k: 2, by: 'anna', reason: 'Met at the fair', for: 'me' },
    })
    expect(handedInFact(profile, 1)).toBeUndefined()
    expect(handedInFact(aLead({ profile: { qualification: byScore(2) } }).profile, 2)).toBeUndefined()
  })
})
