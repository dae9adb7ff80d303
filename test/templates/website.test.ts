import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inLocale } from '../../core/content/words.ts'
import { locales, root, sample } from './sample-folder.ts'

const folder = join(root, 'examples', 'website')
const form = sample('forms', 'white-paper')
/** What is asked bit by bit stands on the hosted page alone, which knows its readers. */
const fields = form.fields.filter(({ progressive }) => !progressive)
const fileOf = (page: string, locale: string) => (locale === 'en' ? `${page}.html` : `${page}.${locale}.html`)
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

describe.each(locales)('the form on the example website in %s', (locale) => {
  const html = /<form[\s\S]*<\/form>/.exec(read(fileOf('index', locale)))?.[0] ?? ''
  const plain = decode(html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '))

  it('posts to Ripen on this machine, without a script', () => {
    expect(html).toContain('action="http://localhost:4000/forms/white-paper" method="post"')
    expect(html).not.toContain('<script')
  })

  it('asks what the form asks, tells the language, and sets the trap for bots', () => {
    const names = [...html.matchAll(/<(?:input|select|textarea)\b[^>]*\bname="([^"]*)"/g)].map(([, name]) => name)
    const asked = fields.map(({ id }) => id)
    const agreed = form.consent.map(({ topic }) => `consent.${topic}`)
    expect(names).toEqual(['locale', ...asked, form.honeypot, ...agreed])
    expect(html).toContain(`name="locale" value="${locale}"`)
  })

  it('requires the same answers', () => {
    const required = [...html.matchAll(/name="([^"]*)" required/g)].map(([, name]) => name)
    expect(required).toEqual(fields.filter((field) => field.required).map(({ id }) => id))
  })

  it('offers the same options', () => {
    for (const { id, options } of fields.filter((field) => field.options)) {
      const select = new RegExp(`<select name="${id}"[\\s\\S]*?</select>`).exec(html)?.[0] ?? ''
      const offered = [...select.matchAll(/<option value="([^"]+)">([^<]*)</g)].map(([, value = '', label = '']) => [
        value,
        decode(label),
      ])
      const wanted = (options ?? []).map(({ value, label }) => [value, inLocale(label, locale)])
      expect(offered.sort()).toEqual(wanted.sort())
    }
  })

  it('shows the very text of each consent, since that is what is kept as proof, and leaves the box empty', () => {
    for (const { text } of form.consent) expect(plain).toContain(inLocale(text, locale))
    expect(html).not.toContain('checked')
  })
})

describe.each(globSync('*.html', { cwd: folder }))('the page %s', (file) => {
  const html = read(file)
  const locale = /\.(ru|fa)\./.exec(file)?.[1] ?? 'en'

  it('names its language and direction', () => {
    expect(html).toContain(`<html lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">`)
  })

  it('loads Ripen’s script and its own, which asks before, and nothing inline', () => {
    const scripts = [...html.matchAll(/<script\b([^>]*)>([^<]*)/g)].map(([, attributes, text]) => [attributes, text])
    expect(scripts).toEqual([
      [' src="http://localhost:4000/ripen.js" defer', ''],
      [' src="consent.js" defer', ''],
    ])
    expect(html).toMatch(/<aside class="track" id="track" [^>]*hidden>/)
    expect(html).not.toMatch(/\son\w+="|\sstyle="/)
  })

  it('leads to pages that are there, to the example website, or to Ripen', () => {
    for (const [, link = ''] of html.matchAll(/\b(?:href|action)="([^"]*)"/g)) {
      if (/^https:\/\/www\.example\.com\/|^http:\/\/localhost:4000\/forms\/[a-z-]+(\?locale=\w+)?$/.test(link)) continue
      const [target = '', anchor] = link.split('#')
      expect(existsSync(join(folder, target || file)), link).toBe(true)
      if (anchor) expect(read(target || file)).toContain(`id="${anchor}"`)
    }
  })
})

function decode(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}
