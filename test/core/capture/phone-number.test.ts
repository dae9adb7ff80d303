import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPhoneNumber } from '../../../core/capture/phone-number.ts'

describe('a phone number', () => {
  it.each([
    ['+49 30 1234567', '+49301234567'],
    ['+49 (0)30 123-4567', '+49301234567'],
    ['0049 30/1234567', '+49301234567'],
    ['+7 (495) 123-45-67', '+74951234567'],
    ['+۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸', '+982112345678'],
    ['\u200e+98 21 12345678\u200e', '+982112345678'],
    [' +1.202.555.0143 ', '+12025550143'],
  ])('%s is %s', (given, number) => {
    expect(readPhoneNumber(given)).toBe(number)
  })

  it.each([
    '030 1234567',
    '+49',
    '+0 30 1234567',
    '+49 30 1234567 ext. 12',
    '+4930123456789012',
    'call me',
    '',
    '++49301234567',
  ])('%s is none', (given) => {
    expect(readPhoneNumber(given)).toBeUndefined()
  })

  it('is E.164 or nothing, whatever is given, and read again it is the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ().\-/]{0,25}$/)), (given) => {
        const number = readPhoneNumber(given)
        if (number === undefined) return
        expect(number).toMatch(/^\+[1-9]\d{6,14}$/)
        expect(readPhoneNumber(number)).toBe(number)
      }),
    )
  })
})
