import type { User } from '../../core/handoff/handoff.ts'
import type { InputError } from '../runtime/problem.ts'

/** What is wrong with a user beyond its shape. */
export function problemsOfUser(one: User, addressRefused: boolean): InputError[] {
  const errors: InputError[] = []
  const problem = (pointer: string, detail: string) => errors.push({ pointer, detail })
  if (addressRefused) problem('/email', 'give an email address that can be mailed, with an ASCII local part')
  if (one.zone !== undefined && !canFormat({ timeZone: one.zone }))
    problem('/zone', 'give an IANA time zone, for example Europe/Moscow')
  if (!canFormat({}, one.locale)) problem('/locale', 'write a language like en, fa or pt-BR')
  if (one.manager === one.userId) problem('/manager', 'nobody manages themselves: name somebody else')
  one.absences.forEach(({ from, to }, index) => {
    if (to < from) problem(`/absences/${index}/to`, 'an absence ends on or after the day it begins')
  })
  return errors
}

function canFormat(options: Intl.DateTimeFormatOptions, locale = 'en'): boolean {
  try {
    new Intl.DateTimeFormat(locale, options)
    return true
  } catch {
    return false
  }
}
