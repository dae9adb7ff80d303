import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { confirms, leadOf, linkWith, mailNumber } from './people.ts'
import { publishFolder } from './publish.ts'
import { asStaff, type Target } from './target.ts'
import { serveWebsite } from './website-server.ts'

const executablePath = '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)

if (hasBrowser) describe('the script on the example website, under a strict content security policy', theScript)
else {
  it(`is left out: there is no ${executablePath} on this machine`, () => expect(hasBrowser).toBe(false))
}

function theScript() {
  const email = 'zoe@script.example'
  let ripen: Ripen
  let website: Awaited<ReturnType<typeof serveWebsite>>
  let browser: Browser
  let target: Target

  beforeAll(async () => {
    ripen = await aRun({ publishSamples: true })
    website = await serveWebsite(ripen.url)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    target = localTarget(ripen.url)
    await publishFolder(target, { 'sites/example.yaml': `id: example\norigins: ["${website.url}"]\n` })
    // What is live is known everywhere after a minute.
    await ripen.advance('61s')
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await website?.stop()
    await ripen?.stop()
  })

  it('asks first, remembers then, and the form says who it was', async () => {
    const { context, page, sent, wrong } = await aVisitor()
    await page.goto(`${website.url}/pricing.html?q=safety+stock`)
    await page.waitForLoadState('networkidle')
    expect(await context.cookies()).toEqual([])
    expect(sent()).toEqual([])
    await page.click('button[value=consent]')
    await page.waitForResponse((response) => response.url().endsWith('/events') && response.status() === 202)
    expect((await context.cookies()).map(({ name, sameSite }) => [name, sameSite])).toEqual([['ripen', 'Lax']])
    expect(await page.isHidden('#track')).toBe(true)
    await page.goto(`${website.url}/index.html`)
    await fillsIn(page)
    expect(wrong).toEqual([])
    expect(sent().every(({ visitor }) => visitor === sent()[0]?.visitor)).toBe(true)
    const done = await factsOnce('/pricing.html')
    expect(done).toEqual(
      expect.arrayContaining([
        ['page-visited', '/pricing.html', undefined],
        ['site-searched', '/pricing.html', 'safety stock'],
      ]),
    )
    await context.close()
  }, 90_000)

  it('knows who comes by a link in a mail, with another browser, and takes the sign off the address', async () => {
    await confirms(target, await mailNumber(target, email, 1))
    await ripen.advance('4d')
    const link = new URL(linkWith(await mailNumber(target, email, 2), '#ripen='))
    const { context, page, wrong } = await aVisitor()
    await page.goto(`${website.url}/index.html${link.hash}`)
    expect(new URL(page.url()).hash).toBe('')
    const taken = page.waitForResponse((response) => response.url().endsWith('/events'))
    await page.click('button[value=consent]')
    expect((await taken).request().postDataJSON()).toMatchObject({ sign: link.hash.replace('#ripen=', '') })
    const done = await factsOnce('/index.html')
    expect(done).toContainEqual(['page-visited', '/index.html', undefined])
    expect(wrong).toEqual([])

    // Another address at the same machine: from the form on it is another visitor.
    const [before] = await context.cookies()
    await page.fill('input[name=email]', 'someone.else@script.example')
    await page.fill('input[name=firstName]', 'Zoe')
    await page.fill('input[name=company]', 'Script')
    await page.click('form button[type=submit]')
    const [after] = await context.cookies()
    expect(after?.value.slice(0, 32)).not.toBe(before?.value.slice(0, 32))
    // Whose it was before is said with the form: perhaps they are one person.
    await ripen.settle()
    const merges = await asStaff(target, 'marketing', 'GET', '/merges?state=proposed')
    const pair = { email, intoEmail: 'someone.else@script.example', signs: ['browser'] }
    expect(merges.body.items).toEqual([expect.objectContaining(pair)])
    await context.close()
  }, 90_000)

  it('knows in one tab what was decided in another: who refused is told of no more, and somebody else is another visitor', async () => {
    const { context, page } = await aVisitor()
    await page.goto(`${website.url}/index.html`)
    await page.click('button[value=consent]')
    await page.waitForResponse((response) => response.url().endsWith('/events'))
    const [first] = await context.cookies()
    const other = await context.newPage()
    await other.goto(`${website.url}/index.html`)
    await other.waitForLoadState('networkidle')
    await other.fill('input[name=email]', 'one@tabs.example')
    await other.fill('input[name=firstName]', 'One')
    await other.fill('input[name=company]', 'Tabs')
    await other.click('form button[type=submit]')
    expect((await context.cookies())[0]?.value).toMatch(new RegExp(`^${first?.value.slice(0, 32)}`))

    // The first tab was loaded before anybody said who they are.
    const posted = page.waitForRequest((request) => request.url().endsWith('/forms/white-paper'))
    await page.fill('input[name=email]', 'two@tabs.example')
    await page.fill('input[name=firstName]', 'Two')
    await page.fill('input[name=company]', 'Tabs')
    await page.click('form button[type=submit]')
    const visitor = new URLSearchParams((await posted).postData() ?? '').get('visitor')
    const [second] = await context.cookies()
    expect(visitor).toBe(second?.value.slice(0, 32))
    expect(visitor).not.toBe(first?.value.slice(0, 32))

    const told = page.waitForRequest((request) => tellsOf(request, second?.value))
    await page.goto(`${website.url}/index.html`)
    await told
    await other.goto(`${website.url}/index.html`)
    await other.click('footer a[href="#track"]')
    await other.click('button[value=refuse]')
    const since: string[] = []
    page.on('request', (request) => since.push(request.url()))
    await page.evaluate("document.dispatchEvent(new Event('ripen:page'))")
    await page.goto(`${website.url}/index.html`)
    await page.waitForLoadState('networkidle')
    expect(since).toContain(`${website.url}/index.html`)
    expect(since.filter((url) => url.endsWith('/events'))).toEqual([])
    expect(await context.cookies()).toEqual([])
    await context.close()
  }, 90_000)

  it.each<[string, (context: BrowserContext) => Promise<unknown>]>([
    ['its own request is blocked', (context) => blocks(context, '**/ripen.js')],
    ['what it tells is blocked', (context) => blocks(context, '**/events')],
    ['the browser says Global Privacy Control', (context) => says(context, 'globalPrivacyControl', 'true')],
    ['the browser says Do Not Track', (context) => says(context, 'doNotTrack', '"1"')],
    ['the visitor agreed, and refuses now', async () => {}],
  ])(
    'stays silent where %s',
    async (why, prepare) => {
      const { page, context, errors, sent } = await aVisitor()
      await prepare(context)
      await page.goto(`${website.url}/index.html`)
      await page.click('button[value=consent]')
      if (why.includes('refuses')) {
        await page.click('footer a[href="#track"]')
        await page.click('button[value=refuse]')
      }
      await page.waitForLoadState('networkidle')
      expect(errors).toEqual([])
      expect((await context.cookies()).length).toBe(why.startsWith('what it tells') ? 1 : 0)
      expect(sent().length).toBe(0)
      await page.fill('input[name=email]', `nobody.${randomUUID()}@script.example`)
      await page.fill('input[name=firstName]', 'Nobody')
      await page.fill('input[name=company]', 'Silent')
      await page.click('form button[type=submit]')
      expect(new URL(page.url()).pathname).toBe('/forms/white-paper/thanks')
      expect(sent().length).toBe(0)
      await context.close()
    },
    120_000,
  )

  /** Does the request tell what the visitor of this cookie does? */
  const tellsOf = (request: Request, cookie = '') =>
    request.url().endsWith('/events') && (request.postData() ?? '').includes(cookie.slice(0, 32))
  const blocks = (context: BrowserContext, what: string) =>
    context.route(what, (route) => route.abort('blockedbyclient'))
  const says = (context: BrowserContext, name: string, value: string) =>
    context.addInitScript(`Object.defineProperty(navigator, "${name}", { value: ${value} })`)

  async function aVisitor() {
    const context: BrowserContext = await browser.newContext()
    const page = await context.newPage()
    const errors: string[] = []
    const wrong: string[] = []
    const sent: { visitor: string }[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('response', (response) => {
      if (response.url().endsWith('/events')) sent.push(JSON.parse(response.request().postData() ?? '{}'))
    })
    return { context, page, errors, wrong, sent: () => sent }
  }

  async function fillsIn(page: Page): Promise<void> {
    await page.fill('input[name=email]', email)
    await page.fill('input[name=firstName]', 'Zoë')
    await page.fill('input[name=company]', 'Browser & Sons')
    await page.check('input[name="consent.product-education"]')
    await page.click('form button[type=submit]')
    expect(new URL(page.url()).pathname).toBe('/forms/white-paper/thanks')
  }

  /** What the lead did, once it visited this page. */
  async function factsOnce(path: string) {
    const { leadId } = await leadOf(target, email)
    return target.until(`a visit of ${path}`, async () => {
      const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
      const items = body.items as { type?: string; data?: { path?: string; query?: string } }[]
      const facts = items.map(({ type, data }) => [type, data?.path, data?.query])
      return facts.some(([, visited]) => visited === path) && facts
    })
  }
}
