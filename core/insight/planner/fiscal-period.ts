import * as z from 'zod/mini'
import { type Day, dayOf } from '../iso-week.ts'

/** When a company's year begins (month and day), and whether it is called by the calendar year in which it ends or in which it starts. */
export const fiscalYear = z.strictObject({
  starts: z._default(
    z
      .string()
      .check(
        z.regex(
          /^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/,
          'write month and day like 04-01; every year must have that day',
        ),
      ),
    '01-01',
  ),
  'named-by': z._default(z.enum(['end', 'start']), 'end'),
})
export type FiscalYear = z.infer<typeof fiscalYear>

/** A fiscal year, half or quarter by its name. */
export const periodName = z
  .string()
  .check(
    z.regex(/^FY\d{4}(-(Q[1-4]|H[12]))?$/, 'write a fiscal year, half or quarter like FY2027, FY2027-H1 or FY2027-Q2'),
  )

/** Its first and last day. A quarter is three months from the day on which the year begins. */
export function periodOf(name: string, { starts, 'named-by': namedBy }: FiscalYear): { first: Day; last: Day } {
  const [, year = '', part = ''] = /^FY(\d{4})(?:-(..))?$/.exec(name) ?? []
  const endsInNextYear = starts !== '01-01'
  const startYear = Number(year) - (namedBy === 'end' && endsInNextYear ? 1 : 0)
  const [months, from] = part.startsWith('Q')
    ? [3, 3 * (Number(part[1]) - 1)]
    : part.startsWith('H')
      ? [6, 6 * (Number(part[1]) - 1)]
      : [12, 0]
  return { first: monthsOn(startYear, starts, from), last: monthsOn(startYear, starts, from + months) - 1 }
}

function monthsOn(year: number, starts: string, months: number): Day {
  const [month = '01', date = '01'] = starts.split('-')
  const count = Number(month) - 1 + months
  const there = `${year + Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-${date}`
  return dayOf(there)
}
