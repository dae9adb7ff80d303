import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carryOut } from '../../../core/handoff/carry-out.ts'
import { dutiesMetBy, meetDuties } from '../../../core/handoff/facts.ts'
import type { Handoff } from '../../../core/handoff/handoff.ts'
import { dueActions, nextDutyDue, nextLook, type SlaAction } from '../../../core/handoff/keep-sla.ts'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'

const openedAt = '2026-11-24T09:00:00.000Z'
const atMinute = (minutes: number) => fromInstant(openedAt) + minutes * 60_000
const instantAt = (minutes: number) => toInstant(atMinute(minutes))

/** Accept within an hour (warning after half), call within four; manager after two hours, reassign after eight, recycle after twelve. */
function watched(given: Partial<Handoff> = {}): Handoff {
  return aHandoff({
    openedAt,
    owner: 'anna',
    duties: [
      { id: 'accept', who: 'sales-development', what: 'answer', due: instantAt(60), warnAt: instantAt(30) },
      { id: 'first-call', who: 'sales', what: 'call', due: instantAt(240), warnAt: instantAt(180) },
    ],
    steps: [
      { index: 0, what: 'notify-manager', due: instantAt(120) },
      { index: 1, what: 'reassign', due: instantAt(480) },
      { index: 2, what: 'recycle', due: instantAt(720) },
    ],
    ...given,
  })
}

const concerned = { manager: 'mark', next: { owner: 'boris', why: 'round robin in inside-sales' } }
const nameOf = (action: SlaAction) => (action.kind === 'step' ? action.step.what : `${action.kind} ${action.duty}`)
const looked = (handoff: Handoff, minutes: number) => dueActions(handoff, atMinute(minutes)).map(nameOf)

/** Keeps the clocks with a look at each of these minutes; answers what was done at each, and the hand-off at the end. */
function keep(handoff: Handoff, minutes: readonly number[]): { done: string[]; handoff: Handoff } {
  const done: string[] = []
  let kept = handoff
  for (const minute of minutes) {
    // A look that gave the lead to somebody else rings again at once.
    for (let again = 0; again < 5; again += 1) {
      const actions = dueActions(kept, atMinute(minute))
      if (actions.length === 0) break
      const carried = carryOut(kept, actions, concerned, atMinute(minute))
      done.push(...carried.causes)
      kept = carried.handoff
    }
  }
  return { done, handoff: kept }
}

describe('what is due', () => {
  it.each([
    [29, []],
    [30, ['warn accept']],
    [59, ['warn accept']],
    // The breach says more than a warning that comes too late.
    [60, ['breach accept']],
    [120, ['breach accept', 'notify-manager']],
    [240, ['breach accept', 'notify-manager', 'breach first-call']],
    [480, ['breach accept', 'notify-manager', 'breach first-call', 'reassign']],
    [9_000, ['breach accept', 'notify-manager', 'breach first-call', 'reassign', 'recycle']],
  ])('after %i minutes of silence, looked at for the first time', (minutes, actions) => {
    expect(looked(watched(), minutes)).toEqual(actions)
  })

  it('is nothing twice', () => {
    const { handoff } = keep(watched(), [30, 60, 120])
    expect(looked(handoff, 130)).toEqual([])
    expect(handoff.duties[0]).toMatchObject({ warnedAt: instantAt(30), breachedAt: instantAt(60) })
    expect(handoff.escalations).toEqual([{ index: 0, what: 'notify-manager', at: instantAt(120), who: 'mark' }])
  })

  it('takes the lead from nobody who has a meeting ahead, until a day after it', () => {
    const meeting = { at: instantAt(60), by: 'anna', on: instantAt(1_000) }
    const agreed = watched({ state: 'accepted', meeting })
    const stays = ['breach accept', 'notify-manager', 'breach first-call']
    expect(looked(agreed, 1_000 + 1_439)).toEqual(stays)
    expect(looked(agreed, 1_000 + 1_440)).toEqual([...stays, 'reassign', 'recycle'])
    const { handoff } = keep(agreed, [60, 120, 240])
    expect(handoff.due).toBe(instantAt(1_000 + 1_440))
  })

  it('says who had the lead when a duty was missed, and what was not done when it goes to the next', () => {
    const { handoff } = keep(watched({ state: 'accepted', duties: watched().duties.slice(1) }), [240, 480])
    expect(handoff).toMatchObject({ owner: 'boris', routedBy: expect.stringMatching(/^not called by anna in time; /) })
    expect(handoff.duties[0]).toMatchObject({ breachedAt: instantAt(240), missedBy: 'anna' })
  })

  it('is nothing once sales gave the lead back or made more of it', () => {
    for (const state of ['rejected', 'recycled', 'opportunity', 'won', 'lost'] as const) {
      expect(looked(watched({ state }), 9_000)).toEqual([])
      expect(nextLook(watched({ state }), atMinute(1))).toBeUndefined()
    }
  })

  it('accepting stops only the accept clock', () => {
    const [accept, call] = watched().duties as [Handoff['duties'][0], Handoff['duties'][0]]
    const accepted = watched({ state: 'accepted', duties: [{ ...accept, metAt: instantAt(20) }, call] })
    expect(looked(accepted, 200)).toEqual(['warn first-call'])
    expect(looked(accepted, 240)).toEqual(['breach first-call', 'notify-manager'])
    expect(nextDutyDue(accepted)).toBe(call.due)
  })

  it('a step waits for the first breach, not for a duty that is not due', () => {
    const long = watched({ duties: [{ id: 'visit', who: 'sales', what: 'meeting', due: instantAt(600) }] })
    expect(looked(long, 599)).toEqual([])
    expect(looked(long, 600)).toEqual(['breach visit', 'notify-manager', 'reassign'])
  })

  it('steps stop when what was breached is done at last', () => {
    const late = keep(watched(), [30, 60, 120]).handoff
    const done = meetDuties(
      { ...late, duties: late.duties.map((duty) => ({ ...duty, what: 'call' as const })) },
      [{ type: 'call', at: instantAt(125) }],
      atMinute(130),
    )
    expect(looked(done, 9_000)).toEqual([])
    expect(done.due).toBeUndefined()
  })
})

