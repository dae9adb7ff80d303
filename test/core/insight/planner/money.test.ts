import * as fc from 'fast-check'
import Fraction from 'fraction.js'
import { describe, expect, it } from 'vitest'
import { amount, coinsOf, currency, digitsOf, isPayable, moneyText } from '../../../../core/insight/planner/money.ts'

describe('an amount', () => {
  it.each([
    [24_000, '24000'],
    [24_000.5, '24000.5'],
    ['24_000.50', '24000.50'],
    ['1 200 000', '1200000'],
    [' 12 ', '12'],
    [0, '0'],
  ])('%j is %s', (given, written) => {
    expect(amount.parse(given)).toBe(written)
  })

  it.each([
    -1,
    '-1',
    '1,200',
    '1.200.000',
    '12 EUR',
    '1e5',
    1e21,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    '_',
    '1__0',
    '0x10',
    true,
    null,
  ])('%j is none', (given) => {
    expect(amount.safeParse(given).success).toBe(false)
  })
})

describe('a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
  ])('%s has %d digits', (code, digits) => {
    expect(currency.safeParse(code).success).toBe(true)
    expect(digitsOf(code)).toBe(digits)
  })

  it('is one that there is, and pays in its own coins', () => {
    expect(currency.safeParse('EURO').success).toBe(false)
    expect(currency.safeParse('XQZ').success).toBe(false)
    expect([
      isPayable('1.50', 'JPY'),
      isPayable('1.00', 'JPY'),
      isPayable('1.005', 'EUR'),
      isPayable('1.005', 'KWD'),
    ]).toEqual([false, true, false, true])
  })
})

describe('money as text', () => {
  it.each([
    ['1/3', 'EUR', 'nearest', '0.33'],
    ['2/3', 'EUR', 'nearest', '0.67'],
    ['2/3', 'EUR', 'down', '0.66'],
    ['0.005', 'EUR', 'nearest', '0.01'],
    ['1200000', 'EUR', 'nearest', '1200000.00'],
    ['5/2', 'JPY', 'nearest', '3'],
    ['-1/3', 'EUR', 'nearest', '-0.33'],
    ['1.0005', 'KWD', 'nearest', '1.001'],
  ] as const)('%s in %s, %s: %s', (value, code, round, text) => {
    expect(moneyText(new Fraction(value), code, round)).toBe(text)
  })

  it('says every coin again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.constantFrom('EUR', 'JPY', 'KWD'), (coins, code) => {
        const text = moneyText(new Fraction(coins).div(10 ** digitsOf(code)), code)
        expect(coinsOf(new Fraction(text), code)).toBe(coins)
      }),
    )
  })
})
