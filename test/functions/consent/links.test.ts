import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsentEvidence, Mailbox } from '../../../core/consent/mailbox.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { evidenceKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as confirm } from '../../../functions/consent/confirm-consent.http.ts'
import { confirmUrl, preferencesUrl, unsubscribeUrl } from '../../../functions/consent/mail-links.ts'
import { handler as setPreferences } from '../../../functions/consent/set-preferences.http.ts'
import { handler as showConfirmation } from '../../../functions/consent/show-confirmation.http.ts'
import { handler as showPreferences } from '../../../functions/consent/show-preferences.http.ts'
import { handler as showWithdrawal } from '../../../functions/consent/show-withdrawal.http.ts'
import { handler as withdraw } from '../../../functions/consent/withdraw-consent.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'
import { type Answered, type Asked, browser, request } from '../../fixtures/a-request.ts'
import { faults } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const day = 86_400_000
const oneClick = 'List-Unsubscribe=One-Click'
let world: MailWorld

beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world.break()
  world.told.length = 0
})

const tokenOf = (url: string) => url.split('/').at(-1) ?? ''
const state = async (leadId: string, topic = 'newsletter') => (await world.mailbox(leadId)).consent[topic]?.state

async function proofs(leadId: string): Promise<ConsentEvidence[]> {
  const items = await world.items()
  return items.filter(({ pk, sk }) => pk === `LEAD#${leadId}` && String(sk).startsWith('CONSENT#')) as never
}

/** The facts that were told, each once, however often it was told. */
function facts(): { type: string; data: unknown; id: string }[] {
  const told = world.told.map(({ detail }) => detail.activity as { type: string; data: unknown; id: string })
  return [...new Map(told.map((one) => [one.id, one])).values()]
}

async function asked(leadId: string, topic = 'newsletter'): Promise<void> {
  const at = toInstant(clock.ms - 60_000)
  const proof = { leadId, id: `asked-${topic}`, topic, channel: 'email', decision: 'requested', at, by: 'form' }
  await putItem(evidenceKey(leadId, at, `asked-${topic}`), { ...proof, text: 'Да, пишите <мне>', ip: '198.51.100.9' })
}

