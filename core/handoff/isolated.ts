import { directionOf } from '../content/direction.ts'

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/
const numbersWithSigns = /^[+\-(]?[\d(][\d\s()+./:–-]*\d$/
const leftToRight = /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u

/**
 * Text that somebody typed, for a sentence of the reader's language: kept apart from it (Unicode's first strong isolate) where it runs the other way, so that a full
 * stop, a slash or a number beside it stays where it belongs.
 */
export function isolated(text: string, locale: string): string {
  // Signs and groups of digits change places by themselves where the line runs to the left: +49 30 12345.
  if (directionOf(locale) === 'rtl' && numbersWithSigns.test(text)) return `\u2066${text}\u2069`
  const foreign = directionOf(locale) === 'rtl' ? leftToRight : rightToLeft
  return foreign.test(text) ? `\u2068${text}\u2069` : text
}
