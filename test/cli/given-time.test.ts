import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { givenTime } from '../../cli/given-time.ts'

describe('a time on the command line', () => {
  it.each([
    ['2027-02-01', '2027-02-01T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2026-11-24T09:00:00+03:00', '2026-11-24T06:00:00.000Z'],
    ['2026-11-24T09:00Z', '2026-11-24T09:00:00.000Z'],
  ])('is a day or RFC 3339: %s', (text, at) => {
    expect(givenTime(text)).toBe(Date.parse(at))
  })

  it.each([
    '2027-02-31',
    '2027-02-29',
    '2027-02-31T09:00:00Z',
    '2027-13-01',
    '2027-02-01T24:00:00Z',
    '2027-02-01T09:00:00',
    '2027-02-01T09:00:00+99:00',
    '27-02-01',
    '2027-2-1',
    'soon',
    '',
  ])('is nothing else: %s', (text) => {
    expect(givenTime(text)).toBeUndefined()
  })

  it('is read as it is written, whatever the instant', () => {
    const times = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(fc.property(times, (time) => givenTime(time.toISOString()) === time.getTime()))
  })
})