describe('the confirmation page', () => {
  const lead = (box: Partial<Mailbox> = { consent: { newsletter: pending() } }, locale = 'en') =>
    world.lead(box, { locale })
  const token = async (leadId: string, topics = ['newsletter']) =>
    tokenOf(await confirmUrl({ leadId, topics, evidence: 'asked-newsletter', form: 'white-paper', formVersion: 3 }))
  const get = (given: string, more: Asked = {}) =>
    request(showConfirmation, routes.showConfirmation, { params: { token: given }, headers: browser, ...more })
  const post = (given: string, more: Asked = {}) =>
    request(confirm, routes.confirmConsent, { params: { token: given }, headers: browser, body: '', ...more })

  it('shows one button and what is confirmed, and changes nothing', async () => {
    const leadId = await lead()
    await asked(leadId)
    const before = await world.items()
    const page = await get(await token(leadId))
    expect(page.status).toBe(200)
    expect(page.body.match(/<button/g)).toHaveLength(1)
    expect(page.body).toContain('Да, пишите &#60;мне&#62;')
    expect(await world.items()).toEqual(before)
  })

  it.each([
    ['ru', 'dir="ltr"', 'Да, подтверждаю'],
    ['fa', 'dir="rtl"', 'بله، تأیید می‌کنم'],
    ['en', 'dir="ltr"', 'Yes, I confirm'],
  ])('speaks the lead’s language: %s', async (locale, direction, words) => {
    const page = await get(await token(await lead(undefined, locale)))
    expect(page.body).toContain(`<html lang="${locale}" ${direction}>`)
    expect(page.body).toContain(words)
    expect(page.body).not.toMatch(/<script/i)
  })

  it('confirms by POST: consent, its whole proof, and a fact', async () => {
    const leadId = await lead(undefined, 'ru')
    await asked(leadId)
    const given = await token(leadId)
    clock.ms += 90_000
    const page = await post(given, { ip: '203.0.113.5' })
    expect(page.status).toBe(200)
    expect(page.body).toContain('Подписка подтверждена')
    expect(await state(leadId)).toBe('granted')
    expect(await proofs(leadId)).toContainEqual(
      expect.objectContaining({
        topic: 'newsletter',
        channel: 'email',
        decision: 'granted',
        at: toInstant(clock.ms),
        by: 'confirmation',
        confirms: 'asked-newsletter',
        text: 'Да, пишите <мне>',
        form: { id: 'white-paper', version: 3 },
        ip: '203.0.113.5',
        userAgent: 'Browser',
        locale: 'ru',
      }),
    )
    expect(facts()).toEqual([
      expect.objectContaining({ type: 'consent-granted', data: { topic: 'newsletter', form: 'white-paper' } }),
    ])
  })

  it('answers 200 again, and writes nothing more', async () => {
    const leadId = await lead()
    const given = await token(leadId)
    await post(given)
    const before = await world.items()
    clock.ms += day
    expect((await post(given)).status).toBe(200)
    expect(await world.items()).toEqual(before)
  })

  it('confirms each topic that it was asked for', async () => {
    const leadId = await lead({ consent: { newsletter: pending(), product: pending(), other: pending() } })
    expect((await post(await token(leadId, ['newsletter', 'product']))).status).toBe(200)
    expect([await state(leadId), await state(leadId, 'product'), await state(leadId, 'other')]).toEqual([
      'granted',
      'granted',
      'pending',
    ])
  })

  it('does not undo a withdrawal that came after the request', async () => {
    const leadId = await lead()
    const given = await token(leadId)
    clock.ms += 1_000
    await withdrawBy(leadId)
    clock.ms += 1_000
    const page = await post(given)
    expect(page.status).toBe(410)
    expect(page.body).toContain('you have unsubscribed since')
    expect(await state(leadId)).toBe('withdrawn')
  })

  it('does not bring an erased person back by an old link, but by a fresh one', async () => {
    const leadId = await lead({ erasedAt: toInstant(clock.ms + 5_000) })
    const old = await token(leadId)
    clock.ms += 10_000
    expect((await post(old)).status).toBe(410)
    const fresh = await token(leadId)
    clock.ms += 10_000
    expect((await post(fresh)).status).toBe(200)
    expect(await world.mailbox(leadId)).toMatchObject({ consent: { newsletter: { state: 'granted' } } })
    expect((await world.mailbox(leadId)).erasedAt).toBeUndefined()
  })

  it('answers 404 to a token that is not ours or for something else', async () => {
    const leadId = await lead()
    const other = tokenOf(await unsubscribeUrl({ leadId, topic: 'newsletter', sendId: aSendId() }))
    for (const bad of ['not-a-token-at-all', other, `${await token(leadId)}x`]) {
      expect((await get(bad)).status).toBe(404)
      expect((await post(bad)).status).toBe(404)
    }
    expect(await state(leadId)).toBe('pending')
  })

  it('answers 410 after 14 days, in the reader’s language; programs get problem+json', async () => {
    const leadId = await lead(undefined, 'fa')
    const given = await token(leadId)
    clock.ms += 14 * day
    for (const page of [await get(given), await post(given)]) {
      expect(page.status).toBe(410)
      expect(page.body).toContain('این پیوند دیگر معتبر نیست')
    }
    const problem = await post(given, { headers: {} })
    expect([problem.status, problem.headers['content-type']]).toEqual([410, 'application/problem+json'])
    expect(await state(leadId)).toBe('pending')
  })
})

async function withdrawBy(leadId: string, more: Asked = {}): Promise<Answered> {
  const url = await unsubscribeUrl({ leadId, topic: 'newsletter', sendId: aSendId() })
  return request(withdraw, routes.withdrawConsent, { params: { token: tokenOf(url) }, body: oneClick, ...more })
}

