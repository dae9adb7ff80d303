import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSubmission } from '../../../core/capture/read-submission.ts'
import { aForm } from '../../fixtures/a-form.ts'

const form = aForm({
  fields: [
    { id: 'email', type: 'email', label: 'Email' },
    { id: 'firstName', type: 'text', label: 'Name', required: true, max: 5 },
    { id: 'about', type: 'multiline', label: 'About' },
    { id: 'mobile', type: 'tel', label: 'Mobile' },
    { id: 'employees', type: 'number', label: 'Employees', 'at-least': 1, 'at-most': 500 },
    {
      id: 'country',
      type: 'select',
      label: 'Country',
      options: [
        { value: 'RU', label: 'Russia' },
        { value: '42', label: 'X' },
      ],
    },
    { id: 'terms', type: 'checkbox', label: 'Terms', required: true },
    { id: 'call', type: 'checkbox', label: 'Call me' },
  ],
  consent: [
    { topic: 'product-education', text: 'Mail' },
    { topic: 'newsletter', text: 'News' },
  ],
})
const right = { email: 'Olga@Shop.example', firstName: 'Olga', terms: true }

function saidBy(body: Record<string, unknown>) {
  const read = readSubmission(form, body, 'en')
  if ('errors' in read) throw new Error(JSON.stringify(read.errors))
  return read.value
}

function errorsOf(body: Record<string, unknown>, locale = 'en') {
  const read = readSubmission(form, body, locale)
  return 'errors' in read ? read.errors : []
}

