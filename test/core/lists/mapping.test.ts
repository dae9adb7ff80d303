import { describe, expect, it } from 'vitest'
import { readYaml } from '../../../core/content/read-yaml.ts'
import { columnsOf, type Mapping, mapping } from '../../../core/lists/mapping.ts'
import { rowOf } from '../../../core/lists/row-of.ts'
import { readRow } from '../../../core/lists/wrong-row.ts'

const plain = `source: { name: spring-fair, origin: outbound }
fields: { email: E-mail }
consent:
  - { topic: news, basis: opt-in, evidence: Paper form, at: 2026-04-22 }
`
const whole = `source: { name: spring-fair, origin: outbound }
fields:
  email: E-mail
  firstName: First name
  employees: { column: Staff, as: number }
  decides: { column: Decides, as: yes-no }
fixed: { country: Germany, firstName: friend }
tags: [fair, { column: Interests, separator: ";" }]
locale: { column: Language }
zone: { column: Zone }
external-id: { column: CRM id }
campaign: { column: Campaign }
consent:
  - topic: news
    basis: { column: Basis }
    evidence: { column: Proof }
    at: { column: Signed, format: DD.MM.YYYY }
    where: { column: News }
  - { topic: offers, basis: existing-customer, evidence: Order confirmation, at: 2026-04-22T10:00:00+02:00, where: { column: Customer, is: [A, b] } }
`

function read(text: string): Mapping {
  const { value, problems } = readYaml(text, mapping, { file: 'm.yaml' })
  expect(problems).toEqual([])
  if (!value) throw new Error('no mapping')
  return value
}

const cells: Record<string, string> = {
  'E-mail': 'Olga@Shop.Example',
  'First name': 'Olga',
  Staff: '1 234',
  Decides: 'Ja',
  Interests: 'Stock Control; Retail',
  Language: 'de',
  Zone: 'Europe/Berlin',
  'CRM id': '003-17',
  Campaign: 'spring',
  Basis: 'double-opt-in',
  Proof: 'Confirmed on the old site',
  Signed: '22.4.2026',
  News: 'x',
  Customer: 'B',
}
const rowWith = (more: Record<string, string> = {}, text = whole) =>
  rowOf(read(text), 7, (column) => ({ ...cells, ...more })[column] ?? '')

