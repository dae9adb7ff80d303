import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readToken } from '../../../core/consent/tokens.ts'
import type { LeadState } from '../../../core/leads/lead-status.ts'
import { readReplyLocalPart } from '../../../core/replies/reply-address.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { composeMail, NotComposed } from '../../../functions/consent/compose-mail.ts'
import { confirmUrl } from '../../../functions/consent/mail-links.ts'
import type { MailRequest } from '../../../functions/consent/mail-request.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aSendId } from '../../fixtures/a-mailbox.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: MailWorld
beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())

const lead: LeadState = aLead({ profile: { fields: { firstName: '<b>Olga</b>' } } })
const { leadId, email } = lead.profile

function wanted(given: Partial<MailRequest> = {}): MailRequest {
  return { leadId, sendId: aSendId(), basis: 'consent', topic: 'newsletter', template: 'welcome', ...given }
}

async function claimsOf(url: string, purpose: 'unsubscribe' | 'preferences' | 'confirm') {
  return readToken(url.split('/').at(-1) ?? '', purpose, await tokenKeys(), clock.ms)
}

const link = () =>
  confirmUrl({ leadId, topics: ['newsletter', 'product'], evidence: 'proof', form: 'white-paper', formVersion: 3 })

describe('a marketing mail', () => {
  it('is filled with the reader’s own answers, escaped, and signed by the company', async () => {
    const { version, locale, letter } = await composeMail(wanted(), lead)
    expect([version, locale]).toEqual([7, 'en'])
    expect(letter.to).toBe(email)
    expect(letter.subject).toBe('Welcome, <b>Olga</b>')
    expect(letter.html).toMatch(/Hello &(lt|#60);b&(gt|#62);Olga/)
    expect(letter.html).toContain('Example Ltd, Example Ltd, 1 Example Street, Berlin')
  })

  it('can be left with one click: one HTTPS address in its header, the same as in its text', async () => {
    const { letter } = await composeMail(wanted(), lead)
    const url =
      /^<(https:\/\/api\.example\.com\/u\/[^>\s]+)>$/.exec(letter.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? ''
    expect(letter.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(letter.text).toContain(url)
    expect(await claimsOf(url, 'unsubscribe')).toEqual({
      state: 'good',
      claims: { leadId, topic: 'newsletter', sendId: aSendId() },
      signedAtMs: clock.ms,
    })
  })

  it('keeps SES’s click tracking from its links to leave and to choose, and only from those', async () => {
    const { html } = (await composeMail(wanted(), lead)).letter
    expect(html).toMatch(/<a ses:no-track href="https:\/\/api\.example\.com\/u\//)
    expect(html).toMatch(/<a ses:no-track href='https:\/\/api\.example\.com\/preferences\//)
    expect(html).toContain('<a class="button" href="https://www.example.com/paper">')
  })

  it('carries tags that come back with every event, and no address', async () => {
    const { letter } = await composeMail(wanted(), lead)
    expect(letter.tags).toEqual({ leadId, sendId: aSendId(), template: 'welcome', basis: 'consent' })
    for (const value of Object.values(letter.tags)) expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
  })

  it('goes with the reply address that it is given', async () => {
    const { letter } = await composeMail(wanted({ replyTo: async () => 'anna@company.example' }), lead)
    expect(letter.replyTo).toBe('anna@company.example')
  })

  it.each([
    ['a marketing mail', wanted({ replyTo: async () => 'anna@company.example' })],
    ['a transactional one', wanted({ basis: 'transactional', template: 'receipt', variables: { number: 17 } })],
    ['a confirmation', wanted({ basis: 'confirmation', topic: undefined, template: 'confirm' } as never)],
  ])(
    'has an address of its own for replies, under the sender’s name, where there is a domain for them: %s',
    async (_, request) => {
      process.env.REPLY_DOMAIN = 'reply.example.com'
      const confirmed = {
        ...request,
        ...(request.basis === 'confirmation' && { variables: { confirmUrl: await link() } }),
      }
      const { letter } = await composeMail(confirmed, lead).finally(() => delete process.env.REPLY_DOMAIN)
      const [, local = ''] = /^Example <(.+)@reply\.example\.com>$/.exec(letter.replyTo ?? '') ?? []
      expect(readReplyLocalPart(local, await tokenKeys())).toEqual({ leadId, sendRef: request.sendId.slice(0, 12) })
    },
  )

  it('is written in the nearest language that it has', async () => {
    expect((await composeMail(wanted({ locale: 'pt-BR' }), lead)).locale).toBe('en')
  })
})

describe('a confirmation', () => {
  const confirmation = (variables: Record<string, unknown>) =>
    composeMail(wanted({ basis: 'confirmation', topic: undefined, template: 'confirm', variables } as never), lead)

  it('holds its own link, untracked, and nothing that anybody typed', async () => {
    const url = await link()
    const { letter } = await confirmation({ confirmUrl: url, firstName: 'typed', company: 'typed' })
    expect(letter.html).toContain(`<a ses:no-track href="${url}">`)
    expect(letter.html + letter.text + letter.subject).not.toMatch(/typed|Olga/)
    expect(letter.headers).toBeUndefined()
    expect(await claimsOf(url, 'confirm')).toMatchObject({
      claims: { leadId, topics: 'newsletter,product', evidence: 'proof', form: 'white-paper', formVersion: 3 },
    })
  })

  it.each([
    [undefined],
    ['https://evil.example/confirm/token'],
    ['https://api.example.com.evil.example/confirm/x'],
    [7],
  ])('is not made with the link %s', async (given) => {
    await expect(confirmation({ confirmUrl: given })).rejects.toThrow('needs its own link')
  })
})

describe('a transactional mail', () => {
  it('is filled with what it is about, and has no header to leave', async () => {
    const request = wanted({ basis: 'transactional', template: 'receipt', variables: { number: 17 } })
    const { letter } = await composeMail(request, lead)
    expect(letter.html).toBe('<p>17</p>')
    expect(letter.headers).toBeUndefined()
  })
})

describe('a mail that can not be made', () => {
  it.each([
    ['no template', wanted({ template: 'nothing' }), 'there is no published mail nothing'],
    ['a confirmation as marketing', wanted({ template: 'confirm' }), 'only marketing goes'],
    ['marketing as a receipt', wanted({ basis: 'transactional' }), 'only transactional goes'],
    ['marketing as a confirmation', wanted({ basis: 'confirmation' }), 'only confirmation goes'],
    ['a mail to staff', wanted({ template: 'handoff' }), 'is of class staff'],
    [
      'a missing value',
      wanted({ basis: 'transactional', template: 'receipt' }),
      'the mail receipt could not be rendered',
    ],
    ['marketing of another topic', wanted({ topic: 'product' }), 'is about newsletter, and the consent is for product'],
    ['marketing without a topic', { ...wanted(), topic: undefined } as never, 'the consent is for undefined'],
  ])('says why: %s', async (_name, request, why) => {
    const failed = composeMail(request, lead)
    await expect(failed).rejects.toThrow(NotComposed)
    await expect(failed).rejects.toThrow(why)
  })
})
