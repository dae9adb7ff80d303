import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashesInForce, hashOf, keyIn, keyText } from '../../../core/sources/api-key.ts'
import { contentOfPost, type PostedLead, postedLead } from '../../../core/sources/posted-lead.ts'

const source = { name: 'webinar', origin: 'inbound' } as const
const one = {
  topic: 'news',
  basis: 'opt-in',
  evidence: 'Ticked when registering',
  at: '2026-04-22T10:00:00+02:00',
} as const
const two = { ...one, topic: 'offers' } as const

function aPost(given: Partial<PostedLead> = {}): PostedLead {
  return { email: 'wendy@webinar.example', fields: {}, tags: [], consent: [one], ...given }
}
const content = (given: Partial<PostedLead> = {}, from: PostedLead['source'] = source) =>
  contentOfPost('wendy@webinar.example', from ?? source, aPost(given))

describe('what a post says', () => {
  it.each<[string, Partial<PostedLead>, Partial<PostedLead>]>([
    ['its fields in another order', { fields: { a: '1', b: '2' } }, { fields: { b: '2', a: '1' } }],
    ['its consents in another order', { consent: [one, two] }, { consent: [two, one] }],
    ['its time in another zone', {}, { consent: [{ ...one, at: '2026-04-22T08:00:00.000Z' }] }],
    ['its tags in another order', { tags: ['x', 'y'] }, { tags: ['y', 'x'] }],
  ])('is the same with %s', (_, a, b) => {
    expect(content(a)).toBe(content(b))
  })

  it.each<[string, Partial<PostedLead>]>([
    ['another answer', { fields: { a: '1' } }],
    ['another consent', { consent: [one, two] }],
    ['another id of the source', { externalId: 'r-2' }],
    ['another campaign', { campaign: 'autumn' }],
    ['another language', { locale: 'fa' }],
    ['another tag', { tags: ['x'] }],
  ])('is another with %s', (_, given) => {
    expect(content(given)).not.toBe(content())
  })

  it('is another of another source', () => {
    expect(content({}, { ...source, origin: 'referral' })).not.toBe(content())
    expect(content({}, { ...source, controllable: true })).not.toBe(content())
    expect(content({}, { ...source, controllable: false })).not.toBe(content({}, { ...source, controllable: true }))
    expect(content({}, { ...source, qualifyBy: 'reaction' })).not.toBe(content())
  })

  it('is never taken without consent', () => {
    for (const consent of [undefined, [], [{ ...one, basis: 'interest' }], [{ ...one, evidence: '' }]]) {
      expect(postedLead().safeParse({ ...aPost(), consent }).success).toBe(false)
    }
  })
})

describe('a key', () => {
  const secret = `${'A-_'.repeat(14)}z`

  it('is read as it was written, and nothing else is taken for one', () => {
    const id = 'abcdefgh234567ab'
    expect(keyIn(`Bearer ${keyText(id, secret)}`)).toEqual({ keyId: id, secret })
    fc.assert(fc.property(fc.string(), (text) => keyIn(text) === undefined))
    for (const near of [keyText(id, secret), `Bearer ${keyText(id, secret)}x`, `Bearer ripen_${secret}`, undefined]) {
      expect(keyIn(near)).toBeUndefined()
    }
  })

  it('counts by its secrets of this time', () => {
    const secrets = [
      { hash: hashOf('new'), madeAt: '2026-11-02T00:00:00.000Z' },
      { hash: hashOf('old'), madeAt: '2026-11-01T00:00:00.000Z', until: '2026-11-03T00:00:00.000Z' },
    ]
    expect(hashesInForce({ secrets }, '2026-11-02T23:00:00.000Z')).toEqual([hashOf('new'), hashOf('old')])
    expect(hashesInForce({ secrets }, '2026-11-03T00:00:00.000Z')).toEqual([hashOf('new')])
  })
})
