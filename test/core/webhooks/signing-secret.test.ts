import { Webhook as Standard } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import {
  apiKey,
  rotated,
  type SharedSecret,
  secretsInForce,
  signingSecret,
} from '../../../core/webhooks/signing-secret.ts'

const keys = { current: 'k2', keys: { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) } }
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00.000Z`
const made = (n: number, key = 'k1'): SharedSecret => ({ salt: `salt-${n}`, key, madeAt: day(n) })

describe('a shared secret', () => {
  it('is the same each time, differs by salt and by key, and stands in the form that Standard Webhooks reads', () => {
    const secret = signingSecret(made(1), keys)
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(signingSecret(made(1), keys)).toBe(secret)
    expect(new Set([secret, signingSecret(made(2), keys), signingSecret(made(1, 'k2'), keys)]).size).toBe(3)
    expect(() => new Standard(secret).sign('msg_1', new Date(0), '{}')).not.toThrow()
    expect(apiKey(made(1), keys)).toMatch(/^ripen_[\w-]{43}$/)
    expect(apiKey(made(1), keys)).not.toContain(secret.slice(6, 20))
  })

  it('is as RFC 5869 derives it, so that nothing silently changes all of them', () => {
    expect(signingSecret(made(1), keys)).toMatchInlineSnapshot(`"whsec_Lo3AkiKoNCoSZfTxTzrCGq5C3rIUMW7oxCS/p6dKBEI="`)
  })

  it('can’t be made once its key is gone', () => {
    expect(() => signingSecret(made(1), { current: 'k2', keys: { k2: Buffer.alloc(32) } })).toThrow('no token key "k1"')
  })

  it('counts on beside the new one until the overlap ends', () => {
    const after = rotated([made(1)], made(5), day(6)) ?? []
    expect(after).toEqual([made(5), { ...made(1), until: day(6) }])
    expect(secretsInForce(after, day(5)).map(({ salt }) => salt)).toEqual(['salt-5', 'salt-1'])
    expect(secretsInForce(after, day(6)).map(({ salt }) => salt)).toEqual(['salt-5'])
  })

  it('counts no longer than it did before, at once no more without an overlap, and three at most at a time', () => {
    const two = rotated([made(1)], made(2), day(4)) ?? []
    expect(rotated(two, made(3), day(9))?.map(({ until }) => until)).toEqual([undefined, day(9), day(4)])
    expect(rotated(two, made(3), day(3))).toEqual([made(3)])
    const three = rotated(two, made(3), day(9)) ?? []
    expect(rotated(three, { ...made(3), salt: 'four' }, day(9))).toBeUndefined()
    expect(rotated(three, made(4), day(9))).toHaveLength(3)
  })
})
