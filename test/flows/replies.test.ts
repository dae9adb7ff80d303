import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saysBySmtp } from '../../demo/says-by-smtp.ts'
import type { Ripen } from '../../local/run.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { entersBy, headerOf, leadOf, mailNumber } from './people.ts'
import { publishFolder } from './publish.ts'
import { addStaff } from './staff.ts'
import { storyContent } from './story-content.ts'

const mails = join(import.meta.dirname, '../core/replies/mails')
let ripen: Ripen

beforeAll(async () => {
  ripen = await aRun()
  const target = localTarget(ripen.url)
  await addStaff(target)
  await publishFolder(target, storyContent)
}, 180_000)
afterAll(() => ripen?.stop())

/** Sends one of the mails of the tests to this address, by SMTP. */
async function sends(name: string, to: string): Promise<string[]> {
  const raw = readFileSync(join(mails, `${name}.eml`), 'latin1').replace(/^\./gm, '..')
  const mail = Buffer.from(raw.replaceAll('reply-to-this-mail@reply.example.com', to), 'latin1').toString('latin1')
  const lines = ['EHLO me', 'MAIL FROM:<john@shop.example>', `RCPT TO:<${to}>`, 'DATA', `${mail}\r\n.`, 'QUIT']
  return saysBySmtp(ripen.smtpPort ?? 0, lines)
}

describe('mail by SMTP to the embedded run', () => {
  it('is received, as the doctor sees: no server of names is asked', async () => {
    const target = localTarget(ripen.url)
    const headers = { authorization: `Bearer ${await target.token('admin')}` }
    const { items } = (await (await target.call('/doctor', { headers })).json()) as { items: { id: string }[] }
    expect(items.filter(({ id }) => id.startsWith('replies-'))).toMatchObject([
      { id: 'replies-region', ok: true },
      { id: 'replies-identity', ok: true, detail: 'reply.dev.example.com is verified; DKIM: SUCCESS' },
      { id: 'replies-mx', ok: true },
      { id: 'replies-rule', ok: true },
    ])
  })

  it('goes the whole way: a person’s reply is forwarded, a program’s is not, a forged address is kept, stop withdraws', async () => {
    const target = localTarget(ripen.url)
    await entersBy(target, 'story-paper', { email: 'john@shop.example', firstName: 'John' })
    const welcome = await mailNumber(target, 'john@shop.example', 2)
    const [, address = ''] = /<(.+)>/.exec(headerOf(welcome, 'reply-to') ?? '') ?? []

    expect(await sends('en-gmail', address)).toContain('250')
    // Twice, as a server does that did not hear the answer.
    expect(await sends('en-gmail', address)).toContain('250')
    await sends('en-away-exchange', address)
    await sends(
      'en-gmail',
      address.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
    )
    const forwarded = await target.mails('marketing@example.com')
    expect(forwarded.map(({ subject }) => subject)).toEqual(['A reply from John Smith'])
    expect(forwarded[0]?.text).toContain('Do you also support two warehouses?')
    expect(await leadOf(target, 'john@shop.example')).toMatchObject({ mailable: true })

    await ripen.advance('2s')
    await sends('en-stop', address)
    await ripen.settle()
    expect(await leadOf(target, 'john@shop.example')).toMatchObject({ mailable: false })
    expect(await target.mails('marketing@example.com')).toHaveLength(1)
    const { deadLetters } = await ripen.state()
    expect(Object.values(deadLetters).filter((depth) => depth > 0)).toEqual([])
  }, 60_000)
})