describe('a submission', () => {
  it('keeps a phone number in one form, and says where one without its country stands', () => {
    expect(saidBy({ ...right, mobile: '+49 (0)30 123-4567' }).fields).toMatchObject({ mobile: '+49301234567' })
    const [error, ...others] = errorsOf({ ...right, mobile: '030 1234567' })
    expect(error).toEqual({
      pointer: '/mobile',
      detail: 'Write the number with its country, for example +49 30 1234567.',
    })
    expect(others).toEqual([])
  })

  it('is read from JSON', () => {
    const body = {
      ...right,
      about: ' a\r\nb ',
      employees: 42,
      country: 'RU',
      call: false,
      consent: { newsletter: true, 'product-education': false },
    }
    expect(saidBy(body)).toEqual({
      email: 'olga@shop.example',
      fields: { firstName: 'Olga', about: 'a\nb', employees: 42, country: 'RU', terms: true, call: false },
      topics: ['newsletter'],
      trapped: false,
      attribution: {},
    })
  })

  it('is read from a form post, where all is text and what is empty is no answer', () => {
    const body = {
      email: 'olga@shop.example',
      firstName: 'Olga',
      about: '',
      employees: ' 42 ',
      country: '',
      terms: 'on',
      website: '',
      consent: { 'product-education': 'on', newsletter: 'on' },
      utm_source: 'ads',
      page: 'https://www.example.com/paper?x=1',
      submissionId: 'abc',
      renderToken: 't.o.k',
      locale: 'ru',
    }
    expect(saidBy(body)).toEqual({
      email: 'olga@shop.example',
      fields: { firstName: 'Olga', employees: 42, terms: true },
      topics: ['product-education', 'newsletter'],
      trapped: false,
      attribution: { utm_source: 'ads', page: 'https://www.example.com/paper?x=1' },
      submissionId: 'abc',
      renderToken: 't.o.k',
      locale: 'ru',
    })
  })

  it.each([
    ['Persian digits', { employees: '۴۲' }, { employees: 42 }],
    ['Arabic digits and comma', { employees: '٤٢٫٥' }, { employees: 42.5 }],
    ['a number for text', { firstName: 7 }, { firstName: '7' }],
    ['a number for an option', { country: 42 }, { country: '42' }],
    ['yes for a box', { call: 'yes' }, { call: true }],
    ['off for a box', { call: 'off' }, { call: false }],
    ['zero-width joiners that Persian needs', { firstName: 'می‌خو' }, { firstName: 'می‌خو' }],
    ['a limit counted in characters', { firstName: '👍👍👍👍👍' }, { firstName: '👍👍👍👍👍' }],
  ])('takes %s', (_what, given, fields) => {
    expect(saidBy({ ...right, ...given }).fields).toMatchObject(fields)
  })

  it.each<[string, Record<string, unknown>, string, string]>([
    ['no address', { email: '' }, '/email', 'Enter your email address.'],
    [
      'a bad address',
      { email: 'olga' },
      '/email',
      'There is no @ in this address. It should look like name@example.com.',
    ],
    ['two addresses', { email: ['a@b.example', 'c@d.example'] }, '/email', 'Give one answer only.'],
    ['an address that is no text', { email: { a: 1 } }, '/email', 'Write text here.'],
    ['a needed answer missing', { firstName: ' ' }, '/firstName', 'This is needed. Please fill it in.'],
    ['too long a text', { firstName: 'abcdef' }, '/firstName', 'This is too long: at most 5 characters.'],
    ['a line break', { firstName: 'a\nb' }, '/firstName', 'Write this in one line.'],
    [
      'a control character',
      { about: 'a\u0007' },
      '/about',
      'There is a character here that can’t be used, perhaps one that you don’t see.',
    ],
    [
      'half a character',
      { about: '\ud800' },
      '/about',
      'There is a character here that can’t be used, perhaps one that you don’t see.',
    ],
    ['text for a number', { employees: '4x' }, '/employees', 'Write a number, for example 42.'],
    ['hexadecimal', { employees: '0x1f' }, '/employees', 'Write a number, for example 42.'],
    ['too small a number', { employees: 0 }, '/employees', 'Write 1 or more.'],
    ['too large a number', { employees: '501' }, '/employees', 'Write 500 or less.'],
    ['another option', { country: 'DE' }, '/country', 'Choose one of the answers offered.'],
    ['a needed box unticked', { terms: 'off' }, '/terms', 'Please tick this box.'],
    ['a needed box absent', { terms: undefined }, '/terms', 'Please tick this box.'],
    [
      'something else for a box',
      { call: 'perhaps' },
      '/call',
      'Tick this box or leave it empty (on, true, or absent).',
    ],
    ['an unknown field', { 'a/b~c': 1 }, '/a~1b~0c', 'This form has no such field.'],
    [
      'an unknown topic',
      { consent: { spam: true } },
      '/consent/spam',
      'This form does not ask for consent to such a topic.',
    ],
    [
      'consent that is none',
      { consent: 'newsletter' },
      '/consent',
      'Write consent as { "<topic>": true }, or as consent.<topic>=on in a form post.',
    ],
    [
      'neither yes nor no',
      { consent: { newsletter: 'x' } },
      '/consent/newsletter',
      'Tick this box or leave it empty (on, true, or absent).',
    ],
    ['two keys', { submissionId: ['a', 'b'] }, '/submissionId', 'Give one answer only.'],
    ['no language', { locale: 'in English' }, '/locale', 'Write a language like en, fa or pt-BR.'],
    [
      'too long a campaign',
      { utm_campaign: 'x'.repeat(501) },
      '/utm_campaign',
      'This is too long: at most 500 characters.',
    ],
  ])('says what is wrong with %s', (_what, given, pointer, detail) => {
    expect(errorsOf({ ...right, ...given })).toEqual([{ pointer, detail }])
  })

  it('says all that is wrong at once, in the visitor’s language', () => {
    const body = { email: 'иван@почта.рф', firstName: '', employees: 'x' }
    expect(errorsOf(body, 'ru').map(({ detail }) => detail)).toEqual([
      'Адрес правильный, но наша почтовая служба не доставляет письма, если имя перед знаком @ написано не латиницей. Укажите другой адрес.',
      'Это поле нужно заполнить.',
      'Напишите число, например 42.',
      'Отметьте это поле.',
    ])
    expect(errorsOf(body, 'fa')[1]?.detail).toBe('این را باید پر کنید.')
    expect(errorsOf(body, 'fr')[1]?.detail).toBe('This is needed. Please fill it in.')
  })

  it.each([
    ['filled in', 'http://spam.example', true],
    ['left empty', '', false],
    ['spaces', '  ', false],
    ['a list', ['x'], true],
  ])('knows a honeypot that is %s', (_what, website, trapped) => {
    expect(saidBy({ ...right, website }).trapped).toBe(trapped)
  })

  it('leaves a name that it carries itself to a form with such a field', () => {
    const own = aForm({
      fields: [
        { id: 'email', type: 'email', label: 'Email' },
        { id: 'page', type: 'number', label: 'Page' },
      ],
    })
    expect(readSubmission(own, { email: 'a@b.example', page: '7' }, 'en')).toMatchObject({
      value: { fields: { page: 7 }, attribution: {} },
    })
  })

  it('makes a value or errors of anything, never throws, and never repeats what was given', () => {
    const marker = 'Zq7marker'
    const leaf = fc.oneof(
      fc.constant(marker),
      fc.constant(`${marker}@`),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    )
    const any = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
    })).value
    const names = fc.oneof(
      fc.constantFrom(
        'email',
        'firstName',
        'about',
        'employees',
        'country',
        'terms',
        'call',
        'consent',
        'website',
        'locale',
        'page',
      ),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(names, any)), (entries) => {
        const body: Record<string, unknown> = Object.create(null)
        for (const [name, value] of entries) body[name] = value
        const read = readSubmission(form, body, 'en')
        if ('value' in read) expect(read.value.email).toContain('@')
        else {
          expect(read.errors.length).toBeGreaterThan(0)
          expect(read.errors.map(({ detail }) => detail).join()).not.toContain(marker)
        }
      }),
      { numRuns: 300 },
    )
  })
})
