import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SigningHash } from '../../../functions/aws/signing-hash.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const digestOf = async (hash: SigningHash, parts: readonly Uint8Array[]) => {
  for (const part of parts) hash.update(part)
  return Buffer.from(await hash.digest()).toString('hex')
}

it('is SHA-256 of all that it was given, in portions or whole, also once more after a reset', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bytes), async (parts) => {
      const hash = new SigningHash()
      const expected = createHash('sha256').update(Buffer.concat(parts)).digest('hex')
      expect(await digestOf(hash, parts)).toBe(expected)
      hash.reset()
      expect(await digestOf(hash, [Buffer.concat(parts)])).toBe(expected)
    }),
  )
})

it('is its HMAC where there is a secret, in whichever form it comes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), bytes, async (secret, data) => {
      const expected = createHmac('sha256', secret).update(data).digest('hex')
      const ofLonger = new Uint8Array([0, ...secret]).subarray(1)
      for (const form of [secret, secret, new Uint8Array(secret).buffer, ofLonger]) {
        expect(await digestOf(new SigningHash(form), [data])).toBe(expected)
      }
    }),
  )
  const said = createHmac('sha256', 'AWS4 secret').update('20261128').digest('hex')
  expect(await digestOf(new SigningHash('AWS4 secret'), [Buffer.from('20261128')])).toBe(said)
})
