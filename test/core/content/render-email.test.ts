import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotRendered, renderEmail } from '../../../core/content/render-email.ts'
import { aCompiledEmail } from '../../fixtures/an-email.ts'

describe('rendering a published mail', () => {
  it('uses defaults for what is absent, null, blank or an empty list, and says so', () => {
    const email = aCompiledEmail({
      html: '{{ a }}{{ b }}{{ c }}{{ d }}{{ e }}',
      variables: { a: '1', b: '2', c: '3', d: '4', e: '5' },
    })
    const { html, fellBack } = renderEmail(email, { b: null, c: ' \t', d: [], e: 0 })
    expect(html).toBe('12340')
    expect(fellBack).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each([
    ['one without default', { variables: { role: null } }, 'the variable role has no default and is not given'],
    ['one that Ripen gives', { html: '<p>{{ brand.company }}</p>' }, 'its HTML uses brand, which is not given'],
    ['a part of what is given', { text: '{{ locale.name }}' }, 'its text uses locale.name, which is not given'],
  ])('refuses to render without %s', (_, given, message) => {
    expect(() => renderEmail(aCompiledEmail(given), { locale: {} })).toThrow(new NotRendered(message))
  })

  it.each([
    ['an empty subject', { subject: '{{ a }}', variables: { a: ' ' } }, {}, 'the subject is empty'],
    [
      'a subject that no header holds',
      { subject: '{{ a }}', variables: { a: '' } },
      { a: 'x'.repeat(999) },
      'the subject has more than 998 characters',
    ],
    [
      'a link that runs a script',
      { html: '<a href="{{ aUrl }}">x</a>', variables: { aUrl: '' } },
      { aUrl: ' java\tscript:alert(1)' },
      'a link in it would run a script',
    ],
    [
      'what takes too much memory',
      { html: '{% for x in a %}{% assign s = s | append: a %}{% endfor %}', variables: { a: '', s: '' } },
      { a: Array(5_000).fill('xxxxxxxxxx') },
      "its HTML can't be rendered with these values",
    ],
  ])('refuses %s, and never tells the values', (_, given, values, message) => {
    expect(() => renderEmail(aCompiledEmail(given), values)).toThrow(new NotRendered(message))
  })

  it('answers one line of subject, escaped HTML and plain text', () => {
    const email = aCompiledEmail({
      subject: '{{ a }}',
      html: '<p title="{{ a }}">{{ a }}</p>',
      text: '{{ a }}',
      variables: { a: '' },
    })
    const made = renderEmail(email, { a: '<b>"x" & \'y\'\r\nBcc: z' })
    expect(made.subject).toBe('<b>"x" & \'y\' Bcc: z')
    const escaped = '&#60;b&#62;&#34;x&#34; &#38; &#39;y&#39;\r\nBcc: z'
    expect(made.html).toBe(`<p title="${escaped}">${escaped}</p>`)
    expect(made.text).toBe('<b>"x" & \'y\'\r\nBcc: z\n')
  })

  it('takes an empty answer for none in a condition', () => {
    const email = aCompiledEmail({
      text: '{% if company %}at {{ company }}{% else %}somewhere{% endif %}',
      variables: { company: '' },
    })
    expect(renderEmail(email, {}).text).toBe('somewhere\n')
    expect(renderEmail(email, { company: 'Acme' }).text).toBe('at Acme\n')
  })

  it('sees own properties of values alone', () => {
    const email = aCompiledEmail({ text: '{{ a.constructor }}', variables: { a: '' } })
    expect(() => renderEmail(email, { a: {} })).toThrow(NotRendered)
  })

  it('gives a mail or NotRendered for any values', () => {
    const email = aCompiledEmail({
      subject: 'x {{ a | truncate: 20 }}',
      html: '{% for x in a %}{{ x }}{% endfor %}<a href="https://a.example/{{ b | url_encode }}">{{ b.c | upcase }}</a>',
      text: '{{ a | join: ", " }} {{ b | date: "%Y" }}',
      variables: { a: 'x', b: 'y' },
    })
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (a, b) => {
        try {
          expect(renderEmail(email, { a, b }).subject).not.toMatch(/[\r\n]/)
        } catch (error) {
          expect(error).toBeInstanceOf(NotRendered)
        }
      }),
      { numRuns: 500 },
    )
  })
})