describe('unsubscribing', () => {
  const subscribed = { consent: { newsletter: granted(), product: granted() } }

  it('GET shows a page and changes nothing', async () => {
    const leadId = await world.lead(subscribed)
    const url = await unsubscribeUrl({ leadId, topic: 'newsletter', sendId: aSendId() })
    const before = await world.items()
    const asking = { params: { token: tokenOf(url) }, headers: browser }
    const page = await request(showWithdrawal, routes.showWithdrawal, asking)
    expect(page.status).toBe(200)
    expect(page.body).toContain('<form method="post">')
    expect(page.body).toContain('Newsletter')
    expect(await world.items()).toEqual(before)
  })

  const boundary = 'x-boundary'
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`
  it.each([
    ['urlencoded', oneClick, {}],
    ['multipart', part, { 'content-type': `multipart/form-data; boundary=${boundary}` }],
  ])('with one click withdraws the topic of the mail: %s', async (_name, body, headers) => {
    const leadId = await world.lead(subscribed)
    const answer = await withdrawBy(leadId, { body, headers })
    expect(answer.status).toBe(200)
    expect(answer.cookies).toEqual([])
    expect(Object.keys(answer.headers).map((name) => name.toLowerCase())).not.toEqual(
      expect.arrayContaining(['location', 'set-cookie']),
    )
    expect([await state(leadId), await state(leadId, 'product')]).toEqual(['withdrawn', 'granted'])
    expect(await proofs(leadId)).toEqual([
      expect.objectContaining({
        topic: 'newsletter',
        decision: 'withdrawn',
        by: 'one-click',
        ip: '192.0.2.7',
        userAgent: 'Browser',
      }),
    ])
    expect(facts()).toEqual([expect.objectContaining({ type: 'consent-withdrawn', data: { topic: 'newsletter' } })])
  })

  it('on the page can end all topics', async () => {
    const leadId = await world.lead(subscribed, { locale: 'ru' })
    const page = await withdrawBy(leadId, { body: 'all=on', headers: browser })
    expect(page.body).toContain('Рекламных писем от нас больше не будет.')
    expect([await state(leadId), await state(leadId, 'product')]).toEqual(['withdrawn', 'withdrawn'])
    expect((await proofs(leadId)).map(({ by }) => by)).toEqual(['unsubscribe-page', 'unsubscribe-page'])
  })

  it.each(['', 'anything=else', 'List-Unsubscribe=One-Click&List-Unsubscribe=One-Click', 'all=perhaps'])(
    'is not kept from anybody by what else the body holds: %j',
    async (body) => {
      const leadId = await world.lead(subscribed)
      expect((await withdrawBy(leadId, { body })).status).toBe(200)
      expect([await state(leadId), await state(leadId, 'product')]).toEqual(['withdrawn', 'granted'])
    },
  )

  it('answers 200 again; a later withdrawal is kept as such, and is no new fact', async () => {
    const leadId = await world.lead(subscribed)
    await withdrawBy(leadId)
    const before = await world.items()
    expect((await withdrawBy(leadId)).status).toBe(200)
    expect(await world.items()).toEqual(before)
    clock.ms += day
    expect((await withdrawBy(leadId)).status).toBe(200)
    expect((await world.mailbox(leadId)).consent.newsletter?.decidedAt).toBe(toInstant(clock.ms))
    expect(facts()).toHaveLength(1)
  })

  it('owes nothing once the bus has heard of it', async () => {
    const leadId = await world.lead(subscribed)
    await withdrawBy(leadId)
    const box = (await world.items()).find(({ pk, sk }) => pk === `LEAD#${leadId}` && sk === 'MAILBOX')
    expect(box).not.toHaveProperty('announcements')
    expect(box).not.toHaveProperty('unannounced')
  })

  it('is kept even where there is no record of the topic, so that no late grant comes through', async () => {
    const leadId = await world.lead()
    expect((await withdrawBy(leadId)).status).toBe(200)
    expect(await state(leadId)).toBe('withdrawn')
  })

  it('still answers 200 after an erasure and for a lead without a mailbox, and writes nothing', async () => {
    const erased = await world.lead({ erasedAt: toInstant(clock.ms) })
    const before = await world.items()
    clock.ms += 1_000
    expect((await withdrawBy(erased)).status).toBe(200)
    expect((await withdrawBy('q'.repeat(32))).status).toBe(200)
    expect(await world.items()).toEqual(before)
  })

  it('answers 404 to a token that is not ours', async () => {
    const bad = { params: { token: 'not-a-token-at-all' }, body: oneClick }
    expect((await request(withdraw, routes.withdrawConsent, bad)).status).toBe(404)
  })

  it('works after a hundred years', async () => {
    const leadId = await world.lead(subscribed)
    const url = await unsubscribeUrl({ leadId, topic: 'newsletter', sendId: aSendId() })
    clock.ms += 100 * 365 * day
    const asking = { params: { token: tokenOf(url) }, body: oneClick }
    expect((await request(withdraw, routes.withdrawConsent, asking)).status).toBe(200)
  })

  it.each(['GetItemCommand#1', 'PutItemCommand#0', 'GetItemCommand#2', 'UpdateItemCommand#0'] as const)(
    'answers 200 only once it is stored, else 503 to be tried again: %s goes wrong',
    async (which) => {
      for (const fault of faults) {
        const leadId = await world.lead(subscribed)
        world.break([[which, fault]])
        const answer = await withdrawBy(leadId)
        world.break()
        const stored = (await state(leadId)) === 'withdrawn'
        if (answer.status === 200) expect(stored).toBe(true)
        else expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
        expect((await withdrawBy(leadId)).status).toBe(200)
        expect(await state(leadId)).toBe('withdrawn')
      }
    },
  )

  it('is answered although the bus does not hear of it; the mailbox owes the fact', async () => {
    const leadId = await world.lead(subscribed)
    world.break([['PutEventsCommand#0', 'fails']])
    expect((await withdrawBy(leadId)).status).toBe(200)
    const items = await world.items()
    const box = items.find(({ pk, sk }) => pk === `LEAD#${leadId}` && sk === 'MAILBOX')
    expect(box).toMatchObject({ unannounced: 'owed', announcements: [{ name: 'ActivityObserved' }] })
  })
})

