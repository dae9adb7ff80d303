import { readTick } from '../capture/read-answer.ts'
import { isDay } from '../is-day.ts'
import { slug } from '../names.ts'
import {
  type ConsentBasis,
  campaignName,
  consentBasis,
  evidenceText,
  externalId,
  type ListRow,
  type RowConsent,
} from './list-row.ts'
import type { ConsentMapping, dateFormats, Mapping } from './mapping.ts'

/** The cell of a column in this row, trimmed; empty where there is none. */
export type CellOf = (column: string) => string

export type MappedRow = { readonly row: ListRow } | { readonly wrong: string }

/** A row as the mapping reads it, or why it is not taken, in words. Never throws. */
export function rowOf(mapping: Mapping, n: number, cellOf: CellOf): MappedRow {
  const read = answersOf(mapping, cellOf)
  if ('wrong' in read) return read
  const tagged = tagsOf(mapping.tags, cellOf)
  if ('wrong' in tagged) return tagged
  const from = mapping.fields.email
  const email = from === undefined ? '' : cellOf(typeof from === 'string' ? from : from.column)
  const consent: RowConsent[] = []
  for (const one of mapping.consent) {
    if (one.where && !isChosen(one.where, cellOf)) continue
    const given = consentIn(one, cellOf)
    if ('wrong' in given) return given
    consent.push(given)
  }
  if (consent.length === 0) return { wrong: 'The person consented to nothing: no “where” of the mapping holds here.' }
  const locale = textOf(mapping.locale, cellOf)
  const zone = textOf(mapping.zone, cellOf)
  const id = textOf(mapping['external-id'], cellOf)
  if (id && !externalId.safeParse(id).success) {
    return {
      wrong: `The id of the source${columnIn(mapping['external-id'])} is to have up to 200 ASCII characters and no spaces.`,
    }
  }
  const campaign = textOf(mapping.campaign, cellOf)
  if (campaign && !campaignName.safeParse(campaign).success) {
    return { wrong: `The campaign${columnIn(mapping.campaign)} is to have up to 500 characters.` }
  }
  const own = {
    ...(campaign && { campaign }),
    ...(locale && { locale }),
    ...(zone && { zone }),
    ...(id && { externalId: id }),
  }
  return { row: { n, email, fields: read.fields, tags: tagged.tags, consent, ...own } }
}

/** The answers that a row gives, without the address: it is who the person is, and no answer. */
export function answersOf(
  { fields: columns, fixed }: Pick<Mapping, 'fields' | 'fixed'>,
  cellOf: CellOf,
): { readonly fields: Record<string, string | number | boolean> } | { readonly wrong: string } {
  const fields: Record<string, string | number | boolean> = { ...fixed }
  for (const [field, from] of Object.entries(columns)) {
    const { column, as } = typeof from === 'string' ? { column: from, as: 'text' as const } : from
    const cell = cellOf(column)
    if (field === 'email' || cell === '') continue
    const value = as === 'number' ? numberIn(cell) : as === 'yes-no' ? tickIn(cell) : cell.normalize('NFC')
    if (value === undefined)
      return { wrong: `Column “${column}” is not ${as === 'number' ? 'a number' : 'yes or no'}.` }
    fields[field] = value
  }
  return { fields }
}

/** The tags that a row gives, without repeats. */
export function tagsOf(
  from: Mapping['tags'],
  cellOf: CellOf,
): { readonly tags: string[] } | { readonly wrong: string } {
  const tags: string[] = []
  for (const one of from) {
    const named = typeof one === 'string' ? [one] : cellOf(one.column).split(one.separator).map(slugOf).filter(Boolean)
    if (!named.every((tag) => slug.safeParse(tag).success)) {
      return { wrong: `Column “${typeof one === 'object' ? one.column : ''}” holds what can’t be a tag.` }
    }
    tags.push(...named)
  }
  return { tags: [...new Set(tags)] }
}

