import { form, greet, policy, type Row } from './row.ts'

const sequence = 'sequences/greet.yaml'
const one = '  - { id: one, send: welcome }\n'
const tens = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(', ')}]\n`

const standard = 'sla-policies/standard.yaml'
/** The policy with a route that asks this before the one that takes all. */
const routed = (asks: string) => policy.replace('routes: [ ', `routes: [ { ${asks}, team: own, by: capacity }, `)

/** The policy with one duty more, and that with a team that passes leads on. */
const withDuties = (more: string) => policy.replace('within: 1h } ]', `within: 1h }, ${more} ]`)
const passing = (more: string) =>
  withDuties(more).replace('by: round-robin }', 'by: round-robin, passes-to: { team: closers, by: capacity } }')

export const yamlRows: readonly Row[] = [
  {
    check: 'YAML errors',
    message: 'not readable as YAML: Nested mappings are not allowed in compact mappings',
    severity: 'error',
    bad: { [sequence]: greet(one, 'description: ¦News: every week\n') },
    pointer: '/description/News',
    near: { [sequence]: greet(one, 'description: "News: every week"\n') },
  },
  {
    check: 'YAML errors',
    message: 'not readable as YAML: Missing closing "quote',
    severity: 'error',
    bad: { [sequence]: greet(one, 'description: "every week\n').trimEnd().concat('¦') },
    pointer: '/description',
    near: { [sequence]: greet(one, 'description: "every\n  week"\n') },
  },
  {
    check: 'YAML errors',
    message: 'not readable as YAML: Tabs are not allowed as indentation',
    severity: 'error',
    bad: { [sequence]: greet('¦\t- { id: one, send: welcome }\n') },
    pointer: '/steps',
    near: { [sequence]: greet('  -\t{ id: one, send: welcome }\n') },
  },
  {
    check: 'YAML errors',
    message: 'the alias *welcome names nothing that stands before it',
    severity: 'error',
    bad: { [sequence]: greet('  - { id: one, send: ¦*welcome }\n') },
    pointer: '/steps/0/send',
    near: { [sequence]: greet('  - { id: &welcome welcome, send: *welcome }\n') },
  },
  {
    check: 'YAML errors',
    message: 'a file holds one document, and here a second begins',
    severity: 'error',
    bad: { [sequence]: `${greet(one)}¦---\nid: other\n` },
    pointer: '',
    near: { [sequence]: `---\n${greet(one)}` },
  },
  {
    check: 'YAML errors',
    message: 'a key is text: put it into quotes',
    severity: 'error',
    bad: {
      [sequence]: greet(one, 'trigger: { form: signup, when: { ¦[country]: RU } }\n').replace(
        'trigger: { form: signup }\n',
        '',
      ),
    },
    pointer: '/trigger/when',
    near: { [sequence]: greet(one).replace('signup }', 'signup, when: { "country": RU } }') },
  },
  {
    check: 'YAML errors',
    message: 'tags (!name) are not used here',
    severity: 'error',
    bad: { [sequence]: greet(one, 'description: ¦!important\n') },
    pointer: '/description',
    near: { [sequence]: greet(one, 'description: "!important"\n') },
  },
  {
    check: 'YAML errors',
    message: 'the text is longer than 300,000 characters',
    severity: 'error',
    bad: { [sequence]: `¦${greet(one)}# ${'x'.repeat(300_000)}` },
    near: { [sequence]: `${greet(one)}# ${'x'.repeat(299_000)}` },
  },
  {
    check: 'YAML errors',
    message: 'there is nothing in it',
    severity: 'error',
    bad: { 'sla-policies/standard.yaml': '¦# still to be written\n' },
    near: { 'sla-policies/standard.yaml': policy },
  },
  {
    check: 'duplicate keys',
    message: 'this key is there twice',
    severity: 'error',
    bad: { [sequence]: greet('  - { id: one, send: welcome, ¦send: second }\n') },
    pointer: '/steps/0/send',
    near: { [sequence]: greet('  - { id: one, send: welcome }\n  - { id: two, send: second }\n') },
  },
  {
    check: 'unknown keys',
    message: 'there is no "sned" here',
    severity: 'error',
    bad: { [sequence]: greet('  - { id: one, send: welcome, ¦sned: second }\n') },
    pointer: '/steps/0/sned',
    near: { [sequence]: greet('  - { id: one, send: welcome, next: end }\n') },
  },
  {
    check: 'unknown keys',
    message: '"topic" is missing',
    severity: 'error',
    bad: { [sequence]: '¦id: greet\nsteps:\n  - { id: one, send: welcome }\n' },
    pointer: '/topic',
    near: { [sequence]: 'id: greet\ntopic: news\nsteps:\n  - { id: one, send: welcome }\n' },
  },
  {
    check: 'alias bombs',
    message: 'its aliases (*name) would make too much of it',
    severity: 'error',
    bad: { [sequence]: `${tens('a', '1')}${tens('b', '*a').replace('*a', '¦*a')}${tens('c', '*b')}${tens('d', '*c')}` },
    pointer: '/b/0',
    near: {
      [sequence]: greet(
        '  - { id: &a one, send: welcome }\n  - { id: two, wait: { for: 1d, until: { clicked: [&w welcome, *w] } } }\n',
      ),
    },
  },
  {
    check: 'alias bombs',
    message: 'the alias *all stands within what it names',
    severity: 'error',
    bad: { [sequence]: greet(one, 'exit: &all [ { when: { any: ¦*all } } ]\n') },
    pointer: '/exit/0/when/any',
    near: { [sequence]: greet(one, 'exit: [ { when: { country: &here [RU, KZ] } }, { when: { region: *here } } ]\n') },
  },
  {
    check: 'values out of range',
    message: 'this must be at most 50',
    severity: 'error',
    bad: { [sequence]: greet(one, 'cap: { emails: ¦51, per: 7d }\n') },
    pointer: '/cap/emails',
    near: { [sequence]: greet(one, 'cap: { emails: 50, per: 7d }\n') },
  },
  {
    check: 'values out of range',
    message: 'this may be text or a map of keys and values',
    severity: 'error',
    bad: { [sequence]: greet('  - { id: one, send: ¦5 }\n') },
    pointer: '/steps/0/send',
    near: { [sequence]: greet('  - { id: one, send: { template: welcome } }\n') },
  },
  {
    check: 'unknown zones',
    message: 'name an IANA time zone, for example Europe/Moscow, or "lead"',
    severity: 'error',
    bad: { [sequence]: greet(one, 'window: { hours: "09:00-17:00", zone: ¦Europe/Moskau }\n') },
    pointer: '/window/zone',
    near: { [sequence]: greet(one, 'window: { hours: "09:00-17:00", zone: Europe/Moscow }\n') },
  },
  {
    check: 'unknown zones',
    message: 'give an IANA time zone, for example Europe/Moscow',
    severity: 'error',
    bad: { 'sla-policies/standard.yaml': policy.replace('Europe/Berlin', '¦Berlin') },
    pointer: '/calendar/zone',
    near: { 'sla-policies/standard.yaml': policy },
  },
  {
    check: 'SLA policies',
    message: 'no public holidays are known of the country "XX"',
    severity: 'error',
    bad: { 'sla-policies/standard.yaml': policy.replace('" } }', '" }, holidays: ¦XX }') },
    pointer: '/calendar/holidays',
    near: { 'sla-policies/standard.yaml': policy.replace('" } }', '" }, holidays: DE-BY }') },
  },
  {
    check: 'SLA policies',
    message: 'no public holidays are known of the region "XX" of "DE"',
    severity: 'error',
    bad: { [standard]: `${policy}teams: { sales: { calendar: { holidays: ¦DE-XX } } }\n` },
    pointer: '/teams/sales/calendar/holidays',
    near: { [standard]: `${policy}teams: { sales: { calendar: { holidays: none } } }\n` },
  },
  {
    check: 'SLA policies',
    message: 'no route goes to the team "sale"',
    severity: 'error',
    bad: { [standard]: `${policy}teams: { ¦sale: { calendar: { zone: Europe/Moscow } } }\n` },
    pointer: '/teams/sale',
    near: { [standard]: `${policy}teams: { sales: { calendar: { zone: Europe/Moscow } } }\n` },
  },
  {
    check: 'SLA policies',
    message: 'no route says whom leads are passed on to',
    severity: 'error',
    bad: { [standard]: withDuties('{ id: pass, who: sales-development, what: ¦pass, within: 3d }') },
    pointer: '/duties/1/what',
    near: { [standard]: passing('{ id: pass, who: sales-development, what: pass, within: 3d }') },
  },
  {
    check: 'SLA policies',
    message: 'no duty asks sales development to pass the lead on',
    severity: 'error',
    bad: { [standard]: passing('{ id: call, who: sales, what: call, within: 3d }').replace('{ team: closers', '¦$&') },
    pointer: '/routes/0/passes-to',
    near: { [standard]: passing('{ id: pass, who: sales-development, what: pass, within: 3d }') },
  },
  {
    check: 'SLA policies',
    message: 'no duty asks sales to answer what is passed on',
    severity: 'error',
    bad: {
      [standard]: passing('{ id: pass, who: sales-development, what: pass, within: 3d }')
        .replace('who: sales,', 'who: sales-development,')
        .replace('{ team: closers', '¦$&'),
    },
    pointer: '/routes/0/passes-to',
    near: { [standard]: passing('{ id: pass, who: sales-development, what: pass, within: 3d }') },
  },
  {
    check: 'SLA policies',
    message: 'nobody of marketing is named who would be told of it',
    severity: 'error',
    bad: { [standard]: withDuties('{ id: brief, who: ¦marketing, what: email, within: 1d }') },
    pointer: '/duties/1/who',
    near: { [standard]: `${withDuties('{ id: brief, who: marketing, what: email, within: 1d }')}marketing: mia\n` },
  },
  {
    check: 'SLA policies',
    message: '"UK" is no territory and no country',
    severity: 'error',
    bad: { [standard]: routed('territory: [ IE, ¦UK ]') },
    pointer: '/routes/0/territory/1',
    near: { [standard]: routed('territory: [ IE, GB ]') },
  },
  {
    check: 'SLA policies',
    message: '"benelux" is no territory and no country',
    severity: 'error',
    bad: { [standard]: routed('territory: ¦benelux') },
    pointer: '/routes/0/territory',
    near: { [standard]: `${routed('territory: benelux')}territories: { benelux: [BE, NL, LU] }\n` },
  },
  {
    check: 'SLA policies',
    message: 'write hours that end at another time than they begin: all day is "00:00-24:00"',
    severity: 'error',
    bad: { [standard]: policy.replace('"09:00-18:00"', '¦"09:00-09:00"') },
    pointer: '/calendar/hours/mon-fri',
    near: { [standard]: policy.replace('"09:00-18:00"', '"22:00-06:00"') },
  },
  {
    check: 'SLA policies',
    message: 'write hours that do not overlap: on sat work begins before what was begun earlier has ended',
    severity: 'error',
    bad: { [standard]: policy.replace('{ mon-fri: "09:00-18:00" }', '¦{ fri: "22:00-06:00", sat: "05:00-09:00" }') },
    pointer: '/calendar/hours',
    near: { [standard]: policy.replace('"09:00-18:00"', '["09:00-13:00", "14:00-18:00"]') },
  },
  {
    check: 'SLA policies',
    message: 'name at least one day: a calendar without hours is never open',
    severity: 'error',
    bad: { [standard]: policy.replace('{ mon-fri: "09:00-18:00" }', '¦{}') },
    pointer: '/calendar/hours',
    near: { [standard]: policy.replace('mon-fri', 'sun') },
  },
  {
    check: 'SLA policies',
    message: 'write a date like 2026-12-24',
    severity: 'error',
    bad: { [standard]: policy.replace('" } }', '" }, days-off: [2026-12-24, ¦2026-02-30] }') },
    pointer: '/calendar/days-off/1',
    near: {
      [standard]: policy.replace('" } }', '" }, days-off: [2026-12-24, { day: 2026-12-31, hours: "09:00-13:00" }] }'),
    },
  },
  {
    check: 'SLA policies',
    message: 'name each day off once',
    severity: 'error',
    bad: {
      [standard]: policy.replace('" } }', '" }, days-off: [2026-12-24, ¦{ day: 2026-12-24, hours: "09:00-13:00" }] }'),
    },
    pointer: '/calendar/days-off/1',
    near: { [standard]: policy.replace('" } }', '" }, days-off: [2026-12-24, 2026-12-25] }') },
  },
  {
    check: 'files in the wrong place',
    message: "the id differs from the file's name",
    severity: 'error',
    bad: { 'forms/other.yaml': form.replace('id: signup', 'id: ¦signup') },
    pointer: '/id',
    near: { 'forms/other.yaml': form.replace('id: signup', 'id: other') },
  },
  {
    check: 'files in the wrong place',
    message: 'this is no place or name of a content file',
    severity: 'error',
    bad: { 'sequences/greet.yml': greet(one) },
    near: { 'sequences/greet-2.yaml': greet(one).replace('id: greet', 'id: greet-2') },
  },
  {
    check: 'files in the wrong place',
    message: 'this is no place or name of a shared file',
    severity: 'error',
    bad: { 'partials/My footer.md': 'Yours' },
    near: {
      'partials/footer.md': 'Yours',
      'emails/welcome/en.md': '---\nsubject: Hello\npreheader: x\ntopic: news\n---\nHi\n\n{% include "footer" %}\n',
    },
  },
  {
    check: 'files in the wrong place',
    message: 'this is not content and is left out',
    severity: 'warning',
    bad: { 'notes.txt': 'x' },
    near: {},
  },
  {
    check: 'unknown forms',
    message: 'there is no form "sign-up"',
    severity: 'error',
    bad: { [sequence]: greet(one).replace('form: signup', 'form: ¦sign-up') },
    pointer: '/trigger/form',
    near: { [sequence]: greet(one) },
  },
  {
    check: 'unknown topics',
    message: 'no form asks for consent to "gossip"',
    severity: 'warning',
    bad: {
      [sequence]: greet('  - { id: one, send: offer }\n').replace('topic: news', 'topic: ¦gossip'),
      'emails/offer/en.mjml': undefined,
      'emails/offer/en.md': '---\nsubject: Hello\npreheader: x\n---\nHi',
    },
    pointer: '/topic',
    near: {
      'forms/signup.yaml': form.replace('consent: [', 'consent: [ { topic: gossip, text: Send me gossip },'),
      [sequence]: greet('  - { id: one, send: offer }\n').replace('topic: news', 'topic: gossip'),
      'emails/offer/en.mjml': undefined,
      'emails/offer/en.md': '---\nsubject: Hello\npreheader: x\n---\nHi',
    },
  },
  {
    check: 'unknown emails',
    message: 'there is no email "nothing"',
    severity: 'error',
    bad: { 'forms/signup.yaml': form.replace('confirmation: confirm', 'confirmation: ¦nothing') },
    pointer: '/confirmation',
    near: {
      'forms/signup.yaml': form
        .replace('confirmation: confirm', 'confirmation: nothing')
        .replace('text: Send me news', 'text: Send me news, opt-in: single'),
    },
  },
  {
    check: 'forms',
    message: 'this text is missing in: fa',
    severity: 'warning',
    bad: {
      'forms/signup.yaml': form
        .replace('title: Sign up', 'title: { en: Sign up, fa: x }')
        .replace('button: Go', 'button: ¦{ en: Go }'),
    },
    pointer: '/button',
    near: {
      'forms/signup.yaml': form
        .replace('title: Sign up', 'title: { en: Sign up }')
        .replace('button: Go', 'button: { en: Go }'),
    },
  },
  {
    check: 'forms',
    message: '"at-most" is less than "at-least"',
    severity: 'error',
    bad: {
      'forms/signup.yaml': form.replace(
        ' ]\nconsent',
        ', { id: size, type: number, label: Size, at-least: 5, at-most: ¦4 } ]\nconsent',
      ),
    },
    pointer: '/fields/1/at-most',
    near: {
      'forms/signup.yaml': form.replace(
        ' ]\nconsent',
        ', { id: size, type: number, label: Size, at-least: 4, at-most: 4 } ]\nconsent',
      ),
    },
  },
  {
    check: 'forms',
    message: 'only a number has "at-least" and "at-most"',
    severity: 'error',
    bad: {
      'forms/signup.yaml': form.replace(
        ' ]\nconsent',
        ', { id: size, type: text, label: Size, at-least: ¦5 } ]\nconsent',
      ),
    },
    pointer: '/fields/1/at-least',
    near: {
      'forms/signup.yaml': form.replace(' ]\nconsent', ', { id: size, type: text, label: Size, max: 5 } ]\nconsent'),
    },
  },
  {
    check: 'forms',
    message: 'two options have the same value',
    severity: 'error',
    bad: {
      'forms/signup.yaml': form.replace(
        ' ]\nconsent',
        ', { id: size, type: select, label: Size, options: [ { value: a, label: A }, { value: ¦a, label: B } ] } ]\nconsent',
      ),
    },
    pointer: '/fields/1/options/1/value',
    near: {
      'forms/signup.yaml': form.replace(
        ' ]\nconsent',
        ', { id: size, type: select, label: Size, options: [ { value: a, label: A }, { value: b, label: A } ] } ]\nconsent',
      ),
    },
  },
]
