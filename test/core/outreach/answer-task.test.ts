import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTask } from '../../../core/outreach/answer-task.ts'
import { verdictOf } from '../../../core/outreach/call-result.ts'
import { destinationOf } from '../../../core/outreach/destination.ts'
import type { Touch } from '../../../core/outreach/touch.ts'
import { whoDoesIt } from '../../../core/outreach/who-does-it.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aTask } from '../../fixtures/a-touch.ts'
import { aUser } from '../../fixtures/a-user.ts'

const at = '2026-11-24T10:00:00.000Z'

describe('an answer to a task', () => {
  const given = fc.record({
    answer: fc.constantFrom('done', 'not-reached'),
    by: fc.constantFrom('anna', 'boris'),
    at: fc.constant(at),
  })

  it('counts once, whoever gives it: all others are kept as late, and none twice', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 6 }), (all) => {
        let task: Touch = aTask()
        const verdicts = all.map((one) => {
          const answered = answerTask(task, one)
          if ('change' in answered) task = { ...task, ...answered.change }
          return answered.verdict
        })
        expect(verdicts.filter((one) => one === 'first')).toEqual(['first'])
        expect(task.answer).toMatchObject(all[0] ?? {})
        expect(task.result).toBe(all[0]?.answer)
        const kept = [task.answer, ...(task.late ?? [])].map((one) => `${one?.by} ${one?.answer}`)
        expect(kept.toSorted()).toEqual([...new Set(all.map(({ by, answer }) => `${by} ${answer}`))].toSorted())
      }),
    )
  })

  it('is late where nobody waits any more, and none where it is none of the answers', () => {
    expect(answerTask(aTask({ state: 'over', result: 'timeout' }), { answer: 'done', by: 'anna', at })).toMatchObject({
      verdict: 'late',
      change: { late: [{ answer: 'done' }] },
    })
    expect(answerTask(aTask(), { answer: 'maybe', by: 'anna', at })).toEqual({
      verdict: 'problem',
      problem: 'This task is answered by one of: done, not-reached.',
    })
  })
})

describe('who does a task', () => {
  const anna = aUser({ userId: 'anna', team: 'inside-sales', manager: 'mark' })
  const boris = aUser({ userId: 'boris', team: 'inside-sales', substitute: 'anna' })
  const mark = aUser({ userId: 'mark', team: 'office' })
  const adam = aUser({ userId: 'adam', groups: ['admin'], team: 'office' })
  const away = [{ from: '2026-11-24', to: '2026-11-24' }]
  const asked = {
    nowMs: Date.parse(at),
    zone: 'UTC',
    loads: new Map([['anna', 2]]),
    lead: { handoffs: [] },
    staff: [adam, anna, boris, mark],
  }
  const taken = { handoffs: [aHandoff({ owner: 'boris', state: 'accepted' })] }

  it.each([
    ['the fewest open tasks of a team', { who: 'inside-sales' }, 'boris', 'the fewest open tasks in inside-sales, 0'],
    ['the person named', { who: 'anna' }, 'anna', 'named by the step'],
    ['the owner', { who: 'owner', lead: taken }, 'boris', 'has the lead'],
    [
      'who stands in',
      { who: 'boris', staff: [anna, { ...boris, absences: away }] },
      'anna',
      'named by the step: boris, who is away; anna stands in',
    ],
    [
      'who leads them',
      { who: 'inside-sales', staff: [{ ...anna, absences: away }, mark, adam] },
      'mark',
      'nobody of inside-sales is there: whoever leads them',
    ],
    ['an admin where nobody has the lead', { who: 'owner' }, 'adam', 'nobody has this lead: an admin'],
    ['nobody', { who: 'owner', staff: [anna] }, undefined, undefined],
  ])('is %s', (_, given, owner, why) => {
    expect(whoDoesIt({ ...asked, ...given })).toEqual(owner && { owner, why })
  })
})

describe('where a message goes', () => {
  it.each([
    ['+49 (30) 123-4567', '+49301234567'],
    ['0049 30 1234567', '+49301234567'],
    ['+7 495 123‑45‑67', '+74951234567'],
    ['030 1234567', undefined],
    ['+0 30 1234567', undefined],
    ['call me', undefined],
    ['', undefined],
  ])('%s: %s', (phone, to) => {
    const found = destinationOf({ phone }, 'phone', 'sms')
    expect('to' in found ? found.to : undefined).toBe(to)
    if ('why' in found && phone.length > 3) expect(found.why).not.toContain(phone)
  })

  it('is as it is written where it is no phone', () => {
    expect(destinationOf({ address: '1 Example Street' }, 'address', 'post')).toEqual({ to: '1 Example Street' })
  })
})

describe('what a call came to', () => {
  it.each([
    [{ status: 204 }, 'accepted'],
    [{ status: 302 }, 'unknown'],
    [{ status: 404 }, 'refused'],
    [{ status: 408 }, 'unknown'],
    [{ status: 429 }, 'not-made'],
    [{ status: 503 }, 'unknown'],
    [{ error: 'ECONNREFUSED' }, 'not-made'],
    [{ error: 'address-refused' }, 'not-made'],
    [{ error: 'ECONNRESET' }, 'unknown'],
    [{ error: 'timeout' }, 'unknown'],
  ])('%j: %s', (called, verdict) => {
    expect(verdictOf(called)).toBe(verdict)
  })
})
