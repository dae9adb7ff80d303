import { readEmailAddress } from '../capture/email-address.ts'
import { inWords } from '../capture/field-refusals.ts'
import { locale } from '../content/words.ts'
import { fromInstant } from '../names.ts'
import { isZone } from '../zone.ts'
import type { ListRow } from './list-row.ts'

/** Longest answer, in characters: as of a form. */
const longestAnswer = 5_000
/** Clocks differ. */
const aheadMs = 5 * 60_000

export type ReadRow =
  | { readonly address: string; readonly row: ListRow }
  /** Why it is not taken, in words and where (a JSON pointer); never with a given value. */
  | { readonly wrong: string; readonly pointer: string }

/** What is wrong with one row by itself, or its address in the canonical form. "Rows without consent basis are refused." Never throws. */
export function readRow(row: ListRow, nowMs: number): ReadRow {
  const read = readEmailAddress(row.email)
  if ('refused' in read) return { wrong: inWords({ code: read.refused }, 'en'), pointer: '/email' }
  if (row.consent.length === 0) {
    return {
      wrong: 'There is no consent in this row: give topic, basis, evidence, and when it was given.',
      pointer: '/consent',
    }
  }
  if (new Set(row.consent.map(({ topic }) => topic)).size < row.consent.length) {
    return { wrong: 'Two of its consents are for the same topic.', pointer: '/consent' }
  }
  if (row.consent.some(({ at }) => !(fromInstant(at) <= nowMs + aheadMs))) {
    return { wrong: 'Its consent is given at a time that is still to come.', pointer: '/consent' }
  }
  if (row.consent.some(({ at }) => fromInstant(at) < 0)) {
    return { wrong: 'Its consent is given before 1970: is the date read as it was written?', pointer: '/consent' }
  }
  if (row.locale !== undefined && !locale.safeParse(row.locale).success) {
    return { wrong: 'Its language is none: write one like en, fa or pt-BR.', pointer: '/locale' }
  }
  if (row.zone !== undefined && !isZone(row.zone)) {
    return { wrong: 'Its time zone is none of IANA: write one like Europe/Moscow.', pointer: '/zone' }
  }
  for (const [field, value] of Object.entries(row.fields)) {
    const why = [value].flat().map(whyNotAnswer).find(Boolean)
    if (why) return { wrong: `Its field ${field} ${why}.`, pointer: `/fields/${field}` }
  }
  return { address: read.address, row }
}

function whyNotAnswer(value: string | number | boolean): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= 1e15 ? undefined : 'is no number'
  if (typeof value !== 'string') return undefined
  if (!value.isWellFormed() || /[^\P{Cc}\n\t]/u.test(value)) return 'holds a character that can’t be used'
  return [...value].length > longestAnswer ? `is longer than ${longestAnswer} characters` : undefined
}
