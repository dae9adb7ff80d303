import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { leadWhen, linkWith, mailNumber } from './people.ts'
import type { Target } from './target.ts'
import { serveWebsite } from './website-server.ts'

const executablePath = '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)

if (hasBrowser) describe('a visitor with a browser without JavaScript', aVisit)
else {
  it(`is left out: there is no ${executablePath} on this machine`, () => expect(hasBrowser).toBe(false))
}

function aVisit() {
  let ripen: Ripen
  let website: Awaited<ReturnType<typeof serveWebsite>>
  let browser: Browser
  let page: Page
  let target: Target

  beforeAll(async () => {
    ripen = await aRun({ publishSamples: true })
    website = await serveWebsite(ripen.url)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    target = localTarget(ripen.url)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await website?.stop()
    await ripen?.stop()
  })

  it.each([
    { file: 'index.html', lang: 'en', dir: 'ltr', thanks: 'Thank you' },
    { file: 'index.fa.html', lang: 'fa', dir: 'rtl', thanks: 'سپاس از شما' },
  ])(
    'gets from $file to its thank-you page, and from the mail to a confirmed address',
    async (site) => {
      const email = `${site.lang}@browser.example`
      await page.goto(`${website.url}/${site.file}`)
      await page.fill('input[name=email]', email)
      await page.fill('input[name=firstName]', 'Zoë')
      await page.fill('input[name=company]', 'Browser & Sons')
      await page.selectOption('select[name=industry]', 'retail')
      await page.check('input[name="consent.product-education"]')
      await page.click('form button[type=submit]')
      expect(new URL(page.url()).pathname).toBe('/forms/white-paper/thanks')
      expect(await page.textContent('h1')).toContain(site.thanks)
      expect(await languageOf(page)).toEqual({ lang: site.lang, dir: site.dir })

      const mail = await mailNumber(target, email, 1)
      await page.goto(linkWith(mail, '/confirm/'))
      expect(await languageOf(page)).toEqual({ lang: site.lang, dir: site.dir })
      await page.click('form button')
      expect(await page.textContent('[role=status]')).toBeTruthy()
      const lead = await leadWhen(target, email, 'a lead that is nurtured', ({ status }) => status === 'nurturing')
      expect(lead).toMatchObject({ mailable: true, fields: { firstName: 'Zoë', company: 'Browser & Sons' } })
    },
    90_000,
  )

  it('may subscribe on the page that Ripen serves itself, without a website', async () => {
    const email = 'hosted@browser.example'
    await page.goto(`${ripen.url}/forms/newsletter?locale=en`)
    // The page is shown at one moment and posted at another: who is faster than three seconds is taken for a bot.
    await ripen.advance('30s')
    await page.fill('input[name=email]', email)
    await page.check('input[name="consent.newsletter"]')
    await page.click('form button')
    expect(new URL(page.url()).pathname).toBe('/forms/newsletter/thanks')
    expect((await mailNumber(target, email, 1)).subject).toBe('Please confirm your email address')
  }, 90_000)

  it('may leave a number in Persian digits, is told in Persian what is wrong with one that has no country, and is called under the right one', async () => {
    const email = 'sara@browser.example'
    await page.goto(`${ripen.url}/forms/demo-request?locale=fa`)
    await ripen.advance('30s')
    await page.fill('input[name=email]', email)
    for (const name of ['firstName', 'lastName', 'company', 'jobTitle']) await page.fill(`input[name=${name}]`, 'سارا')
    await page.selectOption('select[name=country]', 'IR')
    await page.fill('input[type=tel][name=phone]', '۰۲۱ ۱۲۳۴ ۵۶۷۸')
    await page.click('form button')
    expect(await languageOf(page)).toEqual({ lang: 'fa', dir: 'rtl' })
    expect(await page.textContent('[role=alert]')).toContain('شماره را با کد کشور بنویسید')
    await page.goBack()
    expect(await page.inputValue('input[name=company]')).toBe('سارا')
    await page.fill('input[name=phone]', '+۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸')
    await page.click('form button')
    expect(new URL(page.url()).pathname).toBe('/forms/demo-request/thanks')
    const lead = await leadWhen(target, email, 'the lead', () => true)
    expect(lead).toMatchObject({ fields: { phone: '+982112345678' } })
  }, 90_000)
}

async function languageOf(page: Page): Promise<{ lang: string | null; dir: string | null }> {
  const html = page.locator('html')
  return { lang: await html.getAttribute('lang'), dir: await html.getAttribute('dir') }
}