describe('the preference page', () => {
  const box = { consent: { newsletter: granted(), product: withdrawn(), success: pending() } }
  const get = async (leadId: string, more: Asked = {}) => {
    const token = tokenOf(await preferencesUrl({ leadId, sendId: aSendId() }))
    return request(showPreferences, routes.showPreferences, { params: { token }, headers: browser, ...more })
  }
  const post = async (leadId: string, more: Asked = {}) => {
    const token = tokenOf(await preferencesUrl({ leadId, sendId: aSendId() }))
    return request(setPreferences, routes.setPreferences, { params: { token }, headers: browser, body: '', ...more })
  }

  it('shows each topic of the lead, on or off, and changes nothing', async () => {
    const leadId = await world.lead(box)
    const before = await world.items()
    const { status, body } = await get(leadId)
    expect(status).toBe(200)
    expect(body.match(/<input type="checkbox" name="topic\.[a-z]+" value="on"( checked)?>/g)).toEqual([
      '<input type="checkbox" name="topic.newsletter" value="on" checked>',
      '<input type="checkbox" name="topic.product" value="on">',
      '<input type="checkbox" name="topic.success" value="on">',
    ])
    expect(body).toContain('(not confirmed yet)')
    expect(await world.items()).toEqual(before)
  })

  it('turns topics on and off as its form posts them, each with its proof and fact', async () => {
    const leadId = await world.lead(box, { locale: 'fa' })
    const body = 'shown=newsletter&shown=product&topic.product=on&shown=success'
    const page = await post(leadId, { body })
    expect(page.status).toBe(200)
    expect(page.body).toContain('انتخاب شما ذخیره شد.')
    const { consent } = await world.mailbox(leadId)
    expect(Object.entries(consent).map(([topic, one]) => `${topic} ${one.state}`)).toEqual([
      'newsletter withdrawn',
      'product granted',
      'success pending',
    ])
    expect((await proofs(leadId)).map(({ topic, decision, by }) => `${topic} ${decision} ${by}`).sort()).toEqual([
      'newsletter withdrawn preferences',
      'product granted preferences',
    ])
    expect(facts().map(({ type, data }) => [type, data])).toEqual([
      ['consent-withdrawn', { topic: 'newsletter' }],
      ['consent-granted', { topic: 'product' }],
    ])
  })

  it('stops everything with one button', async () => {
    const leadId = await world.lead(box)
    await post(leadId, { body: 'shown=newsletter&topic.newsletter=on&all=off' })
    const { consent } = await world.mailbox(leadId)
    expect(Object.values(consent).map((one) => one.state)).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
  })

  it('turns nothing on that the lead was never asked about, and nothing for an erased person', async () => {
    const leadId = await world.lead(box)
    await post(leadId, { body: 'topic.other=on' })
    expect(Object.keys((await world.mailbox(leadId)).consent)).not.toContain('other')
    const erased = await world.lead({ erasedAt: toInstant(clock.ms), consent: { newsletter: pending() } })
    clock.ms += 1_000
    expect((await post(erased, { body: 'topic.newsletter=on' })).status).toBe(200)
    expect(await state(erased)).toBe('pending')
  })

  it('takes and answers JSON', async () => {
    const leadId = await world.lead(box)
    const answer = await post(leadId, { headers: {}, body: { topic: { newsletter: false, product: true } } })
    expect(JSON.parse(answer.body)).toEqual({
      topics: { newsletter: 'withdrawn', product: 'granted', success: 'pending' },
    })
  })

  it('says what is wrong with what it can not read', async () => {
    const leadId = await world.lead(box)
    const answer = await post(leadId, { headers: {}, body: { topic: { newsletter: 'perhaps' } } })
    expect(answer.status).toBe(422)
    expect(JSON.parse(answer.body).errors[0].pointer).toBe('/topic/newsletter')
    expect(answer.body).not.toContain('perhaps')
  })

  it('says when nothing is sent to this address anyway', async () => {
    const suppressed = await world.lead({ ...box, suppression: { reason: 'bounced', at: toInstant(clock.ms) } })
    expect((await get(suppressed)).body).toContain('At present we send nothing to this address')
    expect((await get(await world.lead())).body).toContain('There is nothing that we send to this address.')
    expect(
      (await get('q'.repeat(32), { headers: { ...browser, 'accept-language': 'ru-RU,ru;q=0.9' } })).body,
    ).toContain('На этот адрес мы ничего не присылаем.')
  })

  it('answers 404 to a token that is not ours', async () => {
    const bad = { params: { token: 'not-a-token-at-all' }, body: '' }
    expect((await request(setPreferences, routes.setPreferences, bad)).status).toBe(404)
    expect((await request(showPreferences, routes.showPreferences, bad)).status).toBe(404)
  })
})