function consentIn(
  { topic, basis, evidence, at }: ConsentMapping,
  cellOf: CellOf,
): RowConsent | { readonly wrong: string } {
  const missing = (what: string, from: unknown) => ({
    wrong: `${what} of the consent to ${topic} is missing${columnIn(from)}.`,
  })
  const basisText = textOf(basis, cellOf)
  if (!basisText) return missing('The basis', basis)
  if (!isBasis(basisText)) {
    return {
      wrong: `The basis of the consent to ${topic}${columnIn(basis)} is none of ${consentBasis.options.join(', ')}.`,
    }
  }
  const proof = textOf(evidence, cellOf)
  if (!proof) return missing('The evidence', evidence)
  if (!evidenceText.safeParse(proof).success) {
    return { wrong: `The evidence of the consent to ${topic}${columnIn(evidence)} is to have 3 to 1,000 characters.` }
  }
  if (typeof at === 'string') return { topic, basis: basisText, evidence: proof, at: instantOf(at) }
  const cell = cellOf(at.column)
  if (cell === '') return missing('The time', at)
  const given = dateIn(cell, at.format)
  if (given) return { topic, basis: basisText, evidence: proof, at: given }
  const like = at.format === 'iso' ? '2026-04-22' : at.format
  return { wrong: `The time of the consent to ${topic}${columnIn(at)} is not written like ${like}.` }
}

function isBasis(text: string): text is ConsentBasis {
  return consentBasis.safeParse(text).success
}

function columnIn(from: unknown): string {
  return from && typeof from === 'object' && 'column' in from ? ` (column “${String(from.column)}”)` : ''
}

function isChosen({ column, is }: NonNullable<ConsentMapping['where']>, cellOf: CellOf): boolean {
  const cell = cellOf(column)
  return is ? is.some((one) => one.toLowerCase() === cell.toLowerCase()) : tickIn(cell) === true
}

function textOf(from: string | { readonly column: string } | undefined, cellOf: CellOf): string | undefined {
  return typeof from === 'object' ? cellOf(from.column) : from
}

/** Spaces and capitals are people's way to write what a tag writes with hyphens. */
export function slugOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
}

/** 1234, 1 234, 12.5 and 12,5; undefined where a comma or a dot could be either (1,234). */
function numberIn(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '')
  if (/^[+-]?\d{1,3}[.,]\d{3}$/.test(plain)) return undefined
  return /^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(plain) ? Number(plain.replace(',', '.')) : undefined
}

const yes = ['x', 'y', 'ja', 'oui', 'si', 'sí', 'да', 'بله', '✓', '✔']
const no = ['n', 'nein', 'non', 'нет', 'خیر', '-']

/** Yes and no as people write them, in the languages of the lists; undefined where it is neither. */
export function tickIn(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (yes.includes(word)) return true
  return no.includes(word) ? false : readTick(word)
}

type DateFormat = (typeof dateFormats)[number]

const patterns: Readonly<
  Record<Exclude<DateFormat, 'iso'>, { pattern: RegExp; order: readonly [number, number, number] }>
> = {
  'DD.MM.YYYY': { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, order: [3, 2, 1] },
  'DD/MM/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: [3, 2, 1] },
  'MM/DD/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, order: [3, 1, 2] },
}

/** The time that a cell names, a day alone as its beginning in UTC; undefined where it names none. */
export function dateIn(text: string, format: DateFormat): string | undefined {
  if (format === 'iso') {
    const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    )
    if (!match) return undefined
    const [, date = '', time = '00:00', seconds = ':00', zone = 'Z'] = match
    if (!isDay(date)) return undefined
    return valid(`${date}T${time}${seconds}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`)
  }
  const { pattern, order } = patterns[format]
  const match = pattern.exec(text)
  if (!match) return undefined
  const date = order.map((group) => (match[group] ?? '').padStart(2, '0')).join('-')
  return isDay(date) ? valid(`${date}T00:00:00Z`) : undefined
}

function instantOf(text: string): string {
  return text.includes('T') ? text : `${text}T00:00:00Z`
}

function valid(text: string): string | undefined {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
