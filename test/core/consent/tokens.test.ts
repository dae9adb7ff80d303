import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readToken,
  type SigningKeys,
  signToken,
  type TokenPurpose,
  tokenPurposes,
} from '../../../core/consent/tokens.ts'

const keys: SigningKeys = {
  current: 'k2',
  keys: { k1: new TextEncoder().encode('the key before'), k2: new TextEncoder().encode('the key of today') },
}
const nowMs = Date.UTC(2026, 10, 24, 9)
const day = 86_400_000
const claims = { leadId: 'a'.repeat(32), topic: 'newsletter', sendId: 'b'.repeat(32) }
const purposes = Object.keys(tokenPurposes) as TokenPurpose[]

describe('a token', () => {
  it('gives back what was signed, to the millisecond', () => {
    const token = signToken('unsubscribe', claims, keys, nowMs + 7)
    expect(readToken(token, 'unsubscribe', keys, nowMs + day)).toEqual({ state: 'good', claims, signedAtMs: nowMs + 7 })
  })

  it('fits into an address as it is', () => {
    expect(signToken('confirm', claims, keys, nowMs)).toMatch(/^[a-z0-9]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
  })

  it.each(
    purposes.flatMap((purpose) => purposes.filter((other) => other !== purpose).map((other) => [purpose, other])),
  )('to %s is bad to %s', (purpose, other) => {
    const token = signToken(purpose as TokenPurpose, claims, keys, nowMs)
    expect(readToken(token, other as TokenPurpose, keys, nowMs)).toEqual({ state: 'bad' })
  })

  it('to confirm is good for 14 days, and then says what it was for', () => {
    const token = signToken('confirm', claims, keys, nowMs)
    expect(readToken(token, 'confirm', keys, nowMs + 14 * day - 1).state).toBe('good')
    expect(readToken(token, 'confirm', keys, nowMs + 14 * day)).toEqual({ state: 'expired', claims, signedAtMs: nowMs })
  })

  it('to unsubscribe never expires', () => {
    const token = signToken('unsubscribe', claims, keys, nowMs)
    expect(readToken(token, 'unsubscribe', keys, nowMs + 100 * 365 * day).state).toBe('good')
  })

  it('signed with an older key is still read, and bad once that key is gone', () => {
    const token = signToken('unsubscribe', claims, { ...keys, current: 'k1' }, nowMs)
    expect(readToken(token, 'unsubscribe', keys, nowMs).state).toBe('good')
    const { k2 } = keys.keys
    expect(readToken(token, 'unsubscribe', { current: 'k2', keys: { k2: k2 as Uint8Array } }, nowMs).state).toBe('bad')
  })

  it('can not be signed without the current key', () => {
    expect(() => signToken('unsubscribe', claims, { ...keys, current: 'k9' }, nowMs)).toThrow('no signing key "k9"')
  })

  it('that was changed anywhere is bad', () => {
    const token = signToken('unsubscribe', claims, keys, nowMs)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abkz019_-.=+/ '), (place, character) => {
        const changed = token.slice(0, place) + character + token.slice(place + 1)
        fc.pre(changed !== token)
        expect(readToken(changed, 'unsubscribe', keys, nowMs)).toEqual({ state: 'bad' })
      }),
      { numRuns: 1_000 },
    )
  })

  it('that is cut, doubled or made up is bad, and never an exception', () => {
    const token = signToken('unsubscribe', claims, keys, nowMs)
    const some = fc.oneof(
      fc.string(),
      fc.nat(token.length - 1).map((length) => token.slice(0, length)),
      fc.string().map((tail) => `${token}.${tail}`),
      fc
        .tuple(fc.constantFrom('k1', 'k2', 'constructor', '__proto__'), fc.base64String(), fc.base64String())
        .map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(some, (text) => {
        expect(readToken(text, 'unsubscribe', keys, nowMs)).toEqual({ state: 'bad' })
      }),
      { numRuns: 1_000 },
    )
  })
})
