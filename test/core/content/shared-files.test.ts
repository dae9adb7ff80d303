import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { compileEmail } from '../../../core/content/compile-email.ts'
import { contentParts } from '../../../core/content/content-parts.ts'
import { roomFor } from '../../../core/content/letter-room.ts'
import { pulledFiles } from '../../../core/content/pulled-files.ts'
import { renderEmail } from '../../../core/content/render-email.ts'
import { sampleVariables } from '../../../core/content/sample-variables.ts'
import { sharedFile } from '../../../core/content/shared-files.ts'
import { anEmail, column, leave, plainFront } from '../../fixtures/an-email.ts'

const signature = { 'partials/signature.md': 'Your team at {{ brand.company }}\n' }
const layout = (inside: string, footer = leave) =>
  `<mjml>
<mj-body>
<mj-section><mj-column>
${inside}
</mj-column></mj-section>
<mj-section><mj-column>${footer}</mj-column></mj-section>
</mj-body>
</mjml>
`
const named = [...plainFront, 'layout: plain', 'variables: { firstName: there }']

async function rendered(source: Parameters<typeof compileEmail>[0], values: Record<string, unknown> = {}) {
  const { email, problems } = await compileEmail(source)
  expect(problems).toEqual([])
  if (!email) throw new Error('not compiled')
  return renderEmail(email, { ...sampleVariables(email), ...values })
}
const problemsOf = async (source: Parameters<typeof compileEmail>[0]) =>
  (await compileEmail(source)).problems.map(({ file, line, column: at, message, mails }) => [
    file,
    line,
    at,
    message,
    ...(mails ? [mails] : []),
  ])

