import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadLetterOf, kindOf } from '../../../core/insight/dead-letters.ts'

describe('a dead-letter queue', () => {
  it.each([
    ['ripen-dev-HandoffforwardleadDeadLetters1A-X', 1, 'handler'],
    ['ripen-dev-HandoffforwardleadUndelivered1A-X', 0, 'rule'],
    ['ripen-dev-HandoffsweephandoffsMissed1A-X', 0, 'schedule'],
  ])('%s with %i sources is of a %s', (name, sources, kind) => {
    expect(kindOf(name, sources)).toBe(kind)
  })
})

describe('a dead letter', () => {
  const lying = { body: '', sentAtMs: Date.parse('2026-11-24T09:00:00.000Z'), receives: 6, marks: {} }

  it('names its event and its error, and nothing of its body', () => {
    const body = JSON.stringify({ 'detail-type': 'FormSubmitted', detail: { email: 'olga@example.org' } })
    const shown = deadLetterOf({ ...lying, body, marks: { ERROR_CODE: 'NO_PERMISSIONS', TARGET_ARN: 'arn' } })
    expect(shown).toEqual({
      event: 'FormSubmitted',
      sentAt: '2026-11-24T09:00:00.000Z',
      receives: 6,
      error: 'NO_PERMISSIONS',
    })
  })

  it('is shown whatever its body is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(deadLetterOf({ ...lying, body }).event.length).toBeLessThanOrEqual(128)
      }),
    )
    expect(deadLetterOf({ ...lying, body: '{' }).event).toBe('no event')
  })
})
