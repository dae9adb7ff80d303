import { describe, expect, it } from 'vitest'
import { checkSequence } from '../../../core/content/check-sequence.ts'
import { pointerOf } from '../../../core/content/problem.ts'
import { sequence } from '../../../core/nurture/sequence.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

type Written = NonNullable<Parameters<typeof aSequence>[0]>
const found = (given: Written) =>
  checkSequence(aSequence(given)).map(({ path, severity, message }) => `${severity} ${pointerOf(path)} ${message}`)
const mail = { id: 'mail', send: 'welcome' }
const experiment = { metric: 'clicked' as const, baseline: '5 %', detect: '2 %', power: '80 %', within: '7d' }
const test = { id: 'test', split: { a: 50, b: 50 }, go: { a: 'one', b: 'two' }, experiment }
const one = { id: 'one', send: 'offer', next: 'last' }
const two = { id: 'two', send: 'question' }
const last = { id: 'last', wait: '10d' }
const steps = [mail, test, one, two, last]

describe('a goal', () => {
  it.each<[string, Written, string]>([
    [
      'that is an exit, too',
      { goal: { event: 'meeting-booked' }, exit: [{ stage: 'sql' }, { event: 'meeting-booked' }] },
      'warning /exit/1 this exit is the goal, too',
    ],
    [
      'that nobody reaches',
      { goal: { when: { clicked: 'nothing' } } },
      'warning /goal/when this sequence never sends "nothing"',
    ],
  ])('%s', (_name, given, expected) => {
    expect(found(given)).toEqual([expected])
  })

  it('is fine beside other exits', () => {
    expect(found({ goal: { when: { clicked: 'welcome' } }, exit: [{ stage: 'sql' }] })).toEqual([])
  })
})

describe('an experiment', () => {
  it('is fine where the mails have time to work', () => {
    expect(found({ steps })).toEqual([])
    expect(
      found({
        steps: [mail, { ...test, experiment: { ...experiment, metric: 'goal' } }, one, two, last],
        goal: { stage: 'sql' },
      }),
    ).toEqual([])
  })

  it.each<[string, Written, string]>([
    [
      'measures a goal that there is not',
      { steps: [mail, { ...test, experiment: { ...experiment, metric: 'goal' } }, one, two, last] },
      'error /steps/1/experiment/metric the sequence has no goal to measure',
    ],
    [
      'has no mail after it',
      { steps: [mail, { ...test, go: {} }, last] },
      'error /steps/1/experiment/metric no mail goes after this split that could be clicked',
    ],
    [
      'ends before it can be counted',
      { steps: [mail, test, { ...one, next: 'end' }, two, last] },
      'warning /steps/1/experiment/within leads may finish before 7d is over, and what they do after the end is not counted',
    ],
    [
      'is the second one',
      { steps: [mail, test, one, two, { ...test, id: 'again', go: {} }, { id: 'more', send: 'more' }, last] },
      'error /steps/4/experiment a sequence has one experiment at a time',
    ],
  ])('%s', (_name, given, expected) => {
    expect(found(given)).toEqual([expected])
  })

  it.each<[string, object, RegExp]>([
    ['of six variants', { split: { a: 20, b: 20, c: 20, d: 20, e: 10, f: 10 }, go: {} }, /2 to 5 of them/],
    ['of no split', { split: undefined, go: undefined, wait: '3d' }, /compares the variants of a split/],
    ['without a percent sign', { experiment: { ...experiment, baseline: '5' } }, /like .*5 %/],
    ['as a number', { experiment: { ...experiment, baseline: 5 } }, /string/],
    ['of nothing', { experiment: { ...experiment, detect: '0 %' } }, /never found/],
    ['of more than everybody', { experiment: { ...experiment, baseline: '60 %', detect: '40 %' } }, /less than 100 %/],
    ['with an odd power', { experiment: { ...experiment, power: '99 %' } }, /write 80 %/],
    ['of another metric', { experiment: { ...experiment, metric: 'opened' } }, /clicked/],
  ])('%s is refused', (_name, change, expected) => {
    const read = sequence.safeParse({ id: 'x', topic: 'news', steps: [{ ...test, ...change }] })
    expect(JSON.stringify(read.error?.issues ?? [])).toMatch(expected)
  })

  it.each([2, 3, 4, 5])('may compare %i variants', (count) => {
    const shares = ['a', 'b', 'c', 'd', 'e'].slice(0, count).map((name) => [name, 20])
    const split = { ...Object.fromEntries(shares), a: 20 + 100 - 20 * count }
    expect(sequence.safeParse({ id: 'x', topic: 'news', steps: [{ ...test, split, go: {} }] }).success).toBe(true)
  })
})
