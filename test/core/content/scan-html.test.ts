import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEntities } from '../../../core/content/html-entities.ts'
import { scanHtml } from '../../../core/content/scan-html.ts'
import { textOfHtml } from '../../../core/content/text-of-html.ts'

const htmlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<p',
        '<a href="',
        '"',
        "'",
        '>',
        '</p>',
        '/>',
        '<!--',
        '-->',
        '<br',
        '<style>',
        '</style>',
        '<img alt=x',
        '&amp;',
        '&#x26',
        ' ',
        '\n',
        '<li>',
        '<ul>',
        '</ul>',
        '<![CDATA[',
        '=',
        '<pre>',
        '</pre>',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

describe('scanning HTML', () => {
  it('takes any text into pieces that make up the whole of it', () => {
    fc.assert(
      fc.property(htmlish, (html) => {
        let at = 0
        for (const { begin, end } of scanHtml(html)) {
          expect(begin).toBe(at)
          expect(end).toBeGreaterThan(begin)
          at = end
        }
        expect(at).toBe(html.length)
      }),
      { numRuns: 2_000 },
    )
  })

  it('knows where each attribute and its value stand', () => {
    fc.assert(
      fc.property(htmlish, (html) => {
        for (const token of scanHtml(html)) {
          if (token.kind !== 'open') continue
          for (const { name, value, offset, valueOffset } of token.attributes) {
            expect(html.slice(offset, offset + name.length).toLowerCase()).toBe(name)
            expect(html.slice(valueOffset, valueOffset + value.length)).toBe(value)
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads no tags in comments, styles and attributes', () => {
    const html = '<!-- <b> --><style>a > <b> {}</style><img alt="<i>"><![if mso]><u>'
    const names = scanHtml(html).flatMap((token) => (token.kind === 'open' ? [token.name] : []))
    expect(names).toEqual(['style', 'img', 'u'])
  })

  it('stays quick on what is never closed', () => {
    const begin = performance.now()
    scanHtml('<'.repeat(100_000))
    scanHtml('<a '.repeat(50_000))
    scanHtml(`<a ${'x='.repeat(50_000)}`)
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})

describe('the text of HTML', () => {
  it('is there for any HTML, without tags', () => {
    fc.assert(
      fc.property(htmlish, (html) => {
        expect(textOfHtml(scanHtml(html))).toMatch(/\n$/)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['<p>a</p><p>b</p>', 'a\n\nb\n'],
    ['<p>a <br>b</p>', 'a\nb\n'],
    ['<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>', '1. a\n2. b\n  - c\n'],
    ['<ol style="list-style-type: persian"><li><p>a</p></li><li>b</li></ol>', '۱. a\n۲. b\n'],
    ['<a href="https://a.example/?a=1&amp;b=2">x &amp; y</a>', 'x & y (https://a.example/?a=1&b=2)\n'],
    ['<a href="https://a.example">https://a.example</a>', 'https://a.example\n'],
    ['<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example\n'],
    ['<a href="https://a.example"><img alt="A chart" src="x"></a>', 'A chart (https://a.example)\n'],
    ['<a href="https://a.example"></a>', 'https://a.example\n'],
    ['<div style="display:none">x</div>y<style>z</style><span aria-hidden="true">q</span>', 'y\n'],
    ['<pre>a\n  b</pre>', 'a\n  b\n'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc\n'],
  ])('%s', (html, text) => {
    expect(textOfHtml(scanHtml(html))).toBe(text)
  })

  it('decodes what stands for a character', () => {
    expect(decodeEntities('&lt;&#60;&#x3c;&#106&unknown;&nbsp;&#0;')).toBe('<<<j&unknown;\u00a0\ufffd')
  })
})
