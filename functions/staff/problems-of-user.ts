import { problemOfHolidays } from '../../core/content/holiday-places.ts'
import { dayOffNamedTwice } from '../../core/handoff/calendar.ts'
import type { User } from '../../core/staff/user.ts'
import type { InputError } from '../runtime/problem.ts'

/** What is wrong with a user beyond its shape. */
export function problemsOfUser(one: User, addressRefused: boolean): InputError[] {
  const errors: InputError[] = []
  const problem = (pointer: string, detail: string) => errors.push({ pointer, detail })
  if (addressRefused) problem('/email', 'give an email address that can be mailed, with an ASCII local part')
  if (one.zone !== undefined && !canFormat({ timeZone: one.zone }))
    problem('/zone', 'give an IANA time zone, for example Europe/Moscow')
  if (!isLanguage(one.locale)) problem('/locale', 'write a language like en, fa or pt-BR')
  one.languages?.forEach((language, index) => {
    if (!isLanguage(language)) problem(`/languages/${index}`, 'write a language like en, fa or pt-BR')
  })
  const again = dayOffNamedTwice(one.calendar?.daysOff ?? [])
  if (again !== undefined) problem(`/calendar/daysOff/${again}`, 'name each day off once')
  const unknown = problemOfHolidays(one.calendar?.holidays)
  if (unknown) problem('/calendar/holidays', `no public holidays are known of this place: ${unknown.mend}`)
  if (one.manager === one.userId) problem('/manager', 'nobody manages themselves: name somebody else')
  one.absences.forEach(({ from, to }, index) => {
    if (to < from) problem(`/absences/${index}/to`, 'an absence ends on or after the day it begins')
  })
  return errors
}

/** `english` has the form of a language and is none. */
function isLanguage(text: string): boolean {
  try {
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(text) !== undefined
  } catch {
    return false
  }
}

function canFormat(options: Intl.DateTimeFormatOptions): boolean {
  try {
    new Intl.DateTimeFormat('en', options)
    return true
  } catch {
    return false
  }
}
