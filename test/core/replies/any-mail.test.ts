import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onlyAsksToStop } from '../../../core/replies/asks-to-stop.ts'
import { readAtMostBytes, readMail, UnreadableMail } from '../../../core/replies/read-mail.ts'
import { replyKind } from '../../../core/replies/reply-kind.ts'
import { visibleText } from '../../../core/replies/visible-text.ts'

const folder = join(import.meta.dirname, 'mails')
const mails = readdirSync(folder).map((file) => readFileSync(join(folder, file)))

/** Reads a mail to the end; answers what it is, or our own error. */
async function judged(raw: Uint8Array): Promise<string> {
  try {
    const mail = await readMail(raw)
    return replyKind(mail, visibleText(mail.text, mail.from?.name))
  } catch (error) {
    if (error instanceof UnreadableMail) return 'unreadable'
    throw error
  }
}
const kinds = ['person', 'stop', 'out-of-office', 'automatic', 'bounce', 'own', 'unreadable']

describe('any mail', () => {
  it('that is only bytes is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (raw) => {
        expect(kinds).toContain(await judged(raw))
      }),
    )
  })

  it('that was a good one is read or refused, wherever it is cut, doubled or overwritten', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...mails),
        fc.nat(3_000),
        fc.nat(3_000),
        fc.uint8Array({ maxLength: 60 }),
        async (mail, from, to, bytes) => {
          const broken = Buffer.concat([mail.subarray(0, from % mail.length), bytes, mail.subarray(to % mail.length)])
          expect(kinds).toContain(await judged(broken))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('never says stop by what is quoted or signed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('unsubscribe', 'отписаться', 'لغو', 'A case', ''), { maxLength: 8 }),
        (lines) => {
          const quoted = lines.map((line) => `> ${line}`).join('\n')
          expect(onlyAsksToStop(visibleText(`Let us talk.\n\n-- \nStop Ltd\n${quoted}`).said)).toBe(false)
          expect(visibleText(quoted).said).toBe('')
        },
      ),
    )
  })

  it('says nothing new that it does not say', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        const { said, signature } = visibleText(text)
        const words = new Set(text.split(/\s+/u))
        for (const word of `${said}\n${signature}`.split(/\s+/u)) if (word) expect(words).toContain(word)
      }),
    )
  })
})

describe('a mail that is made to be a burden', () => {
  const heads = (type: string) => `From: a@b.example\r\nTo: c@d.example\r\nContent-Type: ${type}\r\n\r\n`

  it('is refused for its parts, its depth and its heads', async () => {
    const parts = `${heads('multipart/mixed; boundary=b')}${'--b\r\n\r\nx\r\n'.repeat(5_000)}--b--`
    const deep = Array.from(
      { length: 200 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    )
    const long = `X-Long: ${'a'.repeat(600_000)}\r\n${heads('text/plain')}hello`
    for (const raw of [parts, `From: a@b.example\r\n${deep.join('')}`, long]) {
      expect(await judged(Buffer.from(raw))).toBe('unreadable')
    }
  })

  it('is read no further than 2 MB or 40,000 lines, and says that it is cut', async () => {
    const text = `${heads('text/plain')}I am interested.\r\n\r\n`
    const mail = await readMail(Buffer.from(text + 'x'.repeat(readAtMostBytes + 100)))
    expect(mail.isCut).toBe(true)
    expect(visibleText(mail.text).said).toMatch(/^I am interested/)
    expect((await readMail(Buffer.from(text), 30_000_000)).isCut).toBe(true)
    expect((await readMail(Buffer.from(text + '\n'.repeat(500_000)))).isCut).toBe(true)
    expect((await readMail(Buffer.from(text))).isCut).toBe(false)
  })

  it.each([
    ['spaces', ' '.repeat(199_000)],
    ['dates', 'On 1, '.repeat(30_000)],
    ['brackets', `1 ${'<a@'.repeat(60_000)}:`],
    ['dashes', '-'.repeat(199_000)],
    ['short lines', '1 a\n'.repeat(50_000)],
    ['tags', '<b>'.repeat(60_000)],
  ])('costs no more than its length: %s', async (_what, text) => {
    for (const type of ['text/plain', 'text/html'])
      expect(kinds).toContain(await judged(Buffer.from(heads(type) + text)))
  })
})
