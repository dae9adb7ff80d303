import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileEmail } from '../../../core/content/compile-email.ts'
import { renderEmail } from '../../../core/content/render-email.ts'
import { sampleVariables } from '../../../core/content/sample-variables.ts'
import { anEmail, column, plainFront } from '../../fixtures/an-email.ts'

const brand = { company: 'Acme & Sons', postalAddress: '1 Hill Road, Leeds' }

async function compiled(source: Parameters<typeof compileEmail>[0]) {
  const { email, problems } = await compileEmail(source)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  if (!email) throw new Error('not compiled')
  return email
}

async function rendered(source: Parameters<typeof compileEmail>[0], values: Record<string, unknown> = {}) {
  const email = await compiled(source)
  return renderEmail(email, { ...sampleVariables(email, brand), ...values })
}

const named = { front: [...plainFront, 'variables: { firstName: there, items: "" }'] }
/** Where a body begins in a file with `plainFront`, and with `named`. */
const mjml = (content: string) => anEmail(content, { format: 'mjml' })

describe('what is refused of an email, with its place', () => {
  it.each([
    ['no front matter', '# Hello', 1, 1, /begins with front matter/],
    ['front matter that does not end', '---\nsubject: x\n# Hello', 1, 1, /begins with front matter/],
    ['no subject', '---\nclass: marketing\n---\nHello', 2, 1, /"subject" is missing/],
    ['an unknown key', '---\nsubject: x\nsubjekt: y\n---\nHello', 3, 1, /there is no "subjekt"/],
    ['an unknown class', '---\nsubject: x\nclass: spam\n---\nHello', 3, 8, /"marketing", "transactional"/],
    [
      'a variable with a name that is taken',
      '---\nsubject: x\nvariables: { brand: x }\n---\nHello',
      3,
      14,
      /"brand" is given already/,
    ],
    [
      'a variable with a bad name',
      '---\nsubject: x\nvariables: { First-Name: x }\n---\nHello',
      3,
      14,
      /write a field name like firstName/,
    ],
    ['an empty body', '---\nsubject: x\n---\n\n', 4, 1, /the mail is empty/],
    [
      'a topic of what is no marketing',
      '---\nsubject: x\nclass: staff\ntopic: news\n---\nHello',
      4,
      8,
      /a staff mail has no topic/,
    ],
    [
      'an unknown variable in the subject',
      '---\nsubject: Hi {{ nickname }}\n---\nHello',
      2,
      10,
      /nickname is not declared/,
    ],
    [
      'a subject that is no Liquid',
      '---\nsubject: Hi {{ nickname\n---\nHello',
      2,
      10,
      /not readable as Liquid: output .* not closed/,
    ],
  ])('%s', async (_, text, line, at, message) => {
    const { email, problems } = await compileEmail({ file: 'emails/hello/en.md', locale: 'en', format: 'md', text })
    expect(email).toBeUndefined()
    const [first] = problems.filter(({ severity }) => severity === 'error')
    expect(first).toMatchObject({
      file: 'emails/hello/en.md',
      line,
      column: at,
      message: expect.stringMatching(message),
    })
  })

  it.each([
    ['an unknown variable', 'Hello\n\nyou, {{ nickname }}', 7, 9, /nickname is not declared/],
    ['an unknown part of the brand', 'Hello {{ brand.logo }}', 5, 10, /there is no brand.logo/],
    ['a link of another class of mail', 'Hello {{ confirmUrl }}', 5, 10, /a marketing mail has no confirmUrl/],
    ['an output that is not closed', 'Hello\n{{ firstName', 6, 1, /not readable as Liquid/],
    ['a tag that is not closed', 'Hello\n\n{% if locale %} you', 7, 1, /not readable as Liquid: tag .* not closed/],
    ['an unknown partial', 'Hello\n  {% include "x" %}', 6, 3, /there is no partial "x"/],
    ['a rendered partial', 'Hello\n  {% render "x" %}', 6, 3, /can't use the Liquid tag "render"/],
    ['a raw value', 'Hello {{ locale | raw }}', 5, 7, /can't use the Liquid filter "raw"/],
    ['the present time', 'It is {{ "now" | date: "%Y" }}', 5, 10, /not the same at every rendering/],
    ['a loop without a bound', '{% for i in (1..locale) %}x{% endfor %}', 5, 13, /this loop has no bound/],
    ['a loop that is too long', 'x\n{% for i in (1..101) %}x{% endfor %}', 6, 13, /more than 100 times/],
    [
      'loops that are too long together',
      '{% for i in (1..20) %}{% for j in (1..20) %}x{% endfor %}{% endfor %}',
      5,
      35,
      /more than 100 times/,
    ],
    ['HTML in Markdown', 'Hello\n\n<div>you</div>', 7, 1, /HTML does not go into a Markdown letter/],
    ['a script in Markdown', 'Hello <script>alert(1)</script>', 5, 7, /HTML does not go into/],
    ['a javascript link', 'Hello\n\n[you](javascript:alert(1))', 7, 1, /javascript: addresses/],
    [
      'a javascript link in disguise',
      '[you](&#106;ava\tscript:alert(1)) [you](JaVaScRiPt:x)',
      5,
      expect.any(Number),
      /javascript: addresses/,
    ],
    ['a link to nowhere', 'Hello [you](/pricing)', 5, 7, /leads nowhere from a mail/],
    ['a link that a value begins', 'Hello [you]({{ locale }}/x)', 5, 7, /an address can't begin with locale/],
    ['an image from data', '![x](data:image/png;base64,AAAA)', 5, 1, /data: addresses/],
    [
      'a condition that ends in another element',
      'Hello {% if locale %}you\n\n- and {% endif %} me',
      7,
      7,
      /stands in another element/,
    ],
  ])('%s in a letter', async (_, body, line, at, message) => {
    const { email, problems } = await compileEmail(anEmail(body))
    expect(email).toBeUndefined()
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'error', line, column: at, message: expect.stringMatching(message) }),
    )
  })

  it.each([
    ['a script', '<mjml><mj-body>\n<mj-raw><script>x</script></mj-raw></mj-body></mjml>', 6, 9, /can't hold <script>/],
    ['a form', column('<mj-text><form action="https://a.example"></form></mj-text>'), 5, 48, /can't hold <form>/],
    ['a frame', column('<mj-text><iframe src="https://a.example"></iframe></mj-text>'), 5, 48, /can't hold <iframe>/],
    ['an object', column('<mj-text><object></object></mj-text>'), 5, 48, /can't hold <object>/],
    ['an embed', column('<mj-text><EMBED src="https://a.example"></mj-text>'), 5, 48, /can't hold <embed>/],
    ['a handler', column('<mj-text><b OnClick="x()">x</b></mj-text>'), 5, 51, /can't hold onclick/],
    [
      'a javascript address',
      column('<mj-button href=" java&#115;cript:x">x</mj-button>'),
      5,
      56,
      /javascript: addresses/,
    ],
    [
      'a script in a style',
      column('<mj-text><b style="width:expression(x)">x</b></mj-text>'),
      5,
      58,
      /can't hold scripts/,
    ],
    [
      'an import of styles',
      '<mjml><mj-head>\n<mj-style>@import url(x)</mj-style></mj-head><mj-body></mj-body></mjml>',
      6,
      11,
      /styles can't hold @import/,
    ],
    [
      'another file',
      `<mjml><mj-body>\n <mj-include path="./x.mjml" /></mj-body></mjml>`,
      6,
      2,
      /<mj-include> is not used here/,
    ],
    [
      'inline styles',
      '<mjml><mj-head>\n<mj-style inline="inline">a{}</mj-style></mj-head><mj-body></mj-body></mjml>',
      6,
      11,
      /inline styles are not worked in/,
    ],
    ['an element that MJML does not have', column('\n <mj-tezt>x</mj-tezt>'), 6, 2, /there is no element <mj-tezt>/],
    [
      'an attribute that MJML does not have',
      column('\n <mj-text colour="red">x</mj-text>'),
      6,
      2,
      /there is no attribute "colour"/,
    ],
    [
      'a value that MJML does not take',
      column('\n\n<mj-text color="reddish">x</mj-text>'),
      7,
      1,
      /color has invalid value/,
    ],
    [
      'an element in the wrong place',
      '<mjml><mj-body>\n<mj-text>x</mj-text></mj-body></mjml>',
      6,
      1,
      /<mj-text> has no place inside <mj-body>/,
    ],
    [
      'an element that is not closed',
      '<mjml><mj-body>\n <mj-section>\n</mj-body></mjml>',
      6,
      2,
      /<mj-section> is not closed/,
    ],
    ['a closing of nothing', '<mjml><mj-body></mj-section></mj-body></mjml>', 5, 16, /<\/mj-section> closes nothing/],
    ['no MJML at all', 'Hello', 5, 1, /no mail can be made of this MJML/],
    ['a value between elements', column('\n {{ locale }}'), 6, 2, /MJML drops text that stands between/],
    [
      'Liquid in the head',
      '<mjml><mj-head>\n{% if locale %}{% endif %}</mj-head><mj-body></mj-body></mjml>',
      6,
      1,
      /can't stand in <mj-head>/,
    ],
    [
      'a value in a style',
      column('<mj-text><b style="color:{{ locale }}">x</b></mj-text>'),
      5,
      58,
      /a value can't stand in "style"/,
    ],
    [
      'a value in a style element',
      '<mjml><mj-head><mj-style>\na{ color: {{ locale }} }</mj-style></mj-head><mj-body></mj-body></mjml>',
      6,
      11,
      /can’t stand in styles/,
    ],
    ['a value without quotes', column('<mj-text><a href={{ unsubscribeUrl }}>x</a></mj-text>'), 5, 51, /needs quotes/],
    ['a value in a tag', column('<mj-text><b {{ locale }}>x</b></mj-text>'), 5, 51, /can’t stand here/],
    ['Liquid in a comment', column('<mj-text><!-- {{ locale }} -->x</mj-text>'), 5, 53, /works in comments, too/],
    [
      'a condition that ends in another element',
      column('\n<mj-text><p>{% if locale %}x</p>{% endif %}</mj-text>'),
      6,
      33,
      /stands in another element/,
    ],
  ])('%s in MJML', async (_, body, line, at, message) => {
    const { email, problems } = await compileEmail(mjml(body))
    expect(email).toBeUndefined()
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'error', line, column: at, message: expect.stringMatching(message) }),
    )
  })

  const address = '<mj-text>{{ brand.postalAddress }}</mj-text>'
  const frame = (content: string) =>
    `<mjml><mj-body><mj-section><mj-column>${content}</mj-column></mj-section></mj-body></mjml>`
  const link = (attributes: string, text = 'Leave') =>
    `<mj-text><a href="{{ unsubscribeUrl }}" ${attributes}>${text}</a></mj-text>`

  it.each([
    ['no link', frame(address), /no link to unsubscribe/],
    ['a link without words', frame(address + link('', ' &nbsp;')), /no link to unsubscribe/],
    ['a link that is not displayed', frame(address + link('style="DISPLAY : none"')), /no link to unsubscribe/],
    [
      'a link within what is hidden',
      frame(
        `${address}<mj-text><div style="visibility:hidden"><a href="{{ unsubscribeUrl }}">Leave</a></div></mj-text>`,
      ),
      /no link to unsubscribe/,
    ],
    ['a link without size', frame(address + link('style="font-size:0"')), /no link to unsubscribe/],
    ['a link for some', frame(`${address}{% if locale %}${link('')}{% endif %}`), /no link to unsubscribe/],
    [
      'a link in a comment of Liquid',
      frame(`${address}{% comment %}${link('')}{% endcomment %}`),
      /no link to unsubscribe/,
    ],
    [
      'a link in a comment',
      frame(`${address}<mj-text><!-- <a href="https://a.example">Leave</a> -->x</mj-text>`),
      /no link to unsubscribe/,
    ],
    ['the address alone', frame(`${address}<mj-text>{{ unsubscribeUrl }}</mj-text>`), /no link to unsubscribe/],
    ['no postal address', frame(link('')), /no postal address/],
    [
      'a postal address for some',
      frame(`${link('')}<mj-text>{% if locale %}{{ brand.postalAddress }}{% endif %}</mj-text>`),
      /no postal address/,
    ],
    [
      'a hidden postal address',
      frame(`${link('')}<mj-text><p style="font-size:0px">{{ brand.postalAddress }}</p></mj-text>`),
      /no postal address/,
    ],
  ])('a marketing mail with %s', async (_, body, message) => {
    const { email, problems } = await compileEmail(mjml(body))
    expect(email).toBeUndefined()
    expect(problems.map((one) => one.message)).toContainEqual(expect.stringMatching(message))
  })

  it.each([
    ['without its link', 'Please confirm {{ confirmUrl }}'],
    ['with a link for some', '{% if locale %}[Yes]({{ confirmUrl }}){% endif %}'],
  ])('a confirmation %s', async (_, body) => {
    const { problems } = await compileEmail(anEmail(body, { front: [...plainFront, 'class: confirmation'] }))
    expect(problems).toEqual([expect.objectContaining({ severity: 'error', message: 'no link to confirm' })])
  })

  it('takes the same mail once it shows both to everybody', async () => {
    expect((await compiled(mjml(frame(address + link('')))))?.html).toContain('href="{{ unsubscribeUrl }}"')
  })

  it('what is over 300 KB, and warns over 102 KB', async () => {
    const many = (count: number) => Array(count).fill('word').join(' ')
    const large = await compileEmail(anEmail(many(25_000)))
    expect(large.email).toBeDefined()
    expect(large.problems).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringMatching(/Gmail cuts it off after 102/) }),
    ])
    const huge = await compileEmail(anEmail(`${many(20_000)}\n\n${'# x\n\n'.repeat(2_000)}`))
    expect(huge.email).toBeUndefined()
    expect(huge.problems[0]).toMatchObject({ severity: 'error', message: expect.stringMatching(/at most 300 go/) })
    const longest = await compileEmail(anEmail(many(70_000)))
    expect(longest.problems[0]?.message).toContain('longer than 300,000 characters')
  })

  it.each([
    [
      'declares',
      '---\nsubject: x\nclass: confirmation\nvariables: { firstName: you }\n---\nHello {{ confirmUrl }}',
      4,
      14,
    ],
    ['uses', '---\nsubject: x\nclass: confirmation\n---\nHello {{ firstName | default: "you" }}', 5, 10],
    ['unsubscribes', '---\nsubject: x\nclass: confirmation\n---\nHello {{ unsubscribeUrl }}', 5, 10],
  ])('a confirmation mail that %s what somebody typed or may not hold', async (_, text, line, at) => {
    const { problems } = await compileEmail({ file: 'f', locale: 'en', format: 'md', text })
    expect(problems[1]).toMatchObject({
      line,
      column: at,
      message: expect.stringMatching(/a confirmation mail (can't use|has no variables)/),
    })
  })

  it('a staff mail that uses what it does not declare', async () => {
    const text =
      '---\nsubject: "{{ lead }} is ripe"\nclass: staff\nvariables: { lead: null }\n---\n{{ lead }} of {{ brand.company }}'
    const { problems } = await compileEmail({ file: 'f', locale: 'en', format: 'md', text })
    expect(problems).toEqual([
      expect.objectContaining({ line: 6, column: 18, message: 'a staff mail has no brand.company' }),
    ])
  })

  it('what only fails when it is rendered', async () => {
    const body = '{% assign s = "x" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}'
    const { email, problems } = await compileEmail(anEmail(body))
    expect(email).toBeUndefined()
    expect(problems[0]?.message).toContain('with its defaults, its HTML can’t be rendered'.replace('’', "'"))
  })
})

describe('what is doubtful about an email', () => {
  it.each([
    ['no preheader', anEmail('Hello', { front: ['subject: Hello'] }), /no preheader/],
    [
      'a long subject',
      anEmail('Hello', { front: [`subject: ${'x'.repeat(79)}`, 'preheader: x'] }),
      /more than 78 characters/,
    ],
    [
      'a long preheader',
      anEmail('Hello', { front: ['subject: x', `preheader: ${'x'.repeat(141)}`] }),
      /more than 140 characters/,
    ],
    ['an image without words', anEmail('![](https://a.example/x.png)'), /no words for those who don’t see it/],
    [
      'an image without words in MJML',
      mjml(column('<mj-image src="https://a.example/x.png" />')),
      /no words for those/,
    ],
    ['an address without encryption', anEmail('[x](http://a.example)'), /not encrypted/],
    [
      'a value in an address',
      anEmail('[x](https://a.example/?n={{ firstName }})', named),
      /add "\| url_encode"|breaks this address/,
    ],
    [
      'a marketing variable without default',
      anEmail('{{ role }}', { front: [...plainFront, 'variables: { role: null }'] }),
      /leads without role do not get this mail/,
    ],
  ])('%s', async (_, source, message) => {
    const { email, problems } = await compileEmail(source)
    expect(email).toBeDefined()
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringMatching(message) }),
    ])
  })
})

