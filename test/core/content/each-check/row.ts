/** What the folder of a row has instead of {@link goodFolder}; undefined: not at all. */
export type Changes = Readonly<Record<string, string | undefined>>

/** One thing that `ripen check` finds. */
export interface Row {
  /** Which of {@link checksPromised} it is part of. */
  readonly check: (typeof checksPromised)[number]
  readonly message: string
  readonly severity: 'error' | 'warning'
  /** A folder in which it is found, and nothing else. A `¦` stands where the problem is to be told, and is taken out; without one the whole file is meant. */
  readonly bad: Changes
  readonly pointer?: string
  /** A folder that is nearly the same, in which nothing is found. */
  readonly near: Changes
}

/** What was promised that `ripen check` finds, and at last what else it does. */
export const checksPromised = [
  'YAML errors',
  'duplicate keys',
  'unknown keys',
  'alias bombs',
  'unknown emails',
  'unknown forms',
  'unknown topics',
  'unknown steps',
  'unreachable steps',
  'endless steps',
  'waits on a mail not yet sent',
  'unknown variables without default',
  'missing unsubscribe link',
  'missing postal address',
  'missing locale',
  'unknown zones',
  'empty windows',
  'broken links',
  'images without alt',
  'HTML over 102 KB',
  'contrast below WCAG AA',
  'unbalanced Liquid',
  'forbidden elements',
  'output over 300 KB',
  'render loops beyond a bound',
  'values out of range',
  'files in the wrong place',
  'emails that do not belong together',
  'forms',
  'sequences',
  'segments',
  'activity',
  'source',
  'SLA policies',
  'subject and preheader',
  'Liquid that mails do not have',
  'Liquid where it breaks the markup',
  'MJML',
  'confirmation mails',
  'gated files',
] as const

/** The beginning of a letter; `front`: more lines of front matter. */
export function letter(body: string, front = 'topic: news\n'): string {
  return `---\nsubject: Hello\npreheader: In one line\n${front}---\n${body}`
}

/** A mail in MJML whose column begins with this; it has what every mail needs. */
export function offer(inColumn: string, { front = 'topic: news\n', head = '' } = {}): string {
  const footer = '<mj-text><a href="{{ unsubscribeUrl }}">Unsubscribe</a> {{ brand.postalAddress }}</mj-text>'
  const columns = `<mj-section><mj-column>\n${inColumn}\n${footer}</mj-column></mj-section>`
  return letter(`<mjml>${head}<mj-body>${columns}</mj-body></mjml>`, front)
}

export const form = `id: signup
title: Sign up
button: Go
fields: [ { id: email, type: email, label: Email } ]
consent: [ { topic: news, text: Send me news } ]
thanks: { title: Thanks, text: Look into your inbox }
confirmation: confirm
`

/** A sequence with these steps. */
export function greet(steps: string, more = ''): string {
  return `id: greet\ntopic: news\ntrigger: { form: signup }\n${more}steps:\n${steps}`
}

export const confirm = letter('**[Yes, that was me]({{ confirmUrl }})**', 'class: confirmation\n')

export const policy = `id: standard
calendar: { zone: Europe/Berlin, hours: { mon-fri: "09:00-18:00" } }
routes: [ { team: sales, by: round-robin } ]
duties: [ { id: accept, who: sales, what: answer, within: 1h } ]
`

/** A folder in which nothing is wrong. */
export const goodFolder: Readonly<Record<string, string>> = {
  'emails/welcome/en.md': letter('Hello {{ brand.company }}'),
  'emails/second/en.md': letter('Hello again'),
  'emails/offer/en.mjml': offer('<mj-text>Hello</mj-text>'),
  'emails/confirm/en.md': confirm,
  'forms/signup.yaml': form,
  'sequences/greet.yaml': greet('  - { id: one, send: welcome }\n'),
}
