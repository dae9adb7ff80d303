import assert from 'node:assert/strict'
import { TokenKind } from 'liquidjs'
import { compileEmail } from '../core/content/compile-email.ts'
import { escapeHtml, liquidTokens } from '../core/content/liquid.ts'
import { renderEmail } from '../core/content/render-email.ts'
import { sampleVariables } from '../core/content/sample-variables.ts'
import { atMost, compare, report, roundsAsked } from './harness.ts'

/** One promise: to render a typical mail of 25 KB (subject, HTML, text) costs little more than a template literal that makes the same bytes. */

const paragraph = `Thank you for asking, {{ firstName }}. In 18 pages it describes five measurements that you can take with the data you already have at {{ company }}, without buying anything.
{% if industry == "retail" %}In shops it is mostly unrecorded shrinkage and returns that pull the two apart.{% elsif industry == "manufacturing" %}In plants it is mostly scrap that is reported late.{% else %}It is the one on which the other four depend.{% endif %}`
const section = `## What {{ company }} may find

${paragraph}

**[Read on](https://www.example.com/papers/stock?for={{ company | url_encode }})**

- Page 6: *record accuracy*
- Page 8: returns, and how to tell them from shrinkage
`
const text = `---
subject: "{{ firstName }}, what your stock isn’t telling you"
preheader: Eighteen pages, five measurements. If you have ten minutes, start on page 6.
topic: product-education
variables: { firstName: there, company: your company, industry: "" }
---
# Here is your white paper

${section.repeat(6)}
{% if industry == "retail" %}

> In shops, count by the hour.

{% endif %}

Your analysts at {{ brand.company }}
`

const { email, problems } = await compileEmail({ file: 'emails/bench/en.md', locale: 'en', format: 'md', text })
assert.deepEqual(problems, [])
assert.ok(email)
const values = {
  ...sampleVariables(email),
  firstName: 'Nora <the first>',
  company: 'Brandt & Söhne',
  industry: 'retail',
}

/** A Liquid source of such a mail as a function with one template literal, as somebody would write it by hand. */
function literalOf(source: string, isHtml: boolean): (values: unknown, safe: (value: unknown) => string) => string {
  const put = isHtml ? (value: string) => `\${safe(${value})}` : (value: string) => `\${${value}}`
  const made = liquidTokens(source).map((token) => {
    const piece = source.slice(token.begin, token.end)
    if (token.kind === TokenKind.HTML) return piece.replace(/[\\`$]/g, '\\$&')
    const [, name, filters = ''] = /^\{\{\s*([\w.]+)((?:\s*\|[^}|]+)*)\s*\}\}$/.exec(piece) ?? []
    if (name) return put(filters.split('|').slice(1).reduce(filtered, `values.${name}`))
    const condition = /^\{% (if|elsif) (\w+) == ("\w+") %\}$/.exec(piece)
    if (condition?.[1] === 'if') return `\${values.${condition[2]} === ${condition[3]} ? \``
    if (condition) return `\` : values.${condition[2]} === ${condition[3]} ? \``
    return piece === '{% else %}' ? '` : `' : piece === '{% endif %}' ? 'ENDIF' : assert.fail(piece)
  })
  return new Function('values', 'safe', `return \`${closed(made).join('')}\``) as never
}

function filtered(value: string, filter: string): string {
  const by: Record<string, string> = {
    url_encode: `encodeURIComponent(${value}).replace(/%20/g, '+')`,
    'slice: 0': `${value}.slice(0, 1)`,
    upcase: `${value}.toUpperCase()`,
  }
  return by[filter.trim()] ?? assert.fail(filter)
}

/** An `if` without `else` makes nothing where it does not hold. */
function closed(pieces: readonly string[]): string[] {
  const elses: boolean[] = []
  return pieces.map((piece) => {
    if (piece.startsWith('${') && piece.endsWith('? `')) elses.push(false)
    if (piece === '` : `') elses[elses.length - 1] = true
    if (piece !== 'ENDIF') return piece
    return elses.pop() ? '`}' : "` : ''}"
  })
}

const literals = {
  subject: literalOf(email.subject, false),
  html: literalOf(email.html, true),
  text: literalOf(`${email.text.trim()}\n`, false),
}
const byHand = () => ({
  subject: literals.subject(values, escapeHtml),
  html: literals.html(values, escapeHtml),
  text: literals.text(values, escapeHtml),
})

const rendered = renderEmail(email, values)
const { fellBack, ...bytes } = rendered
assert.deepEqual(fellBack, [])
// Paragraphs that fall away leave empty lines, which the text of a mail does not show.
const tidy = (one: string) => one.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n')
assert.deepEqual(bytes, { ...byHand(), text: tidy(byHand().text) })
console.log(
  `${Math.round(Buffer.byteLength(bytes.html) / 1024)} KB of HTML, ${Math.round(Buffer.byteLength(bytes.text) / 1024)} KB of text`,
)

const measured = await compare({
  rounds: roundsAsked(21),
  cases: [
    { name: 'rendered', run: () => renderEmail(email, values), times: 200 },
    { name: 'template literal', run: byHand, times: 2_000 },
  ],
})
report('render', measured, [
  atMost(
    'rendering a mail of 25 KB to a template literal that makes the same bytes',
    measured.rendered,
    measured['template literal'],
    35,
  ),
])
