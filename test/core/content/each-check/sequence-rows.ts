import { greet, letter, type Row } from './row.ts'

const file = 'sequences/greet.yaml'
const one = '  - { id: one, send: welcome }\n'
const fork = (go: string, more = '') => `  - { id: fork, branch: [ { when: { country: RU }, go: ${go} } ]${more} }\n`

export const sequenceRows: readonly Row[] = [
  {
    check: 'unknown emails',
    message: 'there is no email "wellcome"',
    severity: 'error',
    bad: { [file]: greet('  - { id: one, send: ¦wellcome }\n') },
    pointer: '/steps/0/send',
    near: { [file]: greet('  - { id: wellcome, send: welcome }\n') },
  },
  {
    check: 'unknown emails',
    message: 'the email "confirm" is of class confirmation, and marketing is needed here',
    severity: 'error',
    bad: {
      [file]: greet(
        '  - { id: one, send: { template: welcome, variants: [ { when: { country: RU }, template: ¦confirm } ] } }\n',
      ),
    },
    pointer: '/steps/0/send/variants/0/template',
    near: {
      [file]: greet(
        '  - { id: one, send: { template: welcome, variants: [ { when: { country: RU }, template: second } ] } }\n',
      ),
    },
  },
  {
    check: 'unknown emails',
    message: 'the email "second" is for the topic "other", and here it is "news"',
    severity: 'error',
    bad: { [file]: greet('  - { id: one, send: ¦second }\n'), 'emails/second/en.md': letter('Hi', 'topic: other\n') },
    pointer: '/steps/0/send',
    near: { [file]: greet('  - { id: one, send: second }\n'), 'emails/second/en.md': letter('Hi', '') },
  },
  {
    check: 'unknown emails',
    message: 'this sequence never sends "offer"',
    severity: 'warning',
    bad: { [file]: greet(`${one}${fork('end').replace('when: { country: RU }', 'when: ¦{ clicked: offer }')}`) },
    pointer: '/steps/1/branch/0/when',
    near: { [file]: greet(`${one}${fork('end').replace('country: RU', 'clicked: welcome')}`) },
  },
  {
    check: 'unknown steps',
    message: 'there is no step "tow"',
    severity: 'error',
    bad: { [file]: greet('  - { id: one, send: welcome, next: ¦tow }\n  - { id: two, send: second }\n') },
    pointer: '/steps/0/next',
    near: { [file]: greet('  - { id: one, send: welcome, next: two }\n  - { id: two, send: second }\n') },
  },
  {
    check: 'unknown steps',
    message: 'the split has no variant "c"',
    severity: 'error',
    bad: { [file]: greet(`${one}  - { id: test, split: { a: 50, b: 50 }, go: { ¦c: end } }\n`) },
    pointer: '/steps/1/go/c',
    near: { [file]: greet(`${one}  - { id: test, split: { a: 50, b: 50 }, go: { b: end } }\n`) },
  },
  {
    check: 'unknown steps',
    message: 'there is no split "tset"',
    severity: 'error',
    bad: {
      [file]: greet(
        `${one}  - { id: test, split: { a: 50, b: 50 } }\n${fork('end').replace('when: { country: RU }', 'when: ¦{ split.tset: a }')}`,
      ),
    },
    pointer: '/steps/2/branch/0/when',
    near: {
      [file]: greet(
        `${one}  - { id: test, split: { a: 50, b: 50 } }\n${fork('end').replace('country: RU', 'split.test: a')}`,
      ),
    },
  },
  {
    check: 'unreachable steps',
    message: 'nobody reaches the step "two"',
    severity: 'error',
    bad: { [file]: greet('  - { id: one, send: welcome, next: end }\n  - { id: ¦two, send: second }\n') },
    pointer: '/steps/1/id',
    near: { [file]: greet('  - { id: one, send: welcome }\n  - { id: two, send: second, next: end }\n') },
  },
  {
    check: 'endless steps',
    message: 'from "a" the sequence goes in a circle in which no time passes',
    severity: 'error',
    bad: {
      [file]: greet(
        `${one}${fork('end', ', otherwise: b').replace('id: fork', 'id: ¦a')}${fork('end', ', otherwise: a').replace('id: fork', 'id: b')}`,
      ),
    },
    pointer: '/steps/1/id',
    near: {
      [file]: greet(
        `${one}${fork('end', ', otherwise: b').replace('id: fork', 'id: a')}  - { id: b, wait: 30d, next: a }\n`,
      ),
    },
  },
  {
    check: 'endless steps',
    message: 'from "one" the sequence mails in a circle without a wait',
    severity: 'error',
    bad: { [file]: greet(`  - { id: ¦one, send: welcome }\n${fork('end', ', otherwise: one')}`) },
    pointer: '/steps/0/id',
    near: { [file]: greet(`${one}  - { id: rest, wait: 30d }\n${fork('end', ', otherwise: one')}`) },
  },
  {
    check: 'endless steps',
    message: 'the waits in the circle from "one" can all end early: it may mail without a pause',
    severity: 'warning',
    bad: {
      [file]: greet(
        '  - { id: ¦one, send: welcome }\n  - { id: rest, wait: { for: 30d, until: { clicked: welcome } }, next: one }\n',
      ),
    },
    pointer: '/steps/0/id',
    near: { [file]: greet('  - { id: one, send: welcome }\n  - { id: rest, wait: { for: 30d }, next: one }\n') },
  },
  {
    check: 'waits on a mail not yet sent',
    message: 'it waits for a click on "second", which did not go before',
    severity: 'error',
    bad: {
      [file]: greet(
        `${one}  - { id: rest, wait: { for: 3d, until: ¦{ clicked: second } } }\n  - { id: two, send: second }\n`,
      ),
    },
    pointer: '/steps/1/wait/until',
    near: {
      [file]: greet(
        `${one}  - { id: two, send: second }\n  - { id: rest, wait: { for: 3d, until: { clicked: second } } }\n`,
      ),
    },
  },
  {
    check: 'empty windows',
    message: 'the hours end when they begin',
    severity: 'error',
    bad: { [file]: greet(one, 'window: { hours: ¦"09:00-09:00" }\n') },
    pointer: '/window/hours',
    near: { [file]: greet(one, 'window: { hours: "09:00-08:59" }\n') },
  },
  {
    check: 'empty windows',
    message: 'the number of its entries must be at least 1',
    severity: 'error',
    bad: { [file]: greet(one, 'window: { days: ¦[], hours: "09:00-17:00" }\n') },
    pointer: '/window/days',
    near: { [file]: greet(one, 'window: { days: [mon], hours: "09:00-17:00" }\n') },
  },
  {
    check: 'empty windows',
    message: 'the window is open for less than 15 minutes',
    severity: 'warning',
    bad: { [file]: greet(one, 'window: { hours: ¦"09:00-09:14" }\n') },
    pointer: '/window/hours',
    near: { [file]: greet(one, 'window: { hours: "09:00-09:15" }\n') },
  },
  {
    check: 'sequences',
    message: '"end" means the end of the sequence',
    severity: 'error',
    bad: { [file]: greet('  - { id: ¦end, send: welcome }\n') },
    pointer: '/steps/0/id',
    near: { [file]: greet('  - { id: ending, send: welcome }\n') },
  },
  {
    check: 'sequences',
    message: 'there are two steps "one"',
    severity: 'error',
    bad: { [file]: greet(`${one}  - { id: ¦one, send: second }\n`) },
    pointer: '/steps/1/id',
    near: { [file]: greet(`${one}  - { id: one-2, send: second }\n`) },
  },
  {
    check: 'sequences',
    message: 'it waits for more than 90 days',
    severity: 'warning',
    bad: { [file]: greet(`${one}  - { id: rest, wait: ¦91d }\n  - { id: two, send: second }\n`) },
    pointer: '/steps/1/wait',
    near: { [file]: greet(`${one}  - { id: rest, wait: 90d }\n  - { id: two, send: second }\n`) },
  },
  {
    check: 'sequences',
    message: 'this cap may hold mails for more than 90 days',
    severity: 'warning',
    bad: { [file]: greet(one, 'cap: { emails: 1, per: ¦14w }\n') },
    pointer: '/cap/per',
    near: { [file]: greet(one, 'cap: { emails: 1, per: 12w }\n') },
  },
  {
    check: 'missing locale',
    message: 'there is no "fa" version of this email, and the email "welcome" of the same sequence has one',
    severity: 'warning',
    bad: {
      [file]: greet(`${one}  - { id: two, send: second }\n`),
      'emails/welcome/fa.md': letter('سلام'),
      'emails/second/en.md': `¦${letter('Hi')}`,
    },
    near: {
      [file]: greet(`${one}  - { id: two, send: second }\n`),
      'emails/welcome/fa.md': letter('سلام'),
      'emails/second/fa.md': letter('سلام'),
    },
  },
  {
    check: 'missing locale',
    message: 'there is no "ru" version of this email, and the form "signup" before it has one',
    severity: 'warning',
    bad: {
      'forms/signup.yaml': greetForm('ru'),
      'emails/confirm/ru.md': letter('**[Да]({{ confirmUrl }})**', 'class: confirmation\n'),
      'emails/welcome/en.md': `¦${letter('Hi')}`,
    },
    near: {
      'forms/signup.yaml': greetForm('ru'),
      'emails/confirm/ru.md': letter('**[Да]({{ confirmUrl }})**', 'class: confirmation\n'),
      'emails/welcome/ru.md': letter('Привет'),
    },
  },
  {
    check: 'missing locale',
    message: 'there is no "ru" version of this email, and the form "signup" that asks for it has one',
    severity: 'warning',
    bad: {
      'forms/signup.yaml': greetForm('ru'),
      'emails/confirm/en.md': `¦${letter('**[Yes]({{ confirmUrl }})**', 'class: confirmation\n')}`,
      'emails/welcome/ru.md': letter('Привет'),
    },
    near: {
      'forms/signup.yaml': greetForm('en-GB'),
    },
  },
  {
    check: 'missing locale',
    message: 'no English version: leads of other languages get "fa"',
    severity: 'warning',
    bad: { 'emails/second/en.md': undefined, 'emails/second/fa.md': letter('سلام') },
    near: { 'emails/second/fa.md': letter('سلام') },
  },
  {
    check: 'sequences',
    message: 'no mail goes that could go by habit',
    severity: 'warning',
    bad: {
      [file]: greet('  - { id: call, task: { what: research, who: owner, due: 1d, timeout: 2d } }\n').replace(
        'steps:',
        'send-time: ¦habit\nsteps:',
      ),
    },
    pointer: '/send-time',
    near: { [file]: greet(one).replace('steps:', 'send-time: habit\nsteps:') },
  },
  {
    check: 'sequences',
    message: 'the window is open for less than 3 hours, which leaves hardly an hour to choose',
    severity: 'warning',
    bad: {
      [file]: greet(one).replace('steps:', 'window: { hours: "23:00-01:30" }\nsend-time: ¦habit\nsteps:'),
    },
    pointer: '/send-time',
    near: { [file]: greet(one).replace('steps:', 'window: { hours: "23:00-02:00" }\nsend-time: habit\nsteps:') },
  },
]

function greetForm(locale: string): string {
  const both = (text: string) => `{ en: ${text}, ${locale}: ${text} }`
  return `id: signup
title: ${both('Sign up')}
button: ${both('Go')}
fields: [ { id: email, type: email, label: ${both('Email')} } ]
consent: [ { topic: news, text: ${both('Send me news')} } ]
thanks: { title: ${both('Thanks')}, text: ${both('Look into your inbox')} }
confirmation: confirm
`
}
