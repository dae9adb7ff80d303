import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { ContentProblem } from '../../core/content/problem.ts'
import { BoundedThread } from './bounded-thread.ts'

interface Answer {
  readonly read?: boolean
  readonly problems?: readonly ContentProblem[]
  readonly thrown?: string
}

// What compiles mails is loaded once and belongs to no text.
const thread = new BoundedThread<Record<string, string>, Answer>('content-thread.ts', {
  'emails/x/en.md': '---\nsubject: x\n---\nx',
  'emails/x/fa.mjml': '---\nsubject: x\n---\n<mjml><mj-body></mj-body></mjml>',
})
afterAll(() => thread.end())

/** Checks a file by itself: a value or problems, within time and memory. */
async function check(file: string, text: string): Promise<void> {
  await thread.ask({ [file]: text }, ({ read, problems = [] }) => {
    expect(read || problems.length > 0).toBe(true)
    for (const { line, column, message, severity } of problems) {
      expect(message).not.toBe('')
      if (severity === 'error') expect([line, column].every((one) => one !== undefined && one >= 1)).toBe(true)
    }
  })
}

const longest = 300_000
const places = ['sequences/x.yaml', 'forms/x.yaml', 'scoring-models/x.yaml', 'sla-policies/x.yaml', 'funnel.yaml']
const front = '---\nsubject: Hello {{ locale }}\npreheader: x\nvariables: { list: a, name: b }\n---\n'

/** A few pieces again and again: what catastrophic patterns, quadratic searches and deep recursion choke on. */
function again(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      before: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
      turn: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }),
      after: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
      length: fc.constantFrom(100, 1_000, 10_000, 50_000, longest - 1_000),
    })
    .map(({ before, turn, after, length }) => {
      const one = turn.join('')
      return before.join('') + one.repeat(Math.ceil(length / one.length)) + after.join('')
    })
}

