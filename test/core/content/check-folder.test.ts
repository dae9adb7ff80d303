import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { contentFile, fileOf } from '../../../core/content/content-files.ts'
import { contentParts } from '../../../core/content/content-parts.ts'

const letter = (front: string) => `---\nsubject: x\npreheader: y\n${front}\n---\nHello {{ brand.company }}`
const good: Record<string, string> = {
  'emails/welcome/en.md': letter('topic: news'),
  'emails/confirm/en.md': `${letter('class: confirmation')} **[Yes]({{ confirmUrl }})**`,
  'forms/signup.yaml': `id: signup
title: Sign up
button: Go
fields: [ { id: email, type: email, label: Email } ]
consent: [ { topic: news, text: Send me news } ]
thanks: { title: Thanks, text: Look into your inbox }
confirmation: confirm
`,
  'sequences/greet.yaml': 'id: greet\ntopic: news\ntrigger: { form: signup }\nsteps: [ { id: one, send: welcome } ]\n',
}
const check = async (changes: Record<string, string>) => {
  const { problems } = await checkFolder({ ...good, ...changes })
  return problems.map(({ file, line, column, severity, message }) => [file, line, column, severity, message])
}

describe('checking a whole folder', () => {
  it('finds nothing in a good one, and gives what it holds, in an order for publishing', async () => {
    const { problems, contents, emails } = await checkFolder(good)
    const parts = contentParts(good)
    expect(problems).toEqual([])
    expect(contents.map(({ type, id }) => `${type}/${id}`)).toEqual(['forms/signup', 'sequences/greet'])
    expect(emails.map(({ id, locales }) => [id, [...locales.keys()]])).toEqual([
      ['confirm', ['en']],
      ['welcome', ['en']],
    ])
    expect(parts.map(({ type, id }) => `${type}/${id}`)).toEqual([
      'emails/confirm',
      'emails/welcome',
      'forms/signup',
      'sequences/greet',
    ])
    expect(parts[0]?.files).toEqual({ 'emails/confirm/en.md': good['emails/confirm/en.md'] })
  })

  it.each([
    [
      'a mail that is not there',
      { 'sequences/greet.yaml': good['sequences/greet.yaml']?.replace('welcome', 'hello') ?? '' },
      ['sequences/greet.yaml', 4, 27, 'error', 'there is no email "hello"'],
    ],
    [
      'a form that is not there',
      { 'sequences/greet.yaml': good['sequences/greet.yaml']?.replace('signup', 'other') ?? '' },
      ['sequences/greet.yaml', 3, 18, 'error', 'there is no form "other"'],
    ],
    [
      'a mail of another class',
      { 'sequences/greet.yaml': good['sequences/greet.yaml']?.replace('welcome', 'confirm') ?? '' },
      [
        'sequences/greet.yaml',
        4,
        27,
        'error',
        'the email "confirm" is of class confirmation, and marketing is needed here',
      ],
    ],
    [
      'a mail for another topic',
      { 'emails/welcome/en.md': letter('topic: other') },
      ['sequences/greet.yaml', 4, 27, 'error', 'the email "welcome" is for the topic "other", and here it is "news"'],
    ],
    [
      'a confirmation that is not there',
      {
        'forms/signup.yaml': good['forms/signup.yaml']?.replace('confirmation: confirm', 'confirmation: nothing') ?? '',
      },
      ['forms/signup.yaml', 7, 15, 'error', 'there is no email "nothing"'],
    ],
    [
      'a topic that nobody asks for',
      {
        'sequences/greet.yaml': good['sequences/greet.yaml']?.replace('news', 'gossip') ?? '',
        'emails/welcome/en.md': letter('topic: gossip'),
      },
      ['sequences/greet.yaml', 2, 8, 'warning', 'no form asks for consent to "gossip"'],
    ],
    [
      'an id that differs from the file',
      { 'sequences/greet.yaml': good['sequences/greet.yaml']?.replace('id: greet', 'id: hi') ?? '' },
      ['sequences/greet.yaml', 1, 5, 'error', "the id differs from the file's name"],
    ],
    [
      'languages of different classes',
      { 'emails/welcome/fa.md': letter('class: transactional') },
      ['emails/welcome/fa.md', 1, 1, 'error', 'its class differs from that of "en"'],
    ],
    [
      'languages of different topics',
      { 'emails/welcome/fa.md': letter('topic: other') },
      ['emails/welcome/fa.md', 1, 1, 'error', 'its topic differs from that of "en"'],
    ],
    [
      'a language in two formats',
      {
        'emails/welcome/en.mjml': letter('topic: news')
          .replace(
            'Hello',
            '<mjml><mj-body><mj-section><mj-column><mj-text><a href="{{ unsubscribeUrl }}">x</a> {{ brand.postalAddress }}</mj-text></mj-column></mj-section></mj-body></mjml>',
          )
          .replace('{{ brand.company }}', ''),
      },
      ['emails/welcome/en.mjml', 1, 1, 'error', 'the same language is there twice'],
    ],
    [
      'a form in one language here and another there',
      {
        'forms/signup.yaml':
          good['forms/signup.yaml']
            ?.replace('title: Sign up', 'title: { en: Sign up, fa: x }')
            .replace('button: Go', 'button: { en: Go }') ?? '',
      },
      ['forms/signup.yaml', 3, 9, 'warning', 'this text is missing in: fa'],
    ],
    [
      'a file in the wrong place',
      { 'emails/welcome.md': 'x' },
      ['emails/welcome.md', undefined, undefined, 'error', 'this is no place or name of a content file'],
    ],
    [
      'a file with another ending',
      { 'sequences/greet.yml': 'x' },
      ['sequences/greet.yml', undefined, undefined, 'error', 'this is no place or name of a content file'],
    ],
    [
      'a stranger',
      { 'notes.txt': 'x' },
      ['notes.txt', undefined, undefined, 'warning', 'this is not content and is left out'],
    ],
  ])('tells of %s', async (_, changes, problem) => {
    expect(await check(changes)).toEqual([problem])
  })

  it('warns of an email without English', async () => {
    const { 'emails/welcome/en.md': _, ...others } = good
    const { problems } = await checkFolder({ ...others, 'emails/welcome/fa.md': letter('topic: news') })
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: 'no English version: leads of other languages get "fa"',
      }),
    ])
  })

  it('tells of a bad mail once, and not again where it is named', async () => {
    const problems = await check({ 'emails/welcome/en.md': 'no front matter' })
    expect(problems.map(([file]) => file)).toEqual(['emails/welcome/en.md'])
  })

  it('refuses a scoring model that one form would pass', async () => {
    const model = `id: b2b
fit: [ { when: { country: [RU, KZ] }, points: 60 } ]
engagement: [ { on: form-submitted, points: 40 }, { on: call, points: 10 } ]
mql: { score: 20, fit-at-least: 10, interest-at-least: 10 }
qualify: { score: 50, fit-at-least: 10, interest-at-least: 10, drop-below: 40, bounds: { at-least: 45, at-most: 55 } }
`
    const form = good['forms/signup.yaml'] ?? ''
    const withCountry = form.replace('label: Email }', 'label: Email }, { id: country, type: text, label: Country }')
    const problems = await check({ 'scoring-models/b2b.yaml': model, 'forms/signup.yaml': withCountry })
    expect(problems).toContainEqual([
      'scoring-models/b2b.yaml',
      5,
      19,
      'error',
      expect.stringContaining('form "signup" alone brings up to 100 points'),
    ])
    expect(
      await check({ 'scoring-models/b2b.yaml': model, 'forms/signup.yaml': `${withCountry}intent: explicit\n` }),
    ).toEqual([])
  })
})

