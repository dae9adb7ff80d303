import Holidays from 'date-holidays'
import { describe, expect, it } from 'vitest'
import { checkFolder } from '../../../core/content/check-folder.ts'
import { holidayPlaces } from '../../../core/content/holiday-places.ts'

const policy = (holidays: string) => `id: standard
calendar: { zone: Europe/Berlin, hours: { mon-fri: "09:00-18:00" }, holidays: ${holidays} }
routes: [ { team: inside-sales, by: round-robin } ]
duties: [ { id: accept, who: sales, what: answer, within: 1h } ]
`
const check = async (holidays: string) =>
  (await checkFolder({ 'sla-policies/standard.yaml': policy(holidays) })).problems

describe('the holidays of an SLA policy', () => {
  it.each(['RU', 'DE', 'DE-BY', 'GB-SCT', 'US-CA', 'FR-57', 'IR', 'NO'])('of %s are known', async (place) => {
    expect(await check(place)).toEqual([])
  })

  it.each([
    ['ZZ', /no public holidays are known of the country "ZZ"/, /leave "holidays" out/],
    ['UK', /no public holidays are known of the country "UK"/, /ISO 3166/],
    ['DE-XX', /no public holidays are known of the region "XX" of "DE"/, /one of BB, BE, BW, BY,.* or "DE" alone/],
    ['FI-1', /no public holidays are known of the region "1" of "FI"/, /write "FI" alone/],
  ])('of %s are not: an error with its place and what to do', async (place, message, mend) => {
    expect(await check(place)).toEqual([
      {
        file: 'sla-policies/standard.yaml',
        line: 2,
        column: 79,
        pointer: '/calendar/holidays',
        severity: 'error',
        message: expect.stringMatching(message),
        mend: expect.stringMatching(mend),
      },
    ])
  })

  it('are listed as the package that works them out has them', () => {
    const known = new Holidays()
    const isWritable = (region: string) => /^[A-Z0-9]{1,3}$/.test(region)
    const listed = Object.keys(known.getCountries()).map((country) => [
      country,
      Object.keys(known.getStates(country) ?? {}).filter(isWritable),
    ])
    expect(Object.fromEntries([...holidayPlaces].map(([country, regions]) => [country, [...regions]]))).toEqual(
      Object.fromEntries(listed),
    )
  })
})
