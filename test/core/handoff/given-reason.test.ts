import { describe, expect, it } from 'vitest'
import { answerPolicy, talkTrack } from '../../../core/handoff/answer-policy.ts'
import { givenReason } from '../../../core/handoff/given-reason.ts'

const price = { id: 'price', says: { en: 'The price' } }
const other = { id: 'other', says: 'Another reason' }
const listed = answerPolicy.parse({ lost: [price] })
const open = answerPolicy.parse({ lost: [price, other] })

describe('a reason', () => {
  it.each([
    ['any words where nothing is listed', undefined, 'too dear', undefined, { reason: 'too dear' }],
    ['of another answer that lists none', open, 'reject', undefined, undefined],
    ['an id of the list', listed, 'price', 'by a third', { reason: 'price', note: 'by a third' }],
    ['words that the list does not have', listed, 'too dear', undefined, { problem: 'give one of: price' }],
    [
      'words, where the list has others',
      open,
      'too dear',
      undefined,
      { problem: 'give one of: price, other; words of your own go into the note of "other"' },
    ],
    ['another one, in words', open, 'other', 'too dear', { reason: 'other', note: 'too dear' }],
  ] as const)('%s', (_what, policy, reason, note, expected) => {
    if (expected) expect(givenReason(policy, 'lost', reason, note)).toEqual(expected)
    else expect(givenReason(policy, 'reject', reason, note)).toEqual({ reason })
  })

  it('is listed once', () => {
    expect(answerPolicy.safeParse({ lost: [price, price] }).success).toBe(false)
  })

  it.each([
    ['90d', true],
    ['12w', true],
    ['36h', false],
  ])('a lost lead is nurtured again after %s: %s', (after, good) => {
    expect(answerPolicy.safeParse({ 'nurture-lost-after': after }).success).toBe(good)
  })
})

describe('a talk track', () => {
  it.each([
    ['Hello {firstName} of {company}, this is {owner}', true],
    ['Hello {lastName}', false],
    [{ en: 'Hello', ru: '{name}' }, false],
  ])('%j: %s', (sentence, good) => {
    expect(talkTrack.safeParse([sentence]).success).toBe(good)
  })
})