describe('partials', () => {
  it('stand where they are named: as a block of their own, or within a line', async () => {
    const shared = { ...signature, 'partials/name.liquid': '{{ firstName | default: "you" }}' }
    const body = 'Hello {% include "name" %},\n\na word.\n{% include "signature" %}\nPS: more'
    const { text, html } = await rendered({ ...anEmail(body), shared }, { firstName: '<b>Nora</b>' })
    expect(text).toContain('Hello <b>Nora</b>,\n\na word.\n\nYour team at Example Ltd\n\nPS: more')
    expect(html).toContain('Hello &#60;b&#62;Nora&#60;/b&#62;,')
  })

  it('may hold others, and go into MJML too', async () => {
    const shared = {
      'partials/foot.mjml': `<mj-text>{% include 'name' %}</mj-text>${leave}`,
      'partials/name.liquid': 'The {{ brand.company }} team',
    }
    const body = `<mjml><mj-body><mj-section><mj-column>{% include "foot" %}</mj-column></mj-section></mj-body></mjml>`
    const { text } = await rendered({ ...anEmail(body, { format: 'mjml' }), shared })
    expect(text).toContain('The Example Ltd team')
  })

  it('are taken in the language of the mail, and never in another one', async () => {
    const shared = { 'partials/bye.fa.md': 'بدرود', 'partials/bye.de.md': 'Ade', 'partials/bye.md': 'Bye' }
    for (const [locale, words] of [
      ['fa', 'بدرود'],
      ['de-AT', 'Ade'],
      ['ru', 'Bye'],
    ] as const) {
      const { text } = await rendered({ ...anEmail('x\n\n{% include "bye" %}', { locale }), shared })
      expect(text).toContain(`x\n\n${words}\n`)
    }
    const { 'partials/bye.md': _, ...others } = shared
    expect(await problemsOf({ ...anEmail('{% include "bye" %}', { locale: 'ru' }), shared: others })).toEqual([
      ['emails/hello/ru.md', 5, 1, 'there is no partial "bye" for md mails in ru'],
    ])
  })

  it.each([
    ['no name', '{% include signature %}', {}, ['emails/hello/en.md', 5, 1, 'an include names one partial']],
    ['none of that name', 'x {% include "foot" %}', {}, ['emails/hello/en.md', 5, 3, 'there is no partial "foot"']],
    [
      'an unknown variable within one',
      'Hello\n\n{% include "foot" %}',
      { 'partials/foot.md': 'x\n\nBye {{ nickname }}' },
      ['partials/foot.md', 3, 8, 'the variable nickname is not declared', ['emails/hello/en.md']],
    ],
    [
      'HTML within one',
      'Hello\n\n{% include "foot" %}',
      { 'partials/foot.md': '\uFEFFa\n\n<div>x</div>' },
      ['partials/foot.md', 3, 1, 'HTML does not go into a Markdown letter', ['emails/hello/en.md']],
    ],
    [
      'one that holds itself',
      '{% include "a" %}',
      { 'partials/a.md': 'a {% include "b" %}', 'partials/b.md': 'b\n {% include "a" %}' },
      ['partials/b.md', 2, 2, 'this partial holds itself', ['emails/hello/en.md']],
    ],
    [
      'one that closes what the mail opened',
      '{% if locale %} x\n\n{% include "a" %}',
      { 'partials/a.md': 'a {% endif %}' },
      [
        'partials/a.md',
        1,
        3,
        'this partial is no whole Liquid by itself: tag "endif" not found',
        ['emails/hello/en.md'],
      ],
    ],
  ])('tell of %s', async (_, body, shared, problem) => {
    expect(await problemsOf({ ...anEmail(body), shared })).toEqual([problem])
  })

  it('within each other make no bomb', async () => {
    const shared = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`partials/p${n}.md`, `{% include "p${n + 1}" %}`.repeat(2)]),
    )
    const { problems } = await compileEmail({ ...anEmail('{% include "p0" %}'), shared })
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'error', message: 'its partials make too much of this mail' }),
    )
    const large = { 'partials/a.md': 'word '.repeat(2_000) }
    const { email, problems: tooMuch } = await compileEmail({
      ...anEmail('{% include "a" %}\n\n'.repeat(100)),
      shared: large,
    })
    expect(email).toBeUndefined()
    expect(tooMuch.map(({ message }) => message)).toContain('its partials make too much of this mail')
  })

  it('hold to the rules of the whole mail: a link to unsubscribe in one is one', async () => {
    const shared = {
      'partials/foot.mjml': leave,
      'partials/hidden.mjml': '{% if locale %}{% include "foot" %}{% endif %}',
    }
    const mail = (id: string) =>
      anEmail(`<mjml><mj-body><mj-section><mj-column>{% include "${id}" %}</mj-column></mj-section></mj-body></mjml>`, {
        format: 'mjml',
      })
    expect(await problemsOf({ ...mail('foot'), shared })).toEqual([])
    expect(await problemsOf({ ...mail('hidden'), shared })).toEqual([
      ['emails/hello/en.mjml', 5, 1, 'no link to unsubscribe that every lead sees'],
      ['emails/hello/en.mjml', 5, 1, 'no postal address that every lead sees'],
    ])
  })
})