function anyOf(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...pieces),
    fc.string({ maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  return fc.array(piece, { maxLength: 60 }).map((all) => all.join(''))
}

const yamlPieces = [
  'id: x\n',
  'steps:\n',
  'a: ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '{a: ',
  '[a, ',
  ': ',
  ', ',
  ',',
  '\n',
  '  ',
  ' ',
  '\t',
  '&a ',
  '*a',
  '*a, ',
  '"',
  "'",
  '\\',
  '|\n',
  '>\n',
  '---\n',
  '...\n',
  '# ',
  '!!map ',
  '!x ',
  '? ',
  '<<: ',
  '@',
  '%',
  'x',
  '0',
  '-',
  '.',
  'é',
  '\u{1F600}',
  '\0',
  'when: {any: [',
  'a: {a: ',
]
const liquidPieces = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{{ name }}',
  '{{ name | ',
  '| append: name ',
  '| split: "" | join: "x" ',
  '| replace: "b", "bb" ',
  '{% if name %}',
  '{% else %}',
  '{% endif %}',
  '{% for i in list %}',
  '{% for i in (1..10) %}',
  '{% for i in (1..100) %}',
  '{% endfor %}',
  '{% assign name = name | append: name %}',
  '{% comment %}',
  '{% endcomment %}',
  '{% case name %}',
  '{% when "b" %}',
  '{% endcase %}',
  '{% # ',
  '{%- ',
  ' -%}',
  '"',
  "'",
  '(',
  ')',
  '..',
  '.',
  '[',
  ']',
  'name',
  '9',
  ' ',
  '\n',
  'x',
  '{% raw %}',
  '{% liquid',
  '<',
  '{{ name | truncate: 99999999 }}',
  '{{ "now" | date }}',
]
const letterPieces = [
  ...liquidPieces,
  '#',
  '*',
  '**',
  '_',
  '`',
  '```\n',
  '[',
  '](',
  '](https://a.example)',
  '![',
  ')',
  '> ',
  '- ',
  '1. ',
  '| ',
  '|-',
  '<b>',
  '<!--',
  '&amp;',
  '&',
  '\\',
  '~~',
  'http://a.example',
  'a@b.example',
]
const mjmlPieces = [
  ...liquidPieces,
  '<mjml>',
  '</mjml>',
  '<mj-head>',
  '</mj-head>',
  '<mj-body>',
  '</mj-body>',
  '<mj-section>',
  '</mj-section>',
  '<mj-column>',
  '</mj-column>',
  '<mj-text>',
  '</mj-text>',
  '<mj-text color="#777">',
  '<mj-text ',
  '<mj-raw>',
  '</mj-raw>',
  '<mj-button href="https://a.example">',
  '</mj-button>',
  '<mj-image src="https://a.example/x.png" />',
  '<mj-style>',
  '</mj-style>',
  '<p style="color:#777;background:#888 url(x)">',
  '<p style="',
  'color:',
  'rgba(',
  ';',
  '</p>',
  '<a href="',
  '<',
  '>',
  '/',
  '=',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&',
]

/** As many texts as go in the time, each to its end: some take a second, and a slow machine tries fewer. */
const forMs = 15_000
async function checkAll<Given>(given: fc.Arbitrary<Given>, one: (given: Given) => Promise<void>): Promise<void> {
  const untilMs = performance.now() + forMs
  const property = fc.asyncProperty(given, async (value) => (performance.now() < untilMs ? one(value) : undefined))
  await fc.assert(property, { numRuns: 200 })
}

describe('reading content', { timeout: 120_000 }, () => {
  it('takes any YAML', async () => {
    const given = fc.tuple(fc.constantFrom(...places), fc.oneof(anyOf(yamlPieces), again(yamlPieces)))
    await checkAll(given, ([file, text]) => check(file, text))
  })

  it('takes any letter with any Liquid', async () => {
    await checkAll(fc.oneof(anyOf(letterPieces), again(letterPieces)), (body) => check('emails/x/en.md', front + body))
  })

  it('takes any MJML with any Liquid', async () => {
    const around = (inside: string) =>
      `<mjml><mj-body><mj-section><mj-column><mj-text>${inside}</mj-text></mj-column></mj-section></mj-body></mjml>`
    const given = fc.tuple(fc.oneof(anyOf(mjmlPieces), again(mjmlPieces)), fc.boolean())
    await checkAll(given, ([body, whole]) => check('emails/x/en.mjml', front + (whole ? around(body) : body)))
  })

  it('takes any front matter', async () => {
    const pieces = [...yamlPieces, ...liquidPieces]
    await checkAll(fc.oneof(anyOf(pieces), again(pieces)), (text) =>
      check('emails/x/en.md', `---\nsubject: x\n${text}\n---\nHello`),
    )
  })

  const tens = (level: number) =>
    `a${level}: &a${level} [${Array(10)
      .fill(level === 0 ? 'x' : `*a${level - 1}`)
      .join(', ')}]`
  const loops = (depth: number, range: string, inside: string) =>
    `${`{% for i in ${range} %}`.repeat(depth)}${inside}${'{% endfor %}'.repeat(depth)}`
  it.each([
    ['an alias bomb', 'sequences/x.yaml', Array.from({ length: 30 }, (_, level) => tens(level)).join('\n')],
    [
      'an alias bomb in front matter',
      'emails/x/en.md',
      `---\n${Array.from({ length: 30 }, (_, level) => tens(level)).join('\n')}\n---\nx`,
    ],
    [
      'merge keys of merge keys',
      'forms/x.yaml',
      Array.from({ length: 30 }, (_, n) => `a${n}: &a${n} { <<: [${n === 0 ? '{}' : `*a${n - 1}, *a${n - 1}`}] }`).join(
        '\n',
      ),
    ],
    ['brackets in brackets', 'sequences/x.yaml', `id: x\nsteps: ${'['.repeat(150_000)}`],
    ['closed brackets in brackets', 'sequences/x.yaml', `id: x\nsteps: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['maps in maps', 'sequences/x.yaml', `id: x\nsteps: ${'{a: '.repeat(60_000)}`],
    ['lists in lists by indent', 'sequences/x.yaml', `id: x\nsteps:\n  ${'- '.repeat(100_000)}x`],
    [
      'conditions in conditions',
      'scoring-models/x.yaml',
      `id: x\nfit: [ { points: 1, when: ${'{ any: [ '.repeat(5_000)}{ a: 1 }${' ] }'.repeat(5_000)} } ]`,
    ],
    ['a long line of text', 'forms/x.yaml', `id: ${'x'.repeat(299_000)}`],
    [
      '200 steps that each lead to all others',
      'sequences/x.yaml',
      `id: x\ntopic: t\nsteps:\n${Array.from({ length: 200 }, (_, n) => `  - { id: s${n}, branch: [${Array.from({ length: 40 }, (_, m) => `{ when: { a: 1 }, go: s${(n * 7 + m * 5) % 200} }`).join(', ')}] }`).join('\n')}`,
    ],
    ['loops of loops', 'emails/x/en.md', front + loops(2, '(1..10)', 'x'.repeat(10_000))],
    ['loops of loops over loops', 'emails/x/en.md', front + loops(50, '(1..100)', 'x')],
    ['a loop over far numbers', 'emails/x/en.md', `${front}{% for i in (1..99999999999) %}x{% endfor %}`],
    [
      'a word that doubles at each round',
      'emails/x/en.md',
      `${front}{% assign w = "x" %}${loops(1, '(1..100)', '{% assign w = w | append: w %}')}{{ w }}`,
    ],
    [
      'a word that grows by filters',
      'emails/x/en.md',
      `${front}{{ name${' | replace: "b", "bbbbbbbbbb"'.repeat(60)} }}`,
    ],
    ['thousands of filters', 'emails/x/en.md', `${front}{{ name${' | upcase'.repeat(30_000)} }}`],
    [
      'thousands of conditions in each other',
      'emails/x/en.md',
      `${front}${'{% if name %}'.repeat(10_000)}x${'{% endif %}'.repeat(10_000)}`,
    ],
    ['thousands of quotes in quotes', 'emails/x/en.md', front + '> '.repeat(100_000)],
    [
      'thousands of elements in each other',
      'emails/x/en.mjml',
      `${front}<mjml><mj-body><mj-section><mj-column><mj-text>${'<p>'.repeat(40_000)}x`,
    ],
    [
      'thousands of sections',
      'emails/x/en.mjml',
      `${front}<mjml><mj-body>${'<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>'.repeat(4_000)}</mj-body></mjml>`,
    ],
    [
      'thousands of texts in a column',
      'emails/x/en.mjml',
      `${front}<mjml><mj-body><mj-section><mj-column>${'<mj-text>x</mj-text>'.repeat(14_000)}</mj-column></mj-section></mj-body></mjml>`,
    ],
  ])('takes %s', async (_, file, text) => {
    await check(file, text)
  })
})
