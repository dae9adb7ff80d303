import type { User } from '../../core/staff/user.ts'

type Calendar = NonNullable<User['calendar']>

/** What `ripen users add` takes of somebody's own working time. */
export interface WorkingTimeOptions {
  readonly hours?: readonly string[]
  readonly holidays?: string
  readonly daysOff?: readonly string[]
}

export const someHours = 'mon-thu=09:00-13:00,14:00-18:00 fri=09:00-14:00'
export const someDays = '2026-12-24 2026-12-31=09:00-13:00'

/** The calendar of somebody after what was typed: "none" takes away what there was, and what is not typed stays. */
export function calendarAfter(before: User['calendar'], typed: WorkingTimeOptions): Calendar | undefined {
  const hours = typed.hours ? unlessNone(typed.hours)?.map(hoursOf) : before?.hours && [before.hours]
  const daysOff = typed.daysOff ? unlessNone(typed.daysOff)?.map(dayOf) : before?.daysOff
  const holidays = typed.holidays ?? before?.holidays
  const kept = {
    ...(hours && { hours: Object.assign({}, ...hours) as Calendar['hours'] }),
    ...(holidays && holidays !== 'team' && { holidays }),
    ...(daysOff && { daysOff }),
  }
  return Object.keys(kept).length > 0 ? kept : undefined
}

/** Somebody's own working time in a line. */
export function workingTimeInWords(calendar: User['calendar']): string | undefined {
  if (!calendar) return undefined
  const { hours = {}, holidays, daysOff = [] } = calendar
  return [
    ...Object.entries(hours).map(([days, ofDay]) => `${days} ${[ofDay].flat().join(',')}`),
    ...(holidays ? [`holidays ${holidays}`] : []),
    ...daysOff.map((one) => (typeof one === 'string' ? `off ${one}` : `${one.day} ${[one.hours].flat().join(',')}`)),
  ].join('; ')
}

function unlessNone(typed: readonly string[]): readonly string[] | undefined {
  return typed.length === 1 && typed[0] === 'none' ? undefined : typed
}

function hoursOf(text: string): NonNullable<Calendar['hours']> {
  const [days, ofDay] = text.split('=')
  if (!days || !ofDay) throw new Error(`--hours takes days with hours like ${someHours}, or "none" alone`)
  return { [days]: spansOf(ofDay) }
}

function dayOf(text: string): NonNullable<Calendar['daysOff']>[number] {
  const [day = '', ofDay] = text.split('=')
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || ofDay === '') {
    throw new Error(`--days-off takes days like ${someDays}, or "none" alone`)
  }
  return ofDay === undefined ? day : { day, hours: spansOf(ofDay) }
}

function spansOf(text: string): string | string[] {
  const spans = text.split(',')
  return spans.length === 1 ? text : spans
}
