import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readToken, signToken } from '../../../core/consent/tokens.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { tokenKeys } from '../../../functions/aws/secrets.ts'
import { handler as preflight } from '../../../functions/capture/preflight-form.http.ts'
import { handler as showForm } from '../../../functions/capture/show-form.http.ts'
import { handler as showThanks } from '../../../functions/capture/show-thanks.http.ts'
import { handler as submit } from '../../../functions/capture/submit-form.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aForm } from '../../fixtures/a-form.ts'
import { granted } from '../../fixtures/a-mailbox.ts'
import { type Asked, browser } from '../../fixtures/a-request.ts'
import { ask } from '../../fixtures/ask.ts'
import { aCaptureWorld, type CaptureWorld } from './capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: CaptureWorld
const params = { formId: 'white-paper' }
const right = { email: 'Olga@Shop.example', firstName: 'Olga' }
const post = (asked: Asked) => ask(submit, routes.submitForm, { params, ...asked })

beforeAll(async () => {
  world = await aCaptureWorld()
  const guarded = {
    id: 'guarded',
    origins: ['https://www.example.com'],
    thanks: { title: 'T', text: 'T', url: 'https://www.example.com/thanks' },
  }
  await world.publishForm(aForm(guarded))
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world.told.length = 0
})

describe('POST /forms/{formId}', () => {
  it('takes JSON: one event on the bus, then 202', async () => {
    const answered = await post({
      body: { ...right, consent: { 'product-education': true } },
      query: { utm_source: 'ads' },
    })
    expect(answered).toMatchObject({ status: 202, json: { submissionId: expect.stringMatching(/^[a-z2-7]{32}$/) } })
    expect(world.told).toHaveLength(1)
    expect(world.posts()[0]).toMatchObject({
      submissionId: answered.json.submissionId,
      formVersion: 1,
      email: 'olga@shop.example',
      actedAt: toInstant(clock.ms),
      fields: { firstName: 'Olga' },
      consent: { 'product-education': { text: 'Send me mail.' } },
      touch: { source: 'ads' },
      locale: 'en',
      proof: { ip: '192.0.2.7' },
      signs: { honeypot: false, originAllowed: true },
    })
  })

  it('takes a browser’s form post, and leads it to the thank-you page', async () => {
    const body = 'email=olga%40shop.example&firstName=%D0%9E%D0%BB%D1%8F&consent.product-education=on&website='
    const answered = await post({ body, headers: { ...browser, 'accept-language': 'ru' } })
    expect(answered.status).toBe(303)
    expect(answered.headers.location).toBe('https://api.example.com/forms/white-paper/thanks?locale=ru')
    expect(world.posts()[0]).toMatchObject({
      fields: { firstName: 'Оля' },
      locale: 'ru',
      consent: { 'product-education': { text: 'Пишите мне.' } },
    })
    const elsewhere = await post({ params: { formId: 'guarded' }, body, headers: browser })
    expect(elsewhere.headers.location).toBe('https://www.example.com/thanks')
  })

  it('takes multipart', async () => {
    const body = ['--x', 'Content-Disposition: form-data; name="email"', '', 'olga@shop.example', '--x--', ''].join(
      '\r\n',
    )
    expect((await post({ body, headers: { 'content-type': 'multipart/form-data; boundary=x' } })).status).toBe(202)
  })

  it('answers the same 202 for new, known, suppressed, throttled and bot', async () => {
    await world.lead({
      consent: { 'product-education': granted() },
      suppression: { reason: 'complained', at: toInstant(0) },
    })
    const answers = [
      await post({ body: { ...right, email: 'new@shop.example' } }),
      await post({ body: right }),
      await post({ body: { ...right, website: 'http://spam.example' } }),
      await post({ body: { ...right, renderToken: 'not.a.token' } }),
      await post({ body: right, params: { formId: 'guarded' }, headers: { origin: 'https://www.example.com' } }),
    ]
    for (let n = 0; n < 30; n += 1) answers.push(await post({ body: { ...right, firstName: `Olga ${n}` } }))
    for (const { status, headers, json } of answers) {
      expect(status).toBe(202)
      expect(Object.keys(json)).toEqual(['submissionId'])
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
    }
    expect(world.posts()).toHaveLength(answers.length)
  })

  it('reads nothing about the person', async () => {
    await post({ body: right })
    const calls = world.break()
    await post({ body: right })
    expect(calls.calls).toEqual(['PutEventsCommand'])
  })

  it('names a repeat the same, by its key or within the minute', async () => {
    const idOf = async (asked: Asked) => (await post(asked)).json.submissionId
    const key = { 'idempotency-key': 'order-1' }
    const first = await idOf({ body: right, headers: key })
    clock.ms += 86_400_000
    expect(await idOf({ body: right, headers: key })).toBe(first)
    expect(await idOf({ body: { ...right, submissionId: 'order-1' } })).toBe(first)
    const clicked = await idOf({ body: right })
    expect(await idOf({ body: right })).toBe(clicked)
    expect(clicked).not.toBe(first)
  })

  it('says in the visitor’s language what is wrong, with pointers and never with a given value', async () => {
    const answered = await post({
      body: { email: 'иван@почта.рф', extra: 'secret-1' },
      headers: { 'accept-language': 'fa' },
    })
    expect(answered.status).toBe(422)
    expect(answered.headers['content-type']).toBe('application/problem+json')
    expect(answered.json.errors).toEqual([
      { pointer: '/email', detail: expect.stringContaining('سرویس ایمیل ما') },
      { pointer: '/extra', detail: 'این فرم چنین فیلدی ندارد.' },
    ])
    expect(answered.text).not.toMatch(/иван|secret/)
    expect(world.told).toEqual([])
  })

  it('says it to a browser with a page that names the fields', async () => {
    const answered = await post({
      body: 'email=olga&firstName=%3Cb%3E',
      headers: { ...browser, 'accept-language': 'ru' },
    })
    expect(answered.status).toBe(422)
    expect(answered.text).toContain('<html lang="ru" dir="ltr">')
    expect(answered.text).toContain('<li><strong>Почта</strong>: В адресе нет знака @.')
    expect(answered.text).toContain('role="alert"')
    expect(answered.text).not.toContain('<b>')
  })

  it.each<[string, Asked, number]>([
    ['an unknown form', { params: { formId: 'nothing' }, body: right }, 404],
    ['unreadable JSON', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
    ['another type', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415],
    ['33 KB', { body: { ...right, firstName: 'x'.repeat(33 * 1024) } }, 413],
    ['a list', { body: '[1]', headers: { 'content-type': 'application/json' } }, 422],
  ])('answers %s', async (_what, asked, status) => {
    expect((await post(asked)).status).toBe(status)
  })

  it('answers 503 with Retry-After when the bus does not take it, and takes the repeat', async () => {
    world.break([['PutEventsCommand#0', 'fails']])
    const refused = await post({ body: right, headers: { 'idempotency-key': 'a' } })
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect((await post({ body: right, headers: { 'idempotency-key': 'a' } })).status).toBe(202)
    expect(world.posts()).toHaveLength(1)
  })

  it('answers 503 when the bus refuses the entry each time', async () => {
    const bus = mockClient(EventBridgeClient)
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] })
    const refused = await post({ body: right })
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect(bus.commandCalls(PutEventsCommand)).toHaveLength(3)
    bus.restore()
    await world.stop()
    world = await aCaptureWorld()
    await world.publishForm(aForm({ id: 'guarded', origins: ['https://www.example.com'] }))
  })

  it('takes what the hosted page shows, and knows when it was shown', async () => {
    const shown = await ask(showForm, routes.showForm, { params })
    const hidden = Object.fromEntries(
      [...shown.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    )
    clock.ms += 5_000
    const answered = await post({
      body: new URLSearchParams({ ...right, ...hidden } as Record<string, string>).toString(),
    })
    expect(answered.status).toBe(202)
    expect(world.posts()[0]?.signs).toMatchObject({ tokenValid: true, renderedAt: toInstant(clock.ms - 5_000) })
    expect(world.posts()[0]).not.toHaveProperty('sameAs')
  })

  it('keeps the text of the version that the visitor saw as proof', async () => {
    const form = (en: string) => aForm({ id: 'edited', consent: [{ topic: 'news', text: en }] })
    await world.publishForm(form('Old text'), 1)
    const renderToken = signToken('render', { form: 'edited', version: 1 }, await tokenKeys(), clock.ms)
    await world.publishForm(form('New text'), 2)
    clock.ms += 60_000
    const body = { email: 'olga@shop.example', consent: { news: true } }
    await post({ params: { formId: 'edited' }, body: { ...body, renderToken } })
    await post({ params: { formId: 'edited' }, body })
    expect(world.posts().map(({ formVersion, consent }) => [formVersion, consent.news?.text])).toEqual([
      [1, 'Old text'],
      [2, 'New text'],
    ])
  })
})

