import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../core/condition.ts'
import { askedInWords } from '../../../core/nurture/asked-in-words.ts'
import { asksActivity } from '../../../core/nurture/asks-activity.ts'
import { holdsFor } from '../../../core/nurture/lead-facts.ts'
import type { UsedSegment } from '../../../core/nurture/segment.ts'
import { storedSequence } from '../../../core/nurture/sequence.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'

const nowMs = Date.parse('2026-12-01T12:00:00.000Z')
const segments: UsedSegment[] = [
  { id: 'retail', when: { industry: 'retail' } },
  { id: 'abroad', when: { none: [{ country: 'RU' }] } },
  { id: 'retail-abroad', when: { segment: 'retail', none: [{ none: [{ segment: 'abroad' }] }] } },
]

describe('a segment', () => {
  it.each<[string, Condition, boolean]>([
    ['by its name', { segment: 'retail' }, true],
    ['another', { segment: 'gone' }, false],
    ['one of a list', { segment: ['gone', 'abroad'] }, true],
    ['none of', { none: [{ segment: 'abroad' }] }, false],
    ['not in', { segment: { 'not-in': ['retail'] } }, false],
    ['that uses others', { segment: 'retail-abroad' }, true],
  ])('is asked for: %s', (_, when, expected) => {
    const profile = aProfile({ fields: { industry: 'retail', country: 'KZ', segment: 'gone' } })
    expect(holdsFor(when, { profile, nowMs, segments })).toBe(expected)
  })

  it('is read with the version that holds it', () => {
    const stored = { ...aSequence({ exit: [{ segment: 'retail' }] }), segments }
    expect(storedSequence.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored)
  })

  it.each<[Condition, string]>([
    [{ country: 'RU' }, ''],
    [{ segment: ['a', 'b'] }, ' (segment a or b)'],
    [{ none: [{ segment: { in: ['a'] } }], country: 'RU' }, ' (not segment a)'],
    [{ any: [{ activity: { any: { 'not-within': '30d', within: '9w' } } }] }, ' (any not within 30d within 9w)'],
    [{ activity: { call: { within: '14d', 'at-least': 3 } } }, ' (call within 14d at least 3)'],
  ])('and activity are said in words: %j', (when, words) => {
    expect(askedInWords(when)).toBe(words)
  })
})

it.each<[string, Parameters<typeof aSequence>[0], boolean]>([
  ['nothing', {}, false],
  ['an exit', { exit: [{ when: { activity: { call: { within: '3d' } } } }] }, true],
  ['a trigger', { trigger: { segment: { none: [{ activity: { any: { within: '3d' } } }] } } }, true],
  ['interests, which fade', { exit: [{ when: { interests: 'forecast' } }] }, true],
  ['how strong an interest is', { exit: [{ when: { 'interest-in.forecast': { 'at-most': 1 } } }] }, true],
  ['its grade, which is told', { exit: [{ when: { grade: 'A1' } }] }, false],
])('a sequence is looked at by night for what it asks of activity: %s', (_, given, expected) => {
  expect(asksActivity(aSequence(given))).toBe(expected)
})