describe('layouts', () => {
  it.each([
    ['says nothing of it', '<mj-column>', true],
    ['leaves none on purpose', '<mj-column padding="0">', false],
    ['leaves it in the column', '<mj-column padding="24px">', false],
    ['leaves it on the left of the column', '<mj-column padding-left="24px">', false],
  ])('keep a letter off the edge of a telephone where the layout %s', async (_, opened, kept) => {
    const around = layout('{{ body }}').replace('<mj-section><mj-column>', `<mj-section>${opened}`)
    const body = 'One line.\n\n**[Open](https://www.example.com)**\n'
    const { html } = await rendered({ ...anEmail(body, { front: named }), shared: { 'layouts/plain.mjml': around } })
    expect(/padding:0 25px/.test(html)).toBe(kept)
    expect(/padding:8px 25px 26px/.test(html)).toBe(kept)
  })

  it.each([
    ['<mj-section padding="20px 0">', '25px'],
    ['<mj-section padding="20px 24px">', '0'],
    ['<mj-section padding="1px 2px 3px">', '0'],
    ['<mj-section padding-left="0px">', '25px'],
    ['<mj-wrapper padding="0 0 0 8px"><mj-section>', '0'],
    ['<mj-section padding="9px"></mj-section><mj-section>', '25px'],
  ])('leave room by %s', (section, side) => {
    expect(roomFor(`<mjml><mj-body>${section}<mj-column>`)).toBe(side)
  })

  it('leave room by what they set for all columns', () => {
    const head = (inside: string) => `<mjml><mj-head><mj-attributes>${inside}</mj-attributes></mj-head><mj-body>`
    expect(roomFor(`${head('<mj-column padding="12px" />')}<mj-section><mj-column>`)).toBe('0')
    expect(roomFor(`${head('<mj-text padding="12px" />')}<mj-section><mj-column>`)).toBe('25px')
    expect(roomFor(`${head('<mj-class name="wide" padding="12px" />')}<mj-section><mj-column mj-class="wide">`)).toBe(
      '0',
    )
  })

  const shared = { 'layouts/plain.mjml': layout('<mj-text>Before</mj-text>\n{{ body }}\n<mj-text>After</mj-text>') }

  it('go around a letter in Markdown', async () => {
    const body = '# Hello {{ firstName }}\n\n{% if locale %}\n\nWelcome\n\n{% endif %}\n\n**[Go](https://a.example)**'
    const { html, text } = await rendered({ ...anEmail(body, { front: named }), shared }, { firstName: 'Nora' })
    expect(text).toMatch(/Before\s+.*Hello Nora\s+.*Welcome\s+.*Go.*\s+.*After\s+Leave/is)
    expect(html).toContain('<title>Hello</title>')
    expect(html).toContain('A word or two')
    expect(html).not.toContain('letterbody')
  })

  it('go around MJML, whose part they hold', async () => {
    const around = { 'layouts/plain.mjml': layout('').replace('<mj-body>', '<mj-body>{{ body }}') }
    const body = '<mj-section><mj-column><mj-text>Hello {{ firstName }}</mj-text></mj-column></mj-section>'
    const { text } = await rendered({ ...anEmail(body, { format: 'mjml', front: named }), shared: around })
    expect(text).toMatch(/Hello there\s+Leave/)
  })

  it.each([
    ['none of that name', {}, ['emails/hello/en.md', 4, 9, 'there is no layout "plain"']],
    [
      'no place for the mail',
      { 'layouts/plain.mjml': layout('') },
      ['layouts/plain.mjml', 1, 1, 'this layout has no place for the mail', ['emails/hello/en.md']],
    ],
    [
      'two places for it',
      { 'layouts/plain.mjml': layout('{{ body }}\n {{ body }}') },
      ['layouts/plain.mjml', 5, 2, 'the mail goes into a layout once', ['emails/hello/en.md']],
    ],
    [
      'what MJML does not have, before the mail',
      { 'layouts/plain.mjml': layout('<mj-tezt>x</mj-tezt>\n{{ body }}') },
      ['layouts/plain.mjml', 4, 1, 'there is no element <mj-tezt>', ['emails/hello/en.md']],
    ],
    [
      'what MJML does not have, after it',
      { 'layouts/plain.mjml': layout('{{ body }}\n\n <mj-tezt>x</mj-tezt>') },
      ['layouts/plain.mjml', 6, 2, 'there is no element <mj-tezt>', ['emails/hello/en.md']],
    ],
    [
      'a script',
      { 'layouts/plain.mjml': layout('{{ body }}\n<mj-raw><script>x</script></mj-raw>') },
      ['layouts/plain.mjml', 5, 9, "a mail can't hold <script>", ['emails/hello/en.md']],
    ],
    [
      'an unknown variable',
      { 'layouts/plain.mjml': layout('{{ body }}\n<mj-text>{{ nickname }}</mj-text>') },
      ['layouts/plain.mjml', 5, 13, 'the variable nickname is not declared', ['emails/hello/en.md']],
    ],
    [
      'a place within text',
      { 'layouts/plain.mjml': layout('<mj-text>\n{{ body }}</mj-text>') },
      ['layouts/plain.mjml', 5, 1, 'a letter in Markdown goes right into an <mj-column>', ['emails/hello/en.md']],
    ],
    [
      'no link to unsubscribe',
      { 'layouts/plain.mjml': layout('{{ body }}', '<mj-text>{{ brand.postalAddress }}</mj-text>') },
      ['emails/hello/en.md', 7, 1, 'no link to unsubscribe that every lead sees'],
    ],
  ])('tell of %s', async (_, files, problem) => {
    const source = anEmail('# Hello\n\nyou\n\n- one\n- two\n\nthere', { front: named })
    expect(await problemsOf({ ...source, shared: files })).toEqual([problem])
  })
})