describe('a mapping', () => {
  it.each<[string, string, string, number]>([
    ['no consent', plain.replace(/consent:[\s\S]*/, ''), '"consent" is missing', 1],
    ['an empty consent', plain.replace(/consent:[\s\S]*/, 'consent: []\n'), 'say to what these people consented', 3],
    ['no evidence', plain.replace('evidence: Paper form, ', ''), '"evidence" is missing', 4],
    ['no basis', plain.replace('basis: opt-in, ', ''), '"basis" is missing', 4],
    ['no time', plain.replace(', at: 2026-04-22', ''), '"at" is missing', 4],
    ['no source', plain.replace(/source.*\n/, ''), '"source" is missing', 1],
    ['an origin that is none', plain.replace('outbound', 'bought'), '"inbound", "outbound"', 1],
    ['no address', plain.replace('email: E-mail', 'firstName: Name'), '"email" is missing', 2],
    ['legitimate interest', plain.replace('opt-in', 'legitimate-interest'), '"opt-in", "double-opt-in"', 4],
    ['a field that is no name', plain.replace('email:', 'E-mail: x, email:'), 'write a field name', 2],
    ['a key that is none', `${plain}tag: fair\n`, 'there is no "tag" here', 5],
  ])('is refused for %s, with its line', (_, text, message, line) => {
    const { value, problems } = readYaml(text, mapping, { file: 'm.yaml' })
    expect(value).toBeUndefined()
    expect(problems[0]).toMatchObject({ message: expect.stringContaining(message), line })
  })

  it.each([
    ['yes', true],
    ['false', false],
  ])('says in a word whether the source is controllable: %s', (word, controllable) => {
    const { source } = read(plain.replace('outbound', `outbound, controllable: ${word}`))
    expect(source).toEqual({ name: 'spring-fair', origin: 'outbound', controllable })
  })

  it('names its columns', () => {
    expect(columnsOf(read(whole)).toSorted()).toEqual(Object.keys(cells).toSorted())
  })

  it('makes a row of the cells', () => {
    expect(rowWith()).toEqual({
      row: {
        n: 7,
        email: 'Olga@Shop.Example',
        fields: { country: 'Germany', firstName: 'Olga', employees: 1234, decides: true },
        tags: ['fair', 'stock-control', 'retail'],
        locale: 'de',
        zone: 'Europe/Berlin',
        externalId: '003-17',
        campaign: 'spring',
        consent: [
          {
            topic: 'news',
            basis: 'double-opt-in',
            evidence: 'Confirmed on the old site',
            at: '2026-04-22T00:00:00.000Z',
          },
          {
            topic: 'offers',
            basis: 'existing-customer',
            evidence: 'Order confirmation',
            at: '2026-04-22T10:00:00+02:00',
          },
        ],
      },
    })
  })

  it('takes what is fixed where the column says nothing, and only consents that are chosen', () => {
    expect(rowWith({ 'First name': '', Customer: 'c', Language: '', Zone: '', Interests: '' })).toMatchObject({
      row: { fields: { firstName: 'friend' }, tags: ['fair'], consent: [{ topic: 'news' }] },
    })
  })

  it.each<[string, Record<string, string>, string]>([
    ['a number that is none', { Staff: 'many' }, '“Staff” is not a number'],
    ['a number that could be two', { Staff: '1.234' }, '“Staff” is not a number'],
    ['neither yes nor no', { Decides: 'perhaps' }, '“Decides” is not yes or no'],
    ['what can’t be a tag', { Interests: 'Склад' }, '“Interests” holds what can’t be a tag'],
    ['no consent chosen', { News: '', Customer: '' }, 'consented to nothing'],
    ['no basis', { Basis: '' }, 'basis of the consent to news is missing (column “Basis”)'],
    ['another basis', { Basis: 'interest' }, 'is none of opt-in, double-opt-in, existing-customer'],
    ['no evidence', { Proof: '' }, 'evidence of the consent to news is missing'],
    ['evidence that says nothing', { Proof: '-' }, '3 to 1,000 characters'],
    ['no time', { Signed: '' }, 'time of the consent to news is missing'],
    ['a campaign without end', { Campaign: 'x'.repeat(501) }, 'The campaign (column “Campaign”) is to have'],
    ['an id that is none', { 'CRM id': 'two words' }, 'id of the source (column “CRM id”) is to have'],
    ['a date of another form', { Signed: '2026-04-22' }, 'not written like DD.MM.YYYY'],
    ['a date that no calendar has', { Signed: '31.04.2026' }, 'not written like DD.MM.YYYY'],
  ])('refuses a row for %s', (_, more, message) => {
    expect(rowWith(more)).toEqual({ wrong: expect.stringContaining(message) })
  })

  it.each([
    ['2026-04-22', '2026-04-22T00:00:00.000Z'],
    ['2026-04-22 10:30', '2026-04-22T10:30:00.000Z'],
    ['2026-04-22T10:30:15+0200', '2026-04-22T08:30:15.000Z'],
    ['2026-04-22T10:30:15.5Z', '2026-04-22T10:30:15.500Z'],
    ['2026-02-30', undefined],
    ['22.04.2026', undefined],
  ])('reads the date %s', (Signed, at) => {
    const made = rowWith({ Signed }, whole.replace(', format: DD.MM.YYYY', ''))
    expect('row' in made ? made.row.consent[0]?.at : undefined).toBe(at)
  })
})

describe('a row', () => {
  const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
  const one = { topic: 'news', basis: 'opt-in', evidence: 'Paper form', at: '2026-04-22T00:00:00Z' } as const
  const row = { n: 1, email: 'Olga@Shop.Example ', fields: {}, tags: [], consent: [one] }

  it('has its address in the canonical form', () => {
    expect(readRow(row, nowMs)).toMatchObject({ address: 'olga@shop.example' })
  })

  it.each<[string, Partial<typeof row> & { locale?: string; zone?: string; fields?: object }, string]>([
    ['no address', { email: '' }, 'Enter your email address'],
    ['an address that is none', { email: 'olga' }, 'no @'],
    ['no consent', { consent: [] }, 'no consent in this row'],
    ['two consents to one topic', { consent: [one, one] }, 'same topic'],
    ['consent to come', { consent: [{ ...one, at: '2026-12-01T00:00:00Z' } as never] }, 'still to come'],
    ['consent of long ago', { consent: [{ ...one, at: '0022-04-22T00:00:00Z' } as never] }, 'before 1970'],
    ['a language that is none', { locale: 'Deutsch!' }, 'language is none'],
    ['a zone that is none', { zone: 'Berlin' }, 'time zone is none'],
    ['a control character', { fields: { firstName: 'Ol\u0000ga' } }, 'field firstName holds a character'],
    ['an endless answer', { fields: { firstName: 'x'.repeat(5_001) } }, 'field firstName is longer'],
  ])('is refused for %s, without the given value', (_, given, why) => {
    expect(readRow({ ...row, ...given } as never, nowMs)).toMatchObject({ wrong: expect.stringContaining(why) })
  })
})
