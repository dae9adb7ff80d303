import type * as z from 'zod/mini'
import type { calendar, DayOff, PersonCalendar, teamCalendar } from './calendar.ts'
import { type Span, spansOf, weekOf } from './work-week.ts'

/** Is this local date (`2026-05-09`) a public holiday? `holidays.ts` makes one of a country. */
export type IsHoliday = (date: string) => boolean

/** When people work: stretches by ISO weekday, those of days of their own, and the public holidays on which nobody does. */
export interface WorkCalendar {
  readonly zone: string
  readonly week: ReadonlyMap<number, readonly Span[]>
  readonly days: ReadonlyMap<string, readonly Span[]>
  readonly isHoliday: IsHoliday
}

/** A calendar in words, put together of those that count for somebody. */
export interface Hours {
  readonly zone: string
  readonly hours: z.infer<typeof calendar>['hours']
  /** Of which place the public holidays count. */
  readonly holidays: string | undefined
  /** All days off; of two for the same day the later one counts. */
  readonly daysOff: readonly DayOff[]
}

interface Whose {
  readonly policy: z.infer<typeof calendar>
  readonly team?: z.infer<typeof teamCalendar> | undefined
  readonly person?: { readonly zone?: string | undefined; readonly calendar?: PersonCalendar | undefined } | undefined
}

/**
 * "A person's calendar overrides the team's, the team's the policy's": hours, zone and place of holidays are those of the nearest that says some; days off
 * add up, the nearest deciding about one day. A person's zone counts with hours of their own: without, they keep the team's hours, in the team's zone.
 */
export function hoursOf({ policy, team = {}, person: { zone, calendar: own = {} } = {} }: Whose): Hours {
  const holidays = own.holidays ?? team.holidays ?? policy.holidays
  return {
    zone: (own.hours && zone) ?? team.zone ?? policy.zone,
    hours: own.hours ?? team.hours ?? policy.hours,
    holidays: holidays === 'none' ? undefined : holidays,
    daysOff: [...policy['days-off'], ...(team['days-off'] ?? []), ...(own.daysOff ?? [])],
  }
}

/** The calendar that these hours make, with the holidays that count in it. A named day counts as it says, also where it is a holiday or a Sunday. */
export function workCalendar({ zone, hours, daysOff }: Hours, isHoliday: IsHoliday): WorkCalendar {
  const days = new Map(
    daysOff.map((one) => (typeof one === 'string' ? [one, []] : ([one.day, spansOf(one.hours)] as const))),
  )
  return { zone, week: weekOf(hours), days, isHoliday }
}
