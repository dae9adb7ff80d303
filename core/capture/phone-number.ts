/** E.164: a plus, the country's number, and at most 15 digits in all. */
const international = /^\+[1-9]\d{6,14}$/

/**
 * A phone number with its country, as people write it (`+49 (0)30 123-45`, `0049…`, Arabic and Persian digits), in E.164: `+493012345`. Undefined for what is none,
 * and for one without its country: nobody knows whose it is.
 */
export function readPhoneNumber(given: string): string | undefined {
  const number = given
    .trim()
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    // Signs of direction come along when a number is copied from a text in Persian.
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^\uff0b/, '+')
    .replace(/^00/, '+')
    // The zero that is dialled within the country alone.
    .replace('(0)', '')
    .replace(/[\s().\-\u2010-\u2015/]/g, '')
  return international.test(number) ? number : undefined
}