describe('CORS of a form', () => {
  const guarded = { params: { formId: 'guarded' }, body: right }

  it('lets any page read the answer where the form names no origins', async () => {
    const { headers } = await post({ body: right, headers: { origin: 'https://anywhere.example' } })
    expect(headers['access-control-allow-origin']).toBe('*')
  })

  it('lets the pages of published origins read it, problems too', async () => {
    const headers = { origin: 'https://www.example.com' }
    for (const body of [right, {}]) {
      const answered = await post({ ...guarded, body, headers })
      expect(answered.headers).toMatchObject({ 'access-control-allow-origin': headers.origin, vary: 'origin' })
    }
    const preflown = await ask(preflight, routes.preflightForm, { params: { formId: 'guarded' }, headers })
    expect(preflown).toMatchObject({ status: 204, text: '' })
    expect(preflown.headers).toMatchObject({
      'access-control-allow-origin': headers.origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, idempotency-key',
    })
  })

  it('takes the post of another page all the same, which can’t read that it was taken', async () => {
    const answered = await post({ ...guarded, headers: { origin: 'https://www.example.org' } })
    expect(answered.status).toBe(202)
    expect(answered.headers).not.toHaveProperty('access-control-allow-origin')
    expect(world.posts()[0]?.signs.originAllowed).toBe(false)
  })

  it('knows no unknown form', async () => {
    expect((await ask(preflight, routes.preflightForm, { params: { formId: 'nothing' } })).status).toBe(404)
  })

  it.each(['nothing', 'No Name', 'x'.repeat(3_000)])(
    'lets any page read that there is no form %.20s',
    async (formId) => {
      const { status, headers } = await post({ params: { formId }, body: right })
      expect([status, headers['access-control-allow-origin']]).toEqual([404, '*'])
    },
  )
})

