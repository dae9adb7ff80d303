import { describe, expect, it } from 'vitest'
import { defaultLook, readLook } from '../../core/content/brand-look.ts'
import { checkFolder } from '../../core/content/check-folder.ts'
import { compileEmail } from '../../core/content/compile-email.ts'
import type { Words } from '../../core/content/words.ts'
import { end } from '../../core/nurture/sequence.ts'
import { targetsOf, templatesOf } from '../../core/nurture/steps.ts'
import { folderFiles, locales, mailIds, mails, type SampleMail, sample, samples } from './sample-folder.ts'

const forms = samples('forms')
const sequences = samples('sequences')
const funnels = samples('funnel')
const models = samples('scoring-models')
const policies = samples('sla-policies')

describe('the sample content', () => {
  it('has a file for each thing, called by its id', () => {
    const all = [...forms, ...sequences, ...funnels, ...models, ...policies]
    expect(all.map(({ value }) => value.id)).toEqual(all.map(({ id }) => id))
    expect(forms.map(({ id }) => id).sort()).toEqual(['demo-request', 'newsletter', 'service-request', 'white-paper'])
    expect(sequences.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['white-paper', 'onboarding', 're-engagement']),
    )
    expect([funnels, models, policies].map((list) => list.map(({ id }) => id))).toEqual([
      ['funnel'],
      ['b2b'],
      ['standard'],
    ])
  })

  it('passes the check of `ripen check`, as a whole', async () => {
    expect((await checkFolder(folderFiles)).problems).toEqual([])
  })

  it('brings the look that mails have without one, so that it can be changed line by line', () => {
    expect(readLook(folderFiles['brand.yaml'])).toEqual({ look: defaultLook, problems: [] })
  })

  it('says everything that people read in all three languages', () => {
    const said: Words[] = [
      ...forms.flatMap(({ value }) => [
        ...[value.title, value.intro, value.button, value.thanks.title, value.thanks.text].filter(
          (one) => one !== undefined,
        ),
        ...value.fields.flatMap(({ label, options }) => [label, ...(options ?? []).map((option) => option.label)]),
        ...value.consent.map(({ text }) => text),
      ]),
      ...models.flatMap(({ value }) => value.indicators.map(({ ask }) => ask)),
      ...funnels.flatMap(({ value }) => value.stages.flatMap(({ words, criteria }) => [words, ...criteria])),
    ]
    for (const words of said) expect(Object.keys(words).sort()).toEqual([...locales].sort())
  })

  it('asks for the topic of every sequence in some form', () => {
    const asked = forms.flatMap(({ value }) => value.consent.map(({ topic }) => topic))
    for (const { value } of sequences) expect(asked).toContain(value.topic)
  })

  it.each(sequences)('leads every step of the sequence $id to a step that is there', ({ value }) => {
    const steps = value.steps.map(({ id }) => id)
    for (const step of value.steps)
      for (const target of targetsOf(value, step)) expect([...steps, end]).toContain(target)
  })

  it.each(sequences)('sends or asks in the sequence $id, and sends only mails of its topic', ({ value }) => {
    const templates = value.steps.flatMap(templatesOf)
    expect(templates.length + value.steps.filter(({ task }) => task).length).toBeGreaterThan(0)
    for (const template of templates) {
      const topics = mails.filter(({ id }) => id === template).map(({ front }) => front.topic)
      expect(topics).toEqual(locales.map(() => value.topic))
    }
  })

  it('uses every mail somewhere', () => {
    const used = new Set([
      ...forms.map(({ value }) => value.confirmation),
      ...sequences.flatMap(({ value }) => value.steps.flatMap(templatesOf)),
      ...['handoff-opened', 'handoff-warning', 'handoff-escalated', 'file-link'],
    ])
    expect([...used].sort()).toEqual([...mailIds].sort())
  })

  it('starts a sequence for the white paper, and takes idle leads of every score from 0 on', () => {
    expect(sample('sequences', 'white-paper').trigger).toEqual({ form: 'white-paper' })
    const bands = sequences.flatMap(({ value }) =>
      value.trigger && 'idle' in value.trigger ? [value.trigger.idle] : [],
    )
    const sorted = bands.sort((a, b) => a['score-from'] - b['score-from'])
    expect(sorted[0]?.['score-from']).toBe(0)
    expect(sorted.map((band) => band['score-below'])).toEqual([
      ...sorted.slice(1).map((band) => band['score-from']),
      undefined,
    ])
  })

  it('keeps every wait of a sequence for idle leads under 90 days, so that they count as nurtured', () => {
    for (const { value } of sequences) {
      for (const { wait } of value.steps) {
        const text = typeof wait === 'object' ? wait.for : (wait ?? '1d')
        const [, count, unit] = /^(\d+)([dh])$/.exec(text) ?? []
        expect(Number(count) / (unit === 'h' ? 24 : 1)).toBeLessThan(90)
      }
    }
  })
})

