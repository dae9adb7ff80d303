import type Fraction from 'fraction.js'
import * as z from 'zod/mini'

/** An amount as people write it: `24000`, `24_000`, `24 000.50`. It is text inside, so that no digit drifts. */
export const amount = z.pipe(
  z.union([z.number(), z.string()]),
  z.pipe(
    z.transform((given: number | string) =>
      String(given)
        .trim()
        .replace(/(?<=\d)[_ ](?=\d)/g, ''),
    ),
    z
      .string()
      .check(
        z.regex(
          /^\d{1,12}(\.\d{1,4})?$/,
          'write an amount of money like 24000 or 24_000.50, without a sign or a currency',
        ),
      ),
  ),
)

/** The code of a currency that there is: ISO 4217. */
export const currency = z
  .string()
  .check(
    z.refine(
      (code) => Intl.supportedValuesOf('currency').includes(code),
      'write the code of a currency like EUR, USD or JPY',
    ),
  )

/** Digits behind the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export function digitsOf(code: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2
}

/** Can this amount be paid in this currency? There is no half a yen. */
export function isPayable(written: string, code: string): boolean {
  return (written.split('.')[1]?.replace(/0+$/, '').length ?? 0) <= digitsOf(code)
}

/** As text with all its digits, like `24000.50`; what lies between two of the smallest coins is rounded: `down` for what may be spent, else to the nearest. */
export function moneyText(value: Fraction, code: string, round: 'nearest' | 'down' = 'nearest'): string {
  const digits = digitsOf(code)
  const scaled = value.mul(10 ** digits)
  const coins = round === 'down' ? wholeOf(scaled.floor()) : wholeOf(scaled.add(1, 2).floor())
  const [sign, plain] = coins < 0n ? ['-', -coins] : ['', coins]
  const text = String(plain).padStart(digits + 1, '0')
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** An amount that can be paid in its smallest coins: 24.50 EUR are 2450. */
export function coinsOf(value: Fraction, code: string): bigint {
  return wholeOf(value.mul(10 ** digitsOf(code)).floor())
}

/** A fraction that is a whole number, as one. */
export function wholeOf(whole: Fraction): bigint {
  return whole.s * whole.n
}
