import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FormSubmission, judgeSubmission } from '../../../core/capture/judge-submission.ts'
import { aPost } from '../../fixtures/a-post.ts'

const calm = { network: 0, recipient: 0 }
const signs = (given: Partial<FormSubmission['signs']>) =>
  aPost({ signs: { honeypot: false, originAllowed: true, ...given } })
/** Rendered so many ms before the post of nine o'clock. */
const rendered = (agoMs: number) =>
  signs({ tokenValid: true, renderedAt: new Date(Date.parse('2026-11-24T09:00:00.000Z') - agoMs).toISOString() })

describe('a submission is judged', () => {
  it.each<[string, FormSubmission, { network: number; recipient: number }, string, string[]]>([
    ['a static form without a token', aPost(), calm, 'accepted', []],
    ['a form filled in within 3 s', rendered(2_999), calm, 'quarantined', ['filled-in-too-fast']],
    ['a form filled in in 3 s', rendered(3_000), calm, 'accepted', []],
    ['a form that was open for 24 h', rendered(86_400_000), calm, 'accepted', []],
    ['a form that was open for longer', rendered(86_400_001), calm, 'quarantined', ['form-too-old']],
    ['a form from the time to come', rendered(-1), calm, 'quarantined', ['filled-in-too-fast']],
    ['a token that is not ours', signs({ tokenValid: false }), calm, 'quarantined', ['bad-render-token']],
    ['a filled-in honeypot', signs({ honeypot: true }), calm, 'quarantined', ['honeypot']],
    ['a page of another origin', signs({ originAllowed: false }), calm, 'quarantined', ['origin']],
    ['19 posts of the network before', aPost(), { network: 19, recipient: 0 }, 'accepted', []],
    ['20 posts of the network before', aPost(), { network: 20, recipient: 0 }, 'throttled', ['many-from-network']],
    ['100 posts of the network before', aPost(), { network: 100, recipient: 0 }, 'quarantined', ['flood-from-network']],
    ['4 posts for the recipient before', aPost(), { network: 0, recipient: 4 }, 'accepted', []],
    ['5 posts for the recipient before', aPost(), { network: 0, recipient: 5 }, 'throttled', ['many-to-recipient']],
    [
      'all at once: quarantine names what needs a look',
      signs({ honeypot: true, originAllowed: false, tokenValid: false }),
      { network: 500, recipient: 500 },
      'quarantined',
      ['honeypot', 'origin', 'bad-render-token', 'flood-from-network'],
    ],
  ])('%s', (_what, post, before, state, why) => {
    expect(judgeSubmission(post, before)).toEqual({ state, why })
  })

  it('never harder for fewer posts before it', () => {
    const rank = { accepted: 0, throttled: 1, quarantined: 2 }
    const count = fc.nat({ max: 300 })
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        count,
        count,
        count,
        count,
        (honeypot, originAllowed, n, m, lessN, lessM) => {
          const post = signs({ honeypot, originAllowed })
          const more = judgeSubmission(post, { network: n + lessN, recipient: m + lessM })
          const less = judgeSubmission(post, { network: n, recipient: m })
          expect(rank[less.state]).toBeLessThanOrEqual(rank[more.state])
          expect(less.state === 'accepted').toBe(less.why.length === 0)
        },
      ),
    )
  })
})
