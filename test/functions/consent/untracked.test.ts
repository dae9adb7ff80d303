import { describe, expect, it } from 'vitest'
import { untracked } from '../../../functions/consent/untracked.ts'

const own = 'https://api.example.com/u/token'
const marked = (html: string) => untracked(html, (url) => url.startsWith('https://api.example.com/u/'))

describe('links that SES must not track', () => {
  it.each([
    ['a plain link', `<a href="${own}">`, `<a ses:no-track href="${own}">`],
    ['single quotes', `<a href='${own}'>`, `<a ses:no-track href='${own}'>`],
    [
      'attributes before and after',
      `<a class="x" href="${own}" title="a > b">`,
      `<a ses:no-track class="x" href="${own}" title="a > b">`,
    ],
    ['upper case and line breaks', `<A\n  HREF = "${own}">`, `<a ses:no-track\n  HREF = "${own}">`],
    [
      'slashes escaped in the attribute',
      `<a href="https:&#x2F;&#x2F;api.example.com&#x2F;u&#x2F;t">`,
      `<a ses:no-track href="https:&#x2F;&#x2F;api.example.com&#x2F;u&#x2F;t">`,
    ],
  ])('are marked: %s', (_name, html, wanted) => {
    expect(marked(html)).toBe(wanted)
  })

  it.each([
    ['another address', '<a href="https://www.example.com/">'],
    ['the address in another attribute', `<a data-href="${own}" href="https://www.example.com/">`],
    ['an address that only holds it', `<a href="https://www.example.com/?to=${own}">`],
    ['no link', `<abbr href="${own}">`],
    ['marked already', `<a ses:no-track href="${own}">`],
    ['plain text', own],
  ])('others stay as they are: %s', (_name, html) => {
    expect(marked(html)).toBe(html)
  })
})