describe('the files of content', () => {
  it.each([
    ['emails/welcome/pt-BR.mjml', { type: 'emails', id: 'welcome', locale: 'pt-BR', format: 'mjml' }],
    ['sequences/white-paper.yaml', { type: 'sequences', id: 'white-paper' }],
    ['funnel.yaml', { type: 'funnel', id: 'funnel' }],
    ['funnel/other.yaml', undefined],
    ['emails/Welcome/en.md', undefined],
    ['emails/welcome/english language.md', undefined],
    ['emails/welcome.yaml', undefined],
    ['../sequences/x.yaml', undefined],
  ])('%s', (path, expected) => {
    expect(contentFile(path)).toEqual(expected && { ...expected, file: path })
  })

  it('may be named without their folder', () => {
    expect(fileOf('emails', 'welcome', 'en.md')).toBe('emails/welcome/en.md')
    expect(fileOf('emails', 'welcome', 'emails/welcome/en.md')).toBe('emails/welcome/en.md')
    expect(fileOf('forms', 'signup', 'signup.yaml')).toBe('forms/signup.yaml')
    expect(fileOf('funnel', 'funnel', 'funnel.yaml')).toBe('funnel.yaml')
  })
})

describe('errors of several kinds in one file', () => {
  const mail = (front: string, body: string) => `---\n${front}\n---\n${body}`

  it('are told at once: a variable that is not declared, a link that leads nowhere, HTML', async () => {
    const text = mail('subject: x\npreheader: y\ntopic: news', 'Hello {{ nick }},\n\n[here](htp://x)\n\n<b>bold</b>\n')
    expect((await check({ 'emails/welcome/en.md': text })).map(([, line]) => line)).toEqual([6, 8, 10, 10])
  })

  it('are told at once: a key that is not known, and what is wrong in the letter', async () => {
    const text = mail('subject: x\npreheder: y\ntopic: news', 'Hello {{ nick }},\n\n[here](htp://x)\n')
    expect((await check({ 'emails/welcome/en.md': text })).map(([, line]) => line)).toEqual([3, 6, 8])
  })

  it.each([
    ['the variables are misspelt', 'subject: x\npreheader: y\nvarables: { nick: you }', 'Hello {{ nick }}', [4]],
    ['the class is misspelt', 'subject: x\npreheader: y\nclas: confirmation', '**[Yes]({{ confirmUrl }})**', [4]],
    ['the class is none', 'subject: x\npreheader: y\nclass: confirm', '**[Yes]({{ confirmUrl }})**', [4]],
    ['a variable in a link is not declared', 'subject: x\npreheader: y', '[here](https://x.example/{{ nick }})', [5]],
    ['Liquid is not closed', 'subject: x\npreheader: y', '{% if brand.company %}\n\n[here](htp://x)', [5]],
  ])('are not told as follow-ups where %s', async (_, front, body, lines) => {
    expect((await check({ 'emails/other/en.md': mail(front, body) })).map(([, line]) => line)).toEqual(lines)
  })

  it('says nothing of a missing link to unsubscribe where its variable is misspelt', async () => {
    const mjml = `<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello <a href="{{ unsubscribUrl }}">Unsubscribe</a> {{ brand.company }}, {{ brand.postalAddress }}</mj-text>
</mj-column></mj-section></mj-body></mjml>`
    expect(
      (await check({ 'emails/other/en.mjml': mail('subject: x\npreheader: y', mjml) })).map(([, line]) => line),
    ).toEqual([6])
  })

  it('of a sequence: an unknown key, and steps that lead nowhere', async () => {
    const text =
      'id: greet\ntopic: news\ncapp: { emails: 2, per: 7d }\nsteps:\n  - { id: one, send: welcome, next: tow }\n'
    expect((await check({ 'sequences/greet.yaml': text })).map(([, line]) => line)).toEqual([3, 5])
  })

  it('of a sequence: an unknown key, and mails, windows and waits that have nothing to do with it', async () => {
    const text = `id: greet
topic: news
nmae: Greeting
trigger: { form: other }
window: { days: [mon], hours: "02:00-02:10" }
steps:
  - { id: one, send: hello }
  - { id: two, wiat: 3d }
  - { id: three, wait: 100d }
`
    const problems = await check({ 'sequences/greet.yaml': text })
    expect(problems.map(([, line, , severity, message]) => [line, severity, String(message).slice(0, 40)])).toEqual(
      [
        [3, 'error', 'there is no "nmae" here'],
        [8, 'error', 'there is no "wiat" here'],
        [5, 'warning', 'the window is open for less than 15 minu'],
        [9, 'warning', 'it waits for more than 90 days'],
        [4, 'error', 'there is no form "other"'],
        [7, 'error', 'there is no email "hello"'],
      ]
        .slice()
        .sort(),
    )
  })
})
