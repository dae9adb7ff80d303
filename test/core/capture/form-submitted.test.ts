import { describe, expect, it } from 'vitest'
import { formSubmitted, type Post } from '../../../core/capture/form-submitted.ts'
import type { Submission } from '../../../core/capture/read-submission.ts'
import { FormSubmitted } from '../../../core/events.ts'
import { aForm } from '../../fixtures/a-form.ts'

const submission: Submission = {
  email: 'olga@shop.example',
  fields: { firstName: 'Olga' },
  topics: ['product-education'],
  trapped: false,
  attribution: {},
}
const post: Post = {
  actedAt: '2026-11-24T09:00:00.000Z',
  query: {},
  ip: '192.0.2.7',
  headers: { 'user-agent': 'Browser', referer: 'https://www.example.com/paper?utm_source=ads' },
  ownOrigin: 'https://api.example.com',
  locale: 'ru',
}
const guarded = aForm({ origins: ['https://www.example.com'] })
const signedAtMs = Date.parse('2026-11-24T08:59:00.000Z')

describe('the event of a post', () => {
  it('holds all that is known, with the text of consent as it was shown', () => {
    const event = formSubmitted(aForm(), 3, submission, post)
    expect(FormSubmitted.schema.parse(event)).toEqual(event)
    expect(event).toMatchObject({
      formId: 'white-paper',
      formVersion: 3,
      consent: { 'product-education': { text: 'Пишите мне.' } },
      touch: { source: 'ads', page: 'https://www.example.com/paper', form: 'white-paper' },
      proof: { url: 'https://www.example.com/paper?utm_source=ads', ip: '192.0.2.7', userAgent: 'Browser' },
      signs: { honeypot: false, originAllowed: true },
    })
    expect(event.signs).not.toHaveProperty('tokenValid')
    expect(event.fields).not.toHaveProperty('email')
  })

  it('takes no consent that was not ticked', () => {
    expect(formSubmitted(aForm(), 3, { ...submission, topics: [] }, post).consent).toEqual({})
  })

  it('tells a double click apart only where the post names no key', () => {
    expect(formSubmitted(aForm(), 1, submission, post).sameAs).toMatch(/^[a-z2-7]{32}$/)
    expect(formSubmitted(aForm(), 1, { ...submission, submissionId: 'x' }, post)).not.toHaveProperty('sameAs')
    const withKey = { ...post, headers: { 'idempotency-key': 'x' } }
    expect(formSubmitted(aForm(), 1, submission, withKey)).not.toHaveProperty('sameAs')
    expect(formSubmitted(aForm(), 1, submission, withKey).submissionId).toBe(
      formSubmitted(aForm(), 1, { ...submission, submissionId: 'x' }, post).submissionId,
    )
  })

  it.each<[string, string | undefined, boolean]>([
    ['no origin, as from a server', undefined, true],
    ['the published origin', 'https://www.example.com', true],
    ['the published origin in other case', 'https://WWW.example.com', true],
    ['the hosted page', 'https://api.example.com', true],
    ['another origin', 'https://www.example.org', false],
    ['a page that hides its origin', 'null', false],
    ['another port', 'https://www.example.com:8443', false],
  ])('judges %s', (_what, origin, allowed) => {
    const event = formSubmitted(guarded, 1, submission, { ...post, headers: { origin } })
    expect(event.signs.originAllowed).toBe(allowed)
    expect(formSubmitted(aForm(), 1, submission, { ...post, headers: { origin } }).signs.originAllowed).toBe(true)
  })

  it.each<[string, Post['token'], object]>([
    [
      'good',
      { state: 'good', claims: { form: 'white-paper' }, signedAtMs },
      { tokenValid: true, renderedAt: '2026-11-24T08:59:00.000Z' },
    ],
    [
      'old',
      { state: 'expired', claims: { form: 'white-paper' }, signedAtMs },
      { tokenValid: true, renderedAt: '2026-11-24T08:59:00.000Z' },
    ],
    ['another form’s', { state: 'good', claims: { form: 'other' }, signedAtMs }, { tokenValid: false }],
    ['not ours', { state: 'bad' }, { tokenValid: false }],
  ])('says that a token is %s', (_what, token, signs) => {
    expect(formSubmitted(aForm(), 1, submission, { ...post, token }).signs).toMatchObject(signs)
  })

  it('trusts a page that hides its origin if a token of ours was shown on it', () => {
    const token: Post['token'] = { state: 'good', claims: { form: 'white-paper' }, signedAtMs }
    const hidden = { ...post, headers: { origin: 'null' }, token }
    expect(formSubmitted(guarded, 1, submission, hidden).signs.originAllowed).toBe(true)
  })
})
