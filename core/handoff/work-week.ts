/** Weekdays in the order of ISO 8601: Monday is 1. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** ISO weekdays of `mon-fri` or `sat`; a range may run over the end of the week (`sat-mon`). */
export function weekdaysOf(days: string): number[] {
  const [first = '', last = first] = days.split('-')
  const from = weekdays.indexOf(first as (typeof weekdays)[number])
  const to = weekdays.indexOf(last as (typeof weekdays)[number])
  const length = ((to - from + 7) % 7) + 1
  return Array.from({ length }, (_, index) => ((from + index) % 7) + 1)
}

/** Minutes after midnight of `09:00-18:00`; `24:00` is the end of the day. */
export function minutesOf(hours: string): { from: number; to: number } {
  const [from = 0, to = 0] = hours.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return hour * 60 + minute
  })
  return { from, to }
}
