import { describe, expect, it } from 'vitest'
import { endInWords, heldInWords, passedInWords } from '../../../core/content/simulate-words.ts'
import { durationInWords } from '../../../core/duration.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const steps = [
  { id: 'one', send: 'one' },
  { id: 'rest', wait: { for: '3d', until: { clicked: ['one', 'two'] } } },
  {
    id: 'fork',
    branch: [
      { when: { industry: 'retail' }, go: 'two' },
      { when: { clicked: 'one' }, go: 'two' },
    ],
  },
  { id: 'draw', split: { a: 50, b: 50 } },
  { id: 'two', send: 'two' },
]
const sequence = aSequence({ steps })
const passed = (step: string, to: string, why: string) => passedInWords({ step, to, why }, sequence)

describe('the words of a simulation', () => {
  it.each([
    [passed('rest', 'fork', 'rest is over'), 'after 3 days at rest'],
    [passed('rest', 'fork', 'rest ended early: what it waits for happened'), 'rest ended early: clicked one or two'],
    [passed('fork', 'two', 'condition 1 of fork holds'), 'at fork: industry is "retail", so on to two'],
    [passed('fork', 'two', 'condition 2 of fork holds (more)'), 'at fork: clicked one, so on to two'],
    [
      passed('fork', 'draw', 'no condition of fork holds at 2026-11-30T18:00:00.000Z'),
      'at fork: “industry is "retail"” does not hold, not clicked one, so on to draw',
    ],
    [passed('draw', 'two', 'variant a'), 'draw drew “a”, so on to two'],
    [
      passed('two', 'end', 'two went before the lead was moved here'),
      'two went before the lead was moved here, so on to end',
    ],
  ])('tell a way: %s', (said, expected) => {
    expect(said).toBe(expected)
  })

  it.each([
    [
      'window',
      'the window is closed; it is open mon-fri 09:00 to 17:00 in Asia/Tokyo, and who waits for it is mailed in its first hour',
    ],
    ['cap of 1 in 1w', 'the cap is reached: 1 mail has gone within 1 week, counted over all sequences'],
    ['priority of welcome', 'welcome has the higher priority and mails first, and the cap has no room for both'],
    ['turn of welcome', 'welcome came to its mail no later and mails first, and the cap has no room for both'],
    ['habit', 'it waits for the hour at which this lead reads, by its own clicks'],
    ['common hours', 'it waits for the hour at which most leads read, since this one has not clicked yet'],
    ['with-sales', 'sales has the lead, and this sequence waits meanwhile'],
    ['something new', 'something new'],
  ])('say why a mail is held: %s', (held, expected) => {
    const window = { days: 'mon-fri', hours: '09:00-17:00', zone: 'Asia/Tokyo' }
    expect(heldInWords(held, { window, cap: { emails: 1, per: '1w' } })).toBe(expected)
  })

  it.each([
    ['finished', 'finished', 'all its steps are done'],
    ['finished', 'finished at done', 'finished at done'],
    ['goal', 'goal reached: event meeting-booked', 'the goal is reached: meeting booked'],
    ['exited', 'unsubscribed', 'the person unsubscribed'],
    ['exited', 'exit: for customers only', 'it is for customers only'],
    ['exited', 'exit: only while sales has the lead', 'it is only while sales has the lead'],
    ['exited', 'exit: stage sql', 'an exit holds: stage sql'],
    ['exited', 'exit: condition', 'an exit holds: its condition'],
    ['open', 'it goes on after a year', 'it goes on after a year'],
  ] as const)('say how it ended: %s, %s', (state, reason, expected) => {
    expect(endInWords(state, reason)).toBe(expected)
  })

  it('say durations as people do', () => {
    expect(['1h', '2d', '90s', 'soon'].map(durationInWords)).toEqual(['1 hour', '2 days', '90 seconds', 'soon'])
  })
})
