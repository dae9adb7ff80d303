import { describe, expect, it } from 'vitest'
import { type Asked, throttledUntil, whenToAskAgain } from '../../../core/capture/ask-again.ts'
import { isExpired, recordOf, type SubmissionRecord } from '../../../core/capture/submission-record.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aPost } from '../../fixtures/a-post.ts'

const post = aPost()
const at = Date.parse(post.actedAt)
const hour = 3_600_000
const day = 24 * hour

function record(state: SubmissionRecord['state'] = 'accepted', news = ['product-education']): SubmissionRecord {
  return recordOf(post, { leadId: aLeadId(), news }, { state, why: [] }, post.actedAt)
}

describe('the mail that asks to confirm', () => {
  it.each<[string, Asked, string[], boolean, number | undefined]>([
    ['was sent', { result: 'sent' }, ['a'], true, undefined],
    ['may have been sent', { result: 'unknown' }, ['a'], true, undefined],
    ['is refused', { result: 'refused' }, ['a'], false, undefined],
    ['is held by the limit, and asks something new', { result: 'held', untilMs: at + day }, ['a'], true, at + day],
    ['is held by the limit, and was asked before', { result: 'held', untilMs: at + day }, [], true, undefined],
    ['is held though none ever went', { result: 'held', untilMs: at + hour }, [], false, at + hour],
    ['was turned away for now', { result: 'again', account: false }, [], true, at + 5 * 60_000],
    ['meets an account in trouble', { result: 'again', account: true }, [], true, at + 15 * 60_000],
    ['would come a week late', { result: 'held', untilMs: at + 7 * day }, ['a'], true, undefined],
  ])('%s', (_what, asked, news, anyMailWent, expected) => {
    expect(whenToAskAgain(record('accepted', news), asked, anyMailWent, at)).toBe(expected)
  })

  it('of a throttled submission waits for an hour, of an accepted one it does not', () => {
    expect(throttledUntil(record('throttled'), at)).toBe(at + hour)
    expect(throttledUntil(record('throttled'), at + hour)).toBeUndefined()
    expect(throttledUntil(record('accepted'), at)).toBeUndefined()
  })
})

describe('the record of a submission', () => {
  it.each([
    ['quarantined', 30],
    ['accepted', 90],
    ['throttled', 90],
  ] as const)('that is %s is kept for %i days', (state, days) => {
    expect(isExpired(record(state), at + days * day - 1)).toBe(false)
    expect(isExpired(record(state), at + days * day)).toBe(true)
  })
})
