import { filledIn, inLocale, type Words } from '../content/words.ts'
import type { Handoff } from './handoff.ts'
import { isolated } from './isolated.ts'

const asked = {
  en: '{who} asks sales to look at this rejection again: {why}',
  ru: '{who} просит продажи пересмотреть этот отказ: {why}',
  fa: '{who} از فروش می‌خواهد این رد را دوباره بررسی کند: {why}',
} as const
const upheld = {
  en: '{who} looked again, and the rejection stands: {why}',
  ru: '{who}: отказ пересмотрен и остаётся в силе: {why}',
  fa: '{who} دوباره بررسی کرد و رد پابرجاست: {why}',
} as const
const withdrawn = {
  en: '{who} looked again, and the rejection does not stand: {why}',
  ru: '{who}: отказ пересмотрен и снят: {why}',
  fa: '{who} دوباره بررسی کرد و رد پابرجا نیست: {why}',
} as const

/** Why marketing disputes a rejection, then what came of it, each a line in the reader's language; none where nobody disputes it. `names` are those of people, by id. */
export function disputeInWords(
  { dispute }: Pick<Handoff, 'dispute'>,
  locale: string,
  names: ReadonlyMap<string, string>,
): string[] {
  const line = (words: Words, by: string, reason = '') =>
    filledIn(inLocale(words, locale), { who: isolated(names.get(by) ?? by, locale), why: isolated(reason, locale) })
  const review = dispute?.review
  return [
    ...(dispute ? [line(asked, dispute.by, dispute.reason)] : []),
    ...(review ? [line(review.upheld ? upheld : withdrawn, review.by, review.reason)] : []),
  ]
}
