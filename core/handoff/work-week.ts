/** Weekdays in the order of ISO 8601: Monday is 1. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes

/** Hours of a day as people write them: `09:00-18:00`, or several with a break between. */
export type DayHours = string | readonly string[]

/** A stretch of work in minutes after midnight of the day on which it begins; past 1,440 it runs into the next day. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** ISO weekdays of `mon-fri` or `sat`; a range may run over the end of the week (`sat-mon`). */
export function weekdaysOf(days: string): number[] {
  const [first = '', last = first] = days.split('-')
  const from = weekdays.indexOf(first as (typeof weekdays)[number])
  const to = weekdays.indexOf(last as (typeof weekdays)[number])
  const length = ((to - from + 7) % 7) + 1
  return Array.from({ length }, (_, index) => ((from + index) % 7) + 1)
}

/** The stretches of a day in their order. `22:00-06:00` ends on the next day, and so does `22:00-00:00`, which is `22:00-24:00`. */
export function spansOf(hours: DayHours): Span[] {
  return [hours]
    .flat()
    .map(spanOf)
    .sort((a, b) => a.from - b.from)
}

/** The stretches of each ISO weekday that has some. */
export function weekOf(hours: Readonly<Record<string, DayHours>>): Map<number, Span[]> {
  return new Map(
    Object.entries(hours).flatMap(([days, ofDay]) => weekdaysOf(days).map((day) => [day, spansOf(ofDay)] as const)),
  )
}

/** The weekday (`tue`) on which work begins before what was begun earlier has ended; undefined when no stretches overlap. */
export function overlapIn(week: ReadonlyMap<number, readonly Span[]>): string | undefined {
  const spans = [...week]
    .flatMap(([day, ofDay]) => ofDay.map(({ from, to }) => ({ day, from: at(day, from), to: at(day, to) })))
    .sort((a, b) => a.from - b.from)
  const again = spans.slice(0, 1).map(({ day, from, to }) => ({ day, from: from + weekMinutes, to: to + weekMinutes }))
  const all = [...spans, ...again]
  const late = all.find(({ from }, index) => index > 0 && from < (all[index - 1] as Span).to)
  return late && weekdays[late.day - 1]
}

function at(day: number, minutes: number): number {
  return (day - 1) * dayMinutes + minutes
}

function spanOf(text: string): Span {
  const [from = 0, to = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return hour * 60 + minute
  })
  return { from, to: to <= from ? to + dayMinutes : to }
}
