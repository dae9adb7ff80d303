import { describe, expect, it } from 'vitest'
import { consentAsked, proofOf, topicsNewlyAsked, topicsToConfirm } from '../../../core/capture/consent-asked.ts'
import { activity } from '../../../core/leads/activity.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { aMailbox, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aPost } from '../../fixtures/a-post.ts'

const form = aForm({
  consent: [
    { topic: 'product-education', text: 'Mail' },
    { topic: 'newsletter', text: 'News', 'opt-in': 'single' },
    { topic: 'customer-success', text: 'Help' },
  ],
})
const post = aPost({ consent: { newsletter: { text: 'News' }, 'product-education': { text: 'Mail' } } })

describe('what a submission asks of the mailbox', () => {
  it('is a request for double opt-in, a grant for single, and nothing for a box left empty', () => {
    expect(consentAsked(form, post, aMailbox()).map(({ topic, decision, at }) => [topic, decision, at])).toEqual([
      ['product-education', 'requested', post.actedAt],
      ['newsletter', 'granted', post.actedAt],
    ])
  })

  it('is a request alone after an erasure: only a fresh double opt-in lifts it', () => {
    const tombstone = aMailbox({ erasedAt: '2026-11-01T00:00:00.000Z' })
    expect(consentAsked(form, post, tombstone).map(({ decision }) => decision)).toEqual(['requested', 'requested'])
  })

  it('is proven by what was shown, where and to whom, under a name that a fact may have too', () => {
    expect(proofOf('product-education', post)).toEqual({
      text: 'Mail',
      form: { id: 'white-paper', version: 1 },
      url: 'https://www.example.com/paper',
      ip: '192.0.2.7',
      userAgent: 'Browser',
      locale: 'en',
      by: 'form',
    })
    for (const { evidence } of consentAsked(form, post, aMailbox())) {
      expect(activity.shape.id.safeParse(evidence).success).toBe(true)
    }
  })

  it('needs a mail for what was ticked and waits', () => {
    const waiting = aMailbox({
      consent: { 'product-education': pending(), 'customer-success': pending(), newsletter: granted() },
    })
    expect(topicsToConfirm(post, waiting)).toEqual(['product-education'])
    expect(topicsToConfirm(post, aMailbox({ consent: { 'product-education': granted() } }))).toEqual([])
  })

  it('is new where nobody asked before, or a withdrawal came since', () => {
    expect(topicsNewlyAsked(post, undefined)).toEqual(['newsletter', 'product-education'])
    const known = aMailbox({ consent: { 'product-education': pending(), newsletter: withdrawn() } })
    expect(topicsNewlyAsked(post, known)).toEqual(['newsletter'])
  })
})