describe.each(mailIds)('the sample mail %s', (id) => {
  const inEach = mails.filter((mail) => mail.id === id)

  it('is there in English, Russian and Persian, with the same class, topic and variables', () => {
    expect(inEach.map(({ locale }) => locale).sort()).toEqual([...locales].sort())
    const alike = inEach.map(({ front }) => ({
      class: front.class,
      topic: front.topic,
      variables: Object.keys(front.variables),
      required: Object.keys(front.variables).filter((name) => front.variables[name] === null),
    }))
    for (const one of alike) expect(one).toEqual(alike[0])
  })

  it('leads to the same pages in each language', () => {
    const pages = inEach.map((mail) =>
      linksOf(mail).map((link) => link.replace(/example\.com\/(ru|fa)\//, 'example.com/')),
    )
    for (const one of pages) expect(one).toEqual(pages[0])
  })
})

describe.each(mails)('the sample mail $path', (mail) => {
  it('compiles without a problem', async () => {
    const { path: file, locale, text } = mail
    const format = mail.format === 'mjml' ? 'mjml' : 'md'
    expect(await compileEmail({ file, locale, format, text, shared: folderFiles })).toMatchObject({
      email: { locale },
      problems: [],
    })
  })

  it('has a subject and a preheader of a good length', () => {
    const { subject, preheader } = mail.front
    expect(withoutLiquid(subject).length).toBeLessThanOrEqual(60)
    expect(withoutLiquid(preheader).length).toBeLessThanOrEqual(100)
    expect(preheader.length).toBeGreaterThanOrEqual(40)
  })

  it('links to nothing but the example website and the links that Ripen gives', () => {
    const links = linksOf(mail)
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      const path = mail.locale === 'en' ? '' : `${mail.locale}/`
      expect(link).toMatch(
        new RegExp(
          `^(https://www\\.example\\.com/${path}[\\w/#-]+(#ripen=\\{\\{ visitSign \\}\\})?|\\{\\{ (\\w+Url|files\\.white-paper) \\}\\}(#page=2)?)$`,
        ),
      )
    }
  })

  it('lets a postal address stand in the direction that it is written in', () => {
    const addresses = mail.body.match(/.*\{\{ brand\.postalAddress \}\}.*/g) ?? []
    for (const line of addresses) expect(line).toContain('<span dir="auto">{{ brand.postalAddress }}</span>')
  })

  it('has one call to action', () => {
    const buttons = mail.format === 'mjml' ? /<mj-button\b/g : /^\*\*\[.+\]\(.+\)\*\*$/gm
    expect(mail.body.match(buttons)).toHaveLength(1)
  })

  it('is set as its language is', () => {
    const text = [mail.front.subject, mail.front.preheader, ...Object.values(mail.front.variables), prose(mail)].join(
      '\n',
    )
    expect(text).not.toMatch(wrong[mail.locale as keyof typeof wrong])
  })
})

describe('the mail that asks to confirm', () => {
  it.each(mails.filter(({ id }) => id === 'confirm-subscription'))(
    'holds in $locale nothing but the company and the link',
    ({ front, body }) => {
      expect(front.class).toBe('confirmation')
      expect(front.variables).toEqual({})
      expect(body).not.toContain('http')
      expect(new Set(body.match(/\{\{.*?\}\}/g))).toEqual(new Set(['{{ brand.company }}', '{{ confirmUrl }}']))
    },
  )
})

it.each(locales)('the two invitations of the subject test have the same body in %s', (locale) => {
  const [one, other] = ['white-paper-last', 'white-paper-last-question'].map((id) =>
    mails.find((mail) => mail.id === id && mail.locale === locale),
  )
  expect(one?.body).toBe(other?.body)
  expect(one?.front.subject).not.toBe(other?.front.subject)
})

/** What must not stand in a text of the language. */
const wrong = {
  // Straight apostrophes and quotes, a hyphen for a dash, a space before the percent sign.
  en: /\w'|"| - |\d %/,
  // Straight quotes, a hyphen for a dash, a percent sign without its space, a line that may end before a dash.
  ru: /"| - |\d%| —|[A-Za-z]'[a-z]/,
  // Arabic letters for Persian ones, Latin punctuation and digits, a verb's prefix or a plural that is torn off.
  fa: /[يك]|[\u0600-\u06ff][,;?]|[0-9]+(?=[^.0-9]|$)|%|"|(^|\s)ن?می\s|\sها(ی|یی)?\s/m,
}

/** The text that people read, without markup, links and Liquid. */
function prose({ body, format }: SampleMail): string {
  const text = format === 'mjml' ? body.replace(/<mj-head>.*<\/mj-head>/s, '').replace(/<[^>]*>|&nbsp;/g, '') : body
  return withoutLiquid(text.replace(/\]\([^)]*\)/g, ']')).replace(/^\d\. /gm, '')
}

function withoutLiquid(text: string): string {
  return text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, '')
}

function linksOf({ body, format }: SampleMail): string[] {
  const links = format === 'mjml' ? body.matchAll(/href="([^"]*)"/g) : body.matchAll(/\]\(([^)]*)\)/g)
  return [...links].map(([, link = '']) => link)
}
