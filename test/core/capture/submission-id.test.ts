import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Submission } from '../../../core/capture/read-submission.ts'
import { contentHash, submissionIdOf } from '../../../core/capture/submission-id.ts'

const submission: Submission = {
  email: 'olga@shop.example',
  fields: { firstName: 'Olga', company: 'Shop' },
  topics: ['newsletter'],
  trapped: false,
  attribution: {},
}
const at = Date.parse('2026-11-24T09:00:00.000Z')
const idOf = (given: Partial<Submission>, key?: string, atMs = at, form = 'white-paper') =>
  submissionIdOf(form, key, { ...submission, ...given }, atMs)

describe('the name of a submission', () => {
  it('is the same for a repeat with its key, whenever it comes', () => {
    expect(idOf({}, 'key', at + 86_400_000)).toBe(idOf({}, 'key'))
    expect(idOf({})).toMatch(/^[a-z2-7]{32}$/)
  })

  it('is the same for two posts without a key within a minute of the clock', () => {
    expect(idOf({}, undefined, at + 59_999)).toBe(idOf({}))
    expect(idOf({}, undefined, at + 60_000)).not.toBe(idOf({}))
  })

  it('does not depend on the order of the answers, nor on where the visitor came from or when the form was shown', () => {
    const same = {
      fields: { company: 'Shop', firstName: 'Olga' },
      attribution: { utm_source: 'ads' },
      renderToken: 'token',
      submissionId: 'x',
    }
    expect(idOf(same)).toBe(idOf({}))
  })

  it.each<[string, string]>([
    ['another key', idOf({}, 'other')],
    ['no key', idOf({})],
    ['another form', idOf({}, 'key', at, 'newsletter')],
    ['another address', idOf({ email: 'olga@shop2.example' }, 'key')],
    ['another answer', idOf({ fields: { firstName: 'Olga', company: 'Shop2' } }, 'key')],
    ['another tick', idOf({ topics: [] }, 'key')],
    ['a filled-in honeypot', idOf({ trapped: true }, 'key')],
    ['answers cut elsewhere', idOf({ fields: { firstName: 'Olga","company":"Shop' } }, 'key')],
  ])('differs for %s', (_what, other) => {
    expect(other).not.toBe(idOf({}, 'key'))
  })

  it('can’t be made to meet another form’s by what stands in key and form', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (form, key, otherForm, otherKey) => {
        fc.pre(form !== otherForm || key !== otherKey)
        expect(submissionIdOf(form, key, submission, at)).not.toBe(submissionIdOf(otherForm, otherKey, submission, at))
      }),
    )
  })

  it('is not what tells that two posts say the same', () => {
    expect(contentHash('white-paper', submission)).toBe(
      contentHash('white-paper', { ...submission, submissionId: 'y' }),
    )
    expect(contentHash('white-paper', submission)).not.toBe(contentHash('newsletter', submission))
  })
})