describe('when to look again', () => {
  it.each([
    [[], 0, 30],
    [[30], 31, 60],
    [[60], 61, 120],
    [[60, 120], 121, 180],
    [[60, 120, 180], 181, 240],
    [[240], 241, 480],
    [[480], 481, 720],
  ])('after looks at %j', (looks, from, next) => {
    const { handoff } = keep(watched(), looks)
    expect(nextLook(handoff, atMinute(from))).toBe(instantAt(next))
  })

  it('is now when something is overdue', () => {
    expect(nextLook(watched(), atMinute(70))).toBe(instantAt(70))
  })

  it('is never once all is done or nothing is left to do', () => {
    expect(nextLook(keep(watched(), [720]).handoff, atMinute(721))).toBeUndefined()
    const silent = watched({ steps: [] })
    expect(nextLook(keep(silent, [30, 60, 180, 240]).handoff, atMinute(241))).toBeUndefined()
  })
})

describe('carrying out', () => {
  it('tells the owner of a warning, the manager of the breach, and the next one that the lead is theirs', () => {
    const { handoff } = keep(watched(), [30, 60, 120, 180, 240, 480])
    expect(handoff.tells.map(({ key, to, template }) => [key, to, template])).toEqual([
      ['warning-accept-anna', 'anna', 'handoff-warning'],
      ['step-0-mark', 'mark', 'handoff-escalated'],
      ['warning-first-call-anna', 'anna', 'handoff-warning'],
      ['opened-boris', 'boris', 'handoff-opened'],
      // Who lost it is told as well.
      ['moved-1-anna', 'anna', 'handoff-moved'],
    ])
    expect(handoff).toMatchObject({ owner: 'boris', previousOwners: ['anna'] })
    expect(handoff.routedBy).toContain('not answered by anna')
  })

  it('stops at a reassignment and decides anew', () => {
    const actions = dueActions(watched(), atMinute(720))
    const { causes, handoff } = carryOut(watched(), actions, concerned, atMinute(720))
    expect(causes).toEqual(['breach', 'notify-manager', 'breach', 'reassign'])
    expect(handoff.due).toBe(instantAt(720))
  })

  it('leaves the lead with its owner when nobody else is there, and says so', () => {
    const { handoff } = carryOut(watched(), dueActions(watched(), atMinute(480)), {}, atMinute(480))
    expect(handoff.owner).toBe('anna')
    expect(handoff.escalations.map(({ what }) => what)).toEqual([
      'notify-manager: there is nobody',
      'reassign: nobody else is there',
    ])
    expect(handoff.tells).toEqual([])
  })

  it('recycles an unanswered lead as the policy, with the fact for its story', () => {
    const before = keep(watched(), [480]).handoff
    const { handoff, facts } = carryOut(before, dueActions(before, atMinute(720)), concerned, atMinute(720))
    expect(handoff).toMatchObject({ state: 'recycled', answer: { kind: 'recycled', by: 'sla' }, due: undefined })
    expect(facts).toMatchObject([
      { id: 'handoff-recycled-1', type: 'handoff-recycled', at: instantAt(720), data: { by: 'sla' } },
    ])
  })

  it('recycles an accepted lead that nobody called, and keeps who accepted', () => {
    const answer = { kind: 'accepted' as const, at: instantAt(10), by: 'anna' }
    const [accept, call] = watched().duties as [Handoff['duties'][0], Handoff['duties'][0]]
    const accepted = watched({ state: 'accepted', answer, duties: [{ ...accept, metAt: instantAt(10) }, call] })
    const { handoff } = keep(accepted, [9_000])
    expect(handoff).toMatchObject({ state: 'recycled', answer })
  })

  it('does the same things in the same order, each once, however often and late it looks', () => {
    const all = keep(
      watched(),
      Array.from({ length: 800 }, (_, minute) => minute),
    ).done
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 40 }), (minutes) => {
        const looks = [...minutes.sort((a, b) => a - b), 800]
        const { done, handoff } = keep(watched(), looks)
        const withoutWarnings = (causes: string[]) => causes.filter((cause) => cause !== 'warn')
        expect(withoutWarnings(done)).toEqual(withoutWarnings(all))
        expect(new Set(handoff.tells.map(({ key }) => key)).size).toBe(handoff.tells.length)
        expect(handoff.escalations.map(({ index }) => index)).toEqual([0, 1, 2])
      }),
    )
  })

  it('never has to look earlier than it said it would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 10 }),
        fc.integer({ min: 0, max: 800 }),
        (looks, then) => {
          const sorted = looks.sort((a, b) => a - b)
          const { handoff } = keep(watched(), sorted)
          const now = Math.max(then, ...sorted)
          const next = nextLook(handoff, atMinute(now))
          const nothingYet = dueActions(handoff, atMinute(now)).length === 0
          if (nothingYet && next) expect(dueActions(handoff, fromInstant(next) - 1)).toEqual([])
          if (!next) expect(dueActions(handoff, atMinute(100_000))).toEqual([])
        },
      ),
    )
  })
})