describe('the hosted page', () => {
  it('works without script: labels, what browsers fill in, boxes unticked, a trap that people don’t meet', async () => {
    const { status, text, headers } = await ask(showForm, routes.showForm, { params, query: { locale: 'en' } })
    expect(status).toBe(200)
    expect(text).toContain('<label for="email">Email</label>')
    expect(text).toContain('<input type="email" dir="ltr" id="email" name="email" required autocomplete="email">')
    expect(text).toContain('autocomplete="given-name" maxlength="80"')
    expect(text).toContain('<input type="checkbox" name="consent.product-education">')
    expect(text).toContain('<div class="trap" aria-hidden="true">')
    expect(text).toContain('tabindex="-1" autocomplete="off"')
    expect(text).not.toMatch(/<script|checked|javascript:/)
    expect(headers['content-security-policy']).toContain("form-action 'self';")
    expect(headers['referrer-policy']).toBe('same-origin')
  })

  it('is signed for this form, and each showing has an id of its own', async () => {
    const [one, other] = [
      await ask(showForm, routes.showForm, { params }),
      await ask(showForm, routes.showForm, { params }),
    ]
    const valueOfHidden = (text: string, name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
    const token = readToken(valueOfHidden(one.text, 'renderToken'), 'render', await tokenKeys(), clock.ms)
    expect(token).toMatchObject({ state: 'good', claims: { form: 'white-paper', version: 1 } })
    expect(valueOfHidden(one.text, 'submissionId')).not.toBe(valueOfHidden(other.text, 'submissionId'))
  })

  it.each([
    [{ query: { locale: 'fa' } }, 'fa', 'rtl', 'گزارش'],
    [{ headers: { 'accept-language': 'de, ru;q=0.8' } }, 'ru', 'ltr', 'Белая книга'],
    [{ headers: { 'accept-language': 'de' } }, 'en', 'ltr', 'White paper'],
  ])('speaks the visitor’s language: %j', async (asked, language, direction, title) => {
    const { text } = await ask(showForm, routes.showForm, { params, ...asked })
    expect(text).toContain(`<html lang="${language}" dir="${direction}">`)
    expect(text).toContain(`<h1>${title}</h1>`)
    expect(text).toContain(`name="locale" value="${language}"`)
  })

  it('may be led on to the form’s own thank-you page', async () => {
    await world.publishForm(
      aForm({ id: 'led', thanks: { title: 'T', text: 'T', url: 'https://www.example.com/thanks' } }),
    )
    const { headers } = await ask(showForm, routes.showForm, { params: { formId: 'led' } })
    expect(headers['content-security-policy']).toContain("form-action 'self' https://www.example.com;")
  })

  it('carries on where the visitor came from, made harmless', async () => {
    const referer = 'https://search.example/?q="><script>'
    const { text } = await ask(showForm, routes.showForm, { params, headers: { referer } })
    expect(text).toContain('name="referrer" value="https://search.example/?q=&#34;&#62;&#60;script&#62;"')
  })

  it('escapes whatever marketing wrote', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const fields = [
      { id: 'email', type: 'email', label: evil },
      { id: 'size', type: 'select', label: 'S', options: [{ value: '"><script>', label: evil }] },
    ]
    await world.publishForm(
      aForm({ id: 'evil', title: evil, intro: evil, button: evil, fields, consent: [{ topic: 'a', text: evil }] }),
    )
    const { text } = await ask(showForm, routes.showForm, { params: { formId: 'evil' } })
    expect(text).not.toMatch(/<img|<script/)
  })

  it('thanks in the visitor’s language, and knows no unknown form', async () => {
    await world.publishForm(
      aForm({
        id: 'thanks',
        thanks: { title: { en: 'Thanks', fa: 'سپاس' }, text: 'One.\n\nTwo.' },
        title: { en: 'T', fa: 'ت' },
      }),
    )
    const { text } = await ask(showThanks, routes.showThanks, { params: { formId: 'thanks' }, query: { locale: 'fa' } })
    expect(text).toContain('<html lang="fa" dir="rtl">')
    expect(text).toContain('<h1>سپاس</h1>\n<p>One.</p>\n<p>Two.</p>')
    expect((await ask(showThanks, routes.showThanks, { params: { formId: 'nothing' } })).status).toBe(404)
    expect((await ask(showForm, routes.showForm, { params: { formId: 'nothing' } })).status).toBe(404)
  })

  it.each(['nothing', 'No Name', 'x'.repeat(3_000)])(
    'lets any page read that there is no form %.20s',
    async (formId) => {
      const { status, headers } = await post({ params: { formId }, body: right })
      expect([status, headers['access-control-allow-origin']]).toEqual([404, '*'])
    },
  )
})