describe('a letter in Markdown', () => {
  it('is rendered with the lead’s answers, or with their defaults', async () => {
    const source = anEmail('# Hello {{ firstName }}', {
      front: ['subject: "{{ firstName }}, hello"', 'preheader: x', 'variables: { firstName: there }'],
    })
    expect(await rendered(source, { firstName: 'Olga' })).toMatchObject({ subject: 'Olga, hello', fellBack: [] })
    const without = await rendered(source, { firstName: '  ' })
    expect(without).toMatchObject({ subject: 'there, hello', fellBack: ['firstName'] })
    expect(without.html).toContain('>Hello there</h1>')
    expect(without.text).toContain('Hello there\n')
  })

  it('makes a button of a paragraph that is only a bold link', async () => {
    const { html, text } = await rendered(anEmail('**[Read & learn]({{ preferencesUrl }})**'))
    expect(html).toMatch(/<a\s[^>]*href="https:\/\/example.com\/preferences\/sample"[^>]*>\s*Read &#38; learn\s*<\/a>/)
    expect(html).toContain('class="button"')
    expect(text).toContain('Read & learn (https://example.com/preferences/sample)')
  })

  it('shows in the footer why it came, how to leave, and where the company is', async () => {
    const { html, text } = await rendered(anEmail('Hello'))
    expect(text).toContain('You get this email because you agreed to hear from Acme & Sons by email.')
    expect(text).toContain('Unsubscribe (https://example.com/u/sample)')
    expect(text).toContain('(https://example.com/preferences/sample)')
    expect(text).toContain('Acme & Sons · 1 Hill Road, Leeds')
    expect(html).toContain('Acme &#38; Sons')
  })

  it.each([
    ['en', 'ltr', 'Unsubscribe', 'left'],
    ['ru', 'ltr', 'Отписаться', 'left'],
    ['fa', 'rtl', 'لغو اشتراک', 'right'],
    ['fa-AF', 'rtl', 'لغو اشتراک', 'right'],
    ['he', 'rtl', 'Unsubscribe', 'right'],
    ['pt-BR', 'ltr', 'Unsubscribe', 'left'],
  ])('speaks %s from the side on which that is read', async (locale, direction, word, side) => {
    const { html, text } = await rendered(anEmail('# Hello\n\n- one', { locale }))
    expect(html).toContain(`<html lang="${locale}" dir="${direction}"`)
    expect(html).toContain(`padding-${side}:24px`)
    expect(html.includes(`direction:${direction === 'rtl' ? 'ltr' : 'rtl'}`)).toBe(false)
    expect(html.includes('Vazirmatn')).toBe(direction === 'rtl')
    expect(text).toContain(`${word} (https://`)
  })

  it('knows light and dark, loads no font, and hides its preheader', async () => {
    const { html, text } = await rendered(anEmail('Hello'))
    expect(html).toContain('@media (prefers-color-scheme: dark)')
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).not.toMatch(/@import|<link|@font-face/)
    expect(html).toMatch(/display:none[^>]*>A word or two/)
    expect(text).not.toContain('A word or two')
  })

  it('keeps Liquid around paragraphs, lists and buttons', async () => {
    const body =
      '{% if items %}\nYou asked for:\n\n{% for item in items %}\n- {{ item }}\n{% endfor %}\n{% else %}\n**[Ask](https://a.example)**\n{% endif %}'
    const without = await rendered(anEmail(body, named))
    expect(without.html).toContain('https://a.example')
    expect(without.html).not.toContain('You asked for')
    const { html, text } = await rendered(anEmail(body, named), { items: ['one', '<two>'] })
    expect(html).not.toContain('https://a.example')
    expect(html).toContain('&#60;two&#62;')
    expect(text).toContain('You asked for:\n\n- one\n\n- <two>')
  })

  it('keeps Liquid that Markdown would take for its own', async () => {
    const body = '{{ firstName | replace: "_a_", "*b*" }} and {{ firstName | append: "|x|" }}, **{{ firstName }}**'
    const { text } = await rendered(anEmail(body, named), { firstName: '_a_' })
    expect(text).toContain('*b* and _a_|x|, _a_')
  })

  it('writes its text with lists, headings, code and links', async () => {
    const body =
      '## Title\n\n1. one\n2. two\n   - inner\n\n> said\n\n`x < y` [here](https://a.example/?a=1&b=2) <https://b.example>\n\n---\n\n![A chart](https://a.example/c.png)'
    const { text } = await rendered(anEmail(body))
    expect(text).toContain(
      'Title\n\n1. one\n2. two\n  - inner\n\nsaid\n\nx < y here (https://a.example/?a=1&b=2) https://b.example\n\n',
    )
    expect(text).toContain('A chart\n')
  })

  it.each([
    ['fa', 'list-style-type:decimal;list-style-type:persian;', '۱. one\n۲. two\n  - inner\n'],
    ['fa-AF', 'list-style-type:decimal;list-style-type:persian;', '۱. one\n۲. two\n  - inner\n'],
    ['ar', '', '1. one\n2. two\n  - inner\n'],
    ['en', '', '1. one\n2. two\n  - inner\n'],
  ])('numbers lists in %s with the digits of the language', async (locale, style, numbered) => {
    const { html, text } = await rendered(anEmail('1. one\n2. two\n   - inner', { locale }))
    expect(html).toMatch(new RegExp(`<ol[^>]* style="${style}margin`))
    expect(html).toMatch(/<ul[^>]* style="margin/)
    expect(text).toContain(numbered)
  })

  it('takes a default where a variable stands', async () => {
    expect((await rendered(anEmail('Hello {{ nickname | default: "you" }}'))).text).toContain('Hello you')
  })

  it('writes what is like one of its own words as it is', async () => {
    const { text } = await rendered(anEmail('lq0x lqq1x ls0x {{ firstName }}', named), { firstName: 'Olga' })
    expect(text).toContain('lq0x lqq1x ls0x Olga')
  })
})

describe('a mail in own MJML', () => {
  it('keeps Liquid between its elements and in its texts', async () => {
    const body = column(
      '\n{% if items %}\n<mj-text>{{ items | join: ", " }}</mj-text>\n{% else %}<mj-text>none</mj-text>{% endif %}',
    )
    const source = anEmail(body, { ...named, format: 'mjml' })
    expect((await rendered(source)).text).toContain('none')
    const { html, text } = await rendered(source, { items: ['<one>', 'two'] })
    expect(text).toContain('<one>, two')
    expect(text).not.toContain('none')
    expect(html).toContain('&#60;one&#62;, two')
  })

  it('gets language, direction, title and preheader from its file', async () => {
    const { html } = await rendered(
      anEmail(column('<mj-text>سلام</mj-text>'), {
        locale: 'fa',
        format: 'mjml',
        front: ['subject: A < B', 'preheader: C & D'],
      }),
    )
    expect(html).toContain('<html lang="fa" dir="rtl"')
    expect(html).toContain('<title>A &#60; B</title>')
    expect(html).toMatch(/display:none[^>]*>C &#38; D/)
  })

  it('keeps a title and a preview of its own', async () => {
    const body = `<mjml lang="de"><mj-head><mj-title>Own</mj-title><mj-preview>Mine</mj-preview></mj-head>${column('').slice('<mjml>'.length)}`
    const { html } = await rendered(mjml(body))
    expect(html).toContain('<title>Own</title>')
    expect(html).toContain('Mine')
    expect(html).not.toContain('A word or two')
    expect(html).toContain('lang="de" dir="ltr"')
  })

  it('tells places in files with other line ends', async () => {
    const source = anEmail('Hello\n\n{{ nickname }}')
    const { problems } = await compileEmail({ ...source, text: source.text.replaceAll('\n', '\r\n') })
    expect(problems[0]).toMatchObject({ line: 7, column: 4 })
  })
})

describe('values that mean harm', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '{{ brand.company }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '--><script>x</script><!--',
    '</style><script>',
    'Olga\r\nBcc: victim@example.org',
    '\u2028\u2029\u0000\u0007',
    '&lt;b&gt; &amp; &#x3C;',
  ]
  const source = anEmail(
    'Hi {{ firstName }}, [x](https://a.example/?n={{ firstName | url_encode }}) ![{{ firstName }}](https://a.example/x.png)',
    {
      front: ['subject: For {{ firstName }}', 'preheader: "{{ firstName }}, look"', 'variables: { firstName: there }'],
    },
  )

  it.each(hostile)('stay text: %j', async (firstName) => {
    const { html, text, subject } = await rendered(source, { firstName })
    const plain = await rendered(source, { firstName: 'Olga' })
    const shape = (markup: string) => markup.match(/<\/?[a-z][a-z0-9]*|<!--|-->/gi)?.join('')
    expect(shape(html)).toBe(shape(plain.html))
    expect(subject).not.toMatch(/\p{Cc}|[\u2028\u2029]/u)
    expect(text).toContain(firstName.trim().slice(0, 5))
    if (firstName.includes('{')) expect(text).toContain(firstName)
  })

  it('can’t change the structure, whatever they are', async () => {
    const email = await compiled(source)
    const shape = (markup: string) => markup.match(/<\/?[a-z][a-z0-9]*|<!--|-->|"/gi)?.join('')
    const plain = shape(renderEmail(email, sampleVariables(email, brand)).html)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (firstName) => {
        const made = renderEmail(email, { ...sampleVariables(email, brand), firstName })
        expect(shape(made.html)).toBe(plain)
        expect(made.subject).not.toMatch(/[\r\n]/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('any text', () => {
  const pieces = fc.constantFrom(
    '---\n',
    'subject: x\n',
    'variables: { a: b }\n',
    'class: staff\n',
    '{{ a }}',
    '{{',
    '}}',
    '{%',
    '%}',
    '{% if a %}',
    '{% endif %}',
    '{% else %}',
    '{% for x in a %}',
    '{% endfor %}',
    '{% raw %}',
    '{% comment %}',
    '{{ a | upcase }}',
    '{{ a | default: "x" }}',
    '# ',
    '- ',
    '**',
    '[x](',
    'https://a.example',
    ')',
    '![',
    '<',
    '>',
    '"',
    '<mjml>',
    '</mjml>',
    '<mj-body>',
    '</mj-body>',
    '<mj-section>',
    '<mj-column>',
    '<mj-text>',
    '</mj-text>',
    '<a href="',
    '<!--',
    '-->',
    '<![CDATA[',
    '&amp;',
    '\n',
    '\n\n',
    '\t',
    '| a | b |\n|---|---|\n',
    '```\n',
    '<br/>',
    'x',
  )
  const texts = fc
    .array(fc.oneof(pieces, pieces, fc.string({ maxLength: 5 })), { maxLength: 30 })
    .map((all) => all.join(''))

  it('gives a mail or errors with their place, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.boolean(),
        fc.constantFrom('md' as const, 'mjml' as const),
        async (text, isBody, format) => {
          const source = isBody ? anEmail(text, { ...named, format }) : { file: 'f', locale: 'en', format, text }
          const { email, problems } = await compileEmail(source)
          const errors = problems.filter(({ severity }) => severity === 'error')
          expect(email === undefined).toBe(errors.length > 0)
          if (!email) return
          const made = renderEmail(email, sampleVariables(email, brand))
          expect(made.html).not.toMatch(/lq+\d+x/)
          expect(made.html).not.toMatch(/<script|<iframe|<form|\son\w+=/i)
        },
      ),
      { numRuns: 600 },
    )
  }, 60_000)
})