describe('a duty that waits for a fact', () => {
  it.each([
    ['is met by a logged call', [{ type: 'call', at: instantAt(100) }], instantAt(100)],
    [
      'by the first of several',
      [
        { type: 'call', at: instantAt(100) },
        { type: 'call', at: instantAt(50) },
      ],
      instantAt(50),
    ],
    ['not by another fact', [{ type: 'page-visited', at: instantAt(100) }], undefined],
    ['not by a call before the hand-off', [{ type: 'call', at: instantAt(-1) }], undefined],
    ['not yet by a call dated ahead', [{ type: 'call', at: instantAt(300) }], undefined],
  ])('%s', (_what, facts, metAt) => {
    const met = meetDuties(watched(), facts, atMinute(200))
    expect(met.duties[1]?.metAt).toBe(metAt)
    expect(met.duties[0]?.metAt).toBeUndefined()
  })

  it('are named by a fact that would meet them, while a clock runs', () => {
    const call = { type: 'call', at: instantAt(20) }
    expect(dutiesMetBy(watched(), call)).toEqual(['first-call'])
    expect(dutiesMetBy(watched(), { ...call, type: 'cal' })).toEqual([])
    expect(dutiesMetBy(watched(), { ...call, at: instantAt(-1) })).toEqual([])
    expect(dutiesMetBy(meetDuties(watched(), [call], atMinute(30)), call)).toEqual([])
    expect(dutiesMetBy(watched({ state: 'won' }), call)).toEqual([])
  })

  it('changes nothing when nothing is met, or met again', () => {
    const handoff = watched()
    expect(meetDuties(handoff, [], atMinute(1))).toBe(handoff)
    const met = meetDuties(handoff, [{ type: 'call', at: instantAt(10) }], atMinute(20))
    expect(meetDuties(met, [{ type: 'call', at: instantAt(15) }], atMinute(20))).toBe(met)
  })
})
