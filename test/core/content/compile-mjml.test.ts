import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMjml, compileMjmlAnew } from '../../../core/content/compile-mjml.ts'

const mail = (title: string, text: string, label: string, address = 'https://a.example', alt = '') =>
  `<mjml lang="en" dir="ltr"><mj-head><mj-title>${title}</mj-title><mj-preview>${title}</mj-preview></mj-head><mj-body>
<mj-section><mj-column><mj-text color="#111111">${text}</mj-text>
<mj-image alt="${alt}" src="${address}" css-class='of href="b"' /><mj-image src="a.png" href='a.example' alt="b"></mj-image>
<mj-button href="${address}" title=' alt="a" '>${label}</mj-button></mj-column></mj-section></mj-body></mjml>`

const pieces = fc.constantFrom(
  'words',
  ' ',
  '\n',
  '&amp;',
  '&nbsp;',
  '"',
  "'",
  '<b>bold</b>',
  '<br>',
  '<p>\n  x</p>',
  '<pre>  a\n   b</pre>',
  '$&',
  '$1',
  '<!-- note -->',
  '<!--[if mso]>x<![endif]-->',
  '<!--[if mso]>',
  'mjwords0x',
  '<mj-text>',
  '{',
)
const words = fc.array(pieces, { maxLength: 6 }).map((all) => all.join(''))

const addressPieces = fc.constantFrom(
  'https://b.example/?a=1&amp;b=2',
  ' ',
  '\n ',
  '>',
  '/>',
  '<b>',
  '<pre>',
  "'",
  '$&',
  '-->',
  '<!--[if mso]>',
  'mjwords0x',
  '</mj-button>',
  '[[URL]]',
  '{',
)
const addresses = fc.oneof(
  fc.constantFrom('', 'true', 'false'),
  fc.array(addressPieces, { maxLength: 4 }).map((all) => all.join('')),
)

describe('making HTML of MJML', () => {
  it('makes of a mail that differs from an earlier one in its words and addresses alone what MJML would', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, words, addresses, addresses, async (title, text, label, address, alt) => {
        const mjml = mail(title, text, label, address, alt)
        expect(await compileMjml(mjml)).toEqual(await compileMjmlAnew(mjml))
      }),
      { numRuns: 200 },
    )
  })

  it('tells the lines of problems whatever was made before', async () => {
    const bad = mail('a', 'b', 'c').replace('</mj-button>', '</mj-button>\n<mj-nothing />')
    expect((await compileMjml(bad.replace('>b<', '>b\n\nb<'))).problems).toEqual([
      expect.objectContaining({ line: 7, message: 'there is no element <mj-nothing>' }),
    ])
  })
})
