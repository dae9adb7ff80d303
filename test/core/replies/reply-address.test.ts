import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToken, type SigningKeys, signToken } from '../../../core/consent/tokens.ts'
import { readReplyLocalPart, replyLocalPart } from '../../../core/replies/reply-address.ts'
import { aLeadId, aSendId } from '../../fixtures/a-mailbox.ts'

const keys: SigningKeys = { current: 'k2', keys: { k1: Buffer.alloc(32, 1), k2: Buffer.alloc(32, 2) } }
const mail = { leadId: aLeadId(), sendId: aSendId() }
const made = replyLocalPart(mail, keys)

describe('the address of replies to a mail', () => {
  it('fits a local part, names lead and mail, and is the same in capitals', () => {
    expect(made.length).toBeLessThanOrEqual(64)
    expect(made).toMatch(/^[a-z2-7]+(\.[a-z2-7]+)+$/)
    const read = { leadId: mail.leadId, sendRef: mail.sendId.slice(0, 12) }
    expect(readReplyLocalPart(made, keys)).toEqual(read)
    expect(readReplyLocalPart(made.toUpperCase(), keys)).toEqual(read)
  })

  it('is read with an older key, and with no key that is not ours', () => {
    const before = replyLocalPart(mail, { ...keys, current: 'k1' })
    expect(readReplyLocalPart(before, keys)).toBeDefined()
    expect(readReplyLocalPart(made, { current: 'k1', keys: { k1: Buffer.alloc(32, 1) } })).toBeUndefined()
    expect(() => replyLocalPart(mail, { ...keys, current: 'gone' })).toThrow('no signing key')
  })

  it('is nobody’s where one letter differs', () => {
    for (let at = 0; at < made.length; at += 1) {
      const other = made[at] === 'a' ? 'b' : 'a'
      if (made[at] === '.') continue
      expect(readReplyLocalPart(made.slice(0, at) + other + made.slice(at + 1), keys), String(at)).toBeUndefined()
    }
  })

  it('is good for nothing else, and nothing else for it', () => {
    const link = signToken('unsubscribe', { ...mail, topic: 'news' }, keys, 0)
    expect(readReplyLocalPart(link, keys)).toBeUndefined()
    expect(readToken(made, 'unsubscribe', keys, 0)).toEqual({ state: 'bad' })
  })

  it('reads anything else as nothing, without an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^[a-z2-7]{32}\.[a-z2-7]{12}\.[a-z2-7]{16}$/),
        ),
        (local) => {
          expect(readReplyLocalPart(local, keys)).toBeUndefined()
        },
      ),
    )
  })
})