describe('whatever stands in shared files', () => {
  const piece = fc.constantFrom(
    ...[
      '{{',
      '}}',
      '{%',
      '%}',
      '{% include "a" %}',
      '{% include "b" %}',
      '{% if locale %}',
      '{% endif %}',
      '{{ body }}',
    ],
    ...[
      '<mj-text>',
      '</mj-text>',
      '<mj-column>',
      '<mjml>',
      '</mjml>',
      '<',
      '>',
      '"',
      '\n',
      '\n\n',
      '# x',
      'word',
      '\uFEFF',
      '---',
    ],
    ...[
      '{{ brand.colors.accent }}',
      '{{ brand.logo.alt }}',
      '{{ brand.__proto__.x }}',
      'images/x.png',
      'colors:',
      ': {',
      '*a',
    ],
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

  it('gives a mail or problems with places in files that are there', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, text, fc.constantFrom('md', 'mjml'), async (body, a, b, look, format) => {
        const shared = {
          'partials/a.liquid': a,
          'partials/b.liquid': b,
          'layouts/plain.mjml': layout(a),
          'brand.yaml': look,
        }
        const source = anEmail(body, { format: format as 'md' | 'mjml', front: named })
        const { email, problems } = await compileEmail({ ...source, shared })
        expect(email !== undefined || problems.some(({ severity }) => severity === 'error')).toBe(true)
        for (const { file, line = 1 } of problems) {
          const whole = file === source.file ? source.text : shared[file as keyof typeof shared]
          expect(line).toBeLessThanOrEqual(whole.split('\n').length)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('the look', () => {
  const red = 'colors: { accent: "#a00020" }\nfonts: { text: Georgia }\n'

  it('of brand.yaml is that of every letter, and its values go into MJML', async () => {
    const shared = { 'brand.yaml': red }
    const { html } = await rendered({ ...anEmail('**[Go](https://a.example)**'), shared })
    expect(html).toMatch(/background:#a00020/)
    expect(html).toContain('font-family:Georgia')
    expect(html).not.toContain('#1f6f4a')
    const own = column('<mj-text color="{{ brand.colors.accent }}">x</mj-text>')
    expect((await rendered({ ...anEmail(own, { format: 'mjml' }), shared })).html).toContain('color:#a00020')
  })

  it('shows the logo instead of the name, with its words', async () => {
    const logo =
      'logo: { src: "https://a.example/l.png?a=1&b=2", alt: "Acme \\"&\\" Sons", width: 120, link: "https://a.example" }\n'
    const { html } = await rendered({ ...anEmail('Hello'), shared: { 'brand.yaml': logo } })
    expect(html).toMatch(
      /<a href="https:\/\/a\.example"[^>]*><img src="https:\/\/a\.example\/l\.png\?a=1&amp;b=2" alt="Acme &quot;&amp;&quot; Sons" width="120"/,
    )
  })

  it.each([
    ['a colour in words', 'colors:\n  accent: red\n', 2, 11, 'error', /write a colour like/],
    ['a colour without quotes', 'colors:\n  accent: #a00020\n', 2, 11, 'error', /# begins a comment/],
    ['a font that breaks out', 'fonts: { text: "a\\";x" }\n', 1, 16, 'error', /names of fonts/],
    ['a quote that stays open', `fonts: { text: "'Segoe UI" }\n`, 1, 16, 'error', /a quote is not closed/],
    [
      'a logo without words',
      'logo: { src: "https://a.example/l.png", alt: " ", width: 90 }',
      1,
      46,
      'error',
      /whose logo/,
    ],
    ['a logo from elsewhere', 'logo: { src: "javascript:x", alt: A, width: 90 }', 1, 14, 'error', /begins with https/],
    ['an unknown key', 'colours: {}\n', 1, 1, 'error', /there is no "colours" here/],
    [
      'a button that is hard to read',
      'colors:\n  accent: "#88cc99"\n  on-accent: "#ffffff"\n',
      3,
      14,
      'warning',
      /the text of a button is hard to read: on-accent on accent has a contrast of 1\.9, and 4\.5 is needed/,
    ],
  ])('is not one with %s', async (_, text, line, at, severity, message) => {
    const { problems } = await compileEmail({ ...anEmail('Hello'), shared: { 'brand.yaml': text } })
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'brand.yaml',
        line,
        column: at,
        severity,
        message: expect.stringMatching(message),
      }),
    )
  })
})

describe('a folder with shared files', () => {
  const letter = (body: string) => anEmail(body, { front: [...plainFront, 'topic: news'] }).text
  const folder = {
    'emails/one/en.md': letter('Hello\n\n{% include "signature" %}'),
    'emails/two/en.md': letter('Hello\n\n{% include "signature" %}'),
    'emails/three/en.md': letter('Hello'),
    ...signature,
  }

  it('gives each email the files that it uses, and no other', () => {
    const parts = contentParts({ ...folder, 'partials/unused.md': 'x', 'brand.yaml': '' })
    expect(parts.map(({ id, files }) => [id, Object.keys(files)])).toEqual([
      ['one', ['emails/one/en.md', 'partials/signature.md', 'brand.yaml']],
      ['three', ['emails/three/en.md', 'brand.yaml']],
      ['two', ['emails/two/en.md', 'partials/signature.md', 'brand.yaml']],
    ])
  })

  it('tells of a problem in a shared file once, with the mails where it shows', async () => {
    const { problems } = await checkFolder({ ...folder, 'partials/signature.md': 'By {{ who }}' })
    expect(problems).toEqual([
      expect.objectContaining({
        file: 'partials/signature.md',
        line: 1,
        column: 7,
        mails: ['emails/one/en.md', 'emails/two/en.md'],
      }),
    ])
  })

  it('tells of what no mail uses, and of names that are none', async () => {
    const { problems } = await checkFolder({
      ...folder,
      'partials/old.md': 'x',
      'layouts/old.mjml': 'x',
      'partials/Old Name.md': 'x',
      'brand.yml': 'x',
    })
    expect(problems.map(({ file, severity, message }) => [file, severity, message])).toEqual([
      ['brand.yml', 'error', 'this is no place or name of a shared file'],
      ['layouts/old.mjml', 'warning', 'no mail uses this file'],
      ['partials/Old Name.md', 'error', 'this is no place or name of a shared file'],
      ['partials/old.md', 'warning', 'no mail uses this file'],
    ])
  })

  it.each([
    ['partials/signature.md', { kind: 'partial', id: 'signature', format: 'md' }],
    ['partials/signature.pt-BR.liquid', { kind: 'partial', id: 'signature', locale: 'pt-BR', format: 'liquid' }],
    ['layouts/plain.fa.mjml', { kind: 'layout', id: 'plain', locale: 'fa' }],
    ['brand.yaml', { kind: 'brand' }],
    ['layouts/plain.md', undefined],
    ['partials/../brand.yaml', undefined],
    ['partials/a.b.c.md', undefined],
  ])('%s', (path, expected) => {
    expect(sharedFile(path)).toEqual(expected)
  })

  it('is pulled with the newest of what differs, which is said', () => {
    const stored = (name: string, at: string, text: string) => ({
      name: `emails/${name}`,
      at,
      files: { [`emails/${name}/en.md`]: name, 'partials/signature.md': text },
    })
    const { files, differing } = pulledFiles([
      stored('two', '2026-11-03T00:00:00.000Z', 'new'),
      stored('one', '2026-11-01T00:00:00.000Z', 'old'),
      stored('three', '2026-11-02T00:00:00.000Z', 'new'),
    ])
    expect(files['partials/signature.md']).toBe('new')
    expect(Object.keys(files)).toHaveLength(4)
    expect(differing).toEqual([{ file: 'partials/signature.md', takenFrom: 'emails/two', others: ['emails/one'] }])
  })
})
