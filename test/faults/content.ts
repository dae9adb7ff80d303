import './virtual-clock.ts'
import { marshall } from '@aws-sdk/util-dynamodb'
import { isAgreedOn } from '../../core/content/approvals.ts'
import { type CompiledEmail, compiledEmail } from '../../core/content/compiled-email.ts'
import { scoringModel } from '../../core/scoring/model.ts'
import { currentKey, type Key, providerKey, switchKey, userKey, versionKey } from '../../functions/aws/keys.ts'
import type { Item } from '../../functions/aws/table.ts'
import { placesOfUser } from '../../functions/staff/directory.ts'
import { aForm } from '../fixtures/a-form.ts'
import { aPolicy } from '../fixtures/a-policy.ts'
import { aSequence } from '../fixtures/a-sequence.ts'
import { aUser } from '../fixtures/a-user.ts'
import { bothAgree } from '../fixtures/both-agree.ts'
import { guide } from './guide.ts'
import type { MemoryTable } from './memory-table.ts'
import { providers } from './provider.ts'
import { type Way, ways } from './ways.ts'

function mail(given: Partial<CompiledEmail>, link: string): CompiledEmail {
  return compiledEmail.parse({
    class: 'marketing',
    locale: 'en',
    topic: 'product-education',
    subject: 'Hello {{ firstName }}',
    preheader: '',
    html: `<p>Hello {{ firstName }}</p><a href="{{ ${link} }}">A link</a>`,
    text: `{{ ${link} }}`,
    variables: { firstName: 'friend' },
    ...given,
  })
}

const confirmation = {
  class: 'confirmation',
  topic: undefined,
  subject: 'Please confirm',
  html: '<a href="{{ confirmUrl }}">Yes</a>',
}
const emails: Record<string, CompiledEmail> = {
  confirm: mail({ ...confirmation, class: 'confirmation', variables: {} }, 'confirmUrl'),
  guide: mail({ text: '{{ files.guide }}\n{{ unsubscribeUrl }}' }, 'files.guide'),
  'file-link': mail({ class: 'transactional', topic: undefined, variables: { fileTitle: null } }, 'fileUrl'),
  welcome: mail({}, 'unsubscribeUrl'),
  second: mail({}, 'unsubscribeUrl'),
  third: mail({}, 'unsubscribeUrl'),
}

/** Two clicks on the mails of the sequence make a director sales-ready; two hours are long enough for whatever comes late. */
const yaml: Record<string, (Item & { id: string })[]> = {
  forms: [
    aForm({ confirmation: 'confirm', fields: ['email', 'firstName', 'jobTitle'].map(field) }),
    aForm({ id: 'newsletter', consent: [{ topic: 'newsletter', 'opt-in': 'single', text: 'Send me news.' }] }),
  ],
  sequences: [
    aSequence({
      trigger: { form: 'white-paper' },
      steps: [
        { id: 'welcome', send: 'welcome' },
        { id: 'read-it', wait: { for: '2h', until: { clicked: 'welcome' } } },
        { id: 'second', send: 'second' },
        { id: 'think', wait: { for: '3h' } },
        { id: 'third', send: 'third' },
      ],
    }),
  ],
  sites: [{ id: 'www', origins: ['https://www.example.com'] }],
  'scoring-models': [
    scoringModel.parse({
      id: 'b2b',
      fit: [{ id: 'decides', when: { jobTitle: { contains: ['director'] } }, points: 30 }],
      engagement: [
        { id: 'asked', on: 'form-submitted', points: 10, cap: 10 },
        { id: 'clicked', on: 'email-clicked', points: 20, cap: 40 },
        { id: 'downloaded', on: 'content-downloaded', points: 15, cap: 15 },
      ],
      mql: { score: 60, 'fit-at-least': 20, 'interest-at-least': 15 },
      qualify: { score: 75, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 50 },
    }),
  ],
  'sla-policies': [
    aPolicy({
      calendar: { zone: 'Europe/Berlin', hours: { 'mon-sun': '00:00-24:00' } },
      duties: [{ id: 'accept', who: 'sales', what: 'answer', within: '4h', warn: '2h' }],
      breach: [{ after: '5h', notify: 'manager' }],
    }),
  ],
}

function field(id: string) {
  return { id, type: id === 'email' ? 'email' : 'text', label: id }
}

/** Publishes all that a story needs as this version, so that what a function keeps of another version is of no use to it. */
export function publish(table: MemoryTable, version: number, way: Way = 'talk'): void {
  const put = (key: Key, item: Item) =>
    table.answer('PutItemCommand', { Item: marshall({ ...item, ...key }, { removeUndefinedValues: true }) })
  for (const [id, email] of Object.entries(emails)) {
    put(currentKey('emails', id), { version, locales: ['en'], contentType: 'emails', contentId: id })
    put(versionKey('emails', id, version, 'en'), { email })
  }
  const { consent, steps, starts = { trigger: { form: way } } } = ways[way]
  const fields = ['email', 'firstName', 'jobTitle', 'phone'].map(field)
  const more: typeof yaml = {
    forms: [aForm({ id: way, confirmation: 'confirm', fields, consent })],
    sequences: [aSequence({ id: way, ...starts, steps })],
  }
  for (const [type, values] of Object.entries(yaml)) {
    for (const value of [...values, ...(more[type] ?? [])]) {
      put(currentKey(type, value.id), { version, contentType: type, contentId: value.id })
      put(versionKey(type, value.id, version), { value, ...(isAgreedOn(type) && { approvals: bothAgree }) })
    }
  }
  for (const one of [aUser({ userId: 'anna', manager: 'mark' }), aUser({ userId: 'mark', team: 'heads' })]) {
    put(userKey(one.userId), { ...one, ...placesOfUser(one) })
  }
  put(currentKey('files', 'guide'), { version, contentType: 'files', contentId: 'guide' })
  put(versionKey('files', 'guide', version), { ...guide, version })
  for (const one of providers) {
    const made = { createdAt: '2026-11-24T08:00:00.000Z', createdBy: 'test', rev: 1 }
    put(providerKey(one.providerId), { ...one, ...made, to: 'phone', enabled: true })
  }
  put(switchKey('marketing-mail'), {
    name: 'marketing-mail',
    on: true,
    reason: 'a new day',
    by: 'test',
    at: '2026-11-24T08:00:00.000Z',
  })
}
