import { middleOfHour } from '../../leads/click-hours.ts'
import { offsetAt } from '../../local-time.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** 1 January 1970 was a Thursday. */
const firstDay = 3

/** People change their days: a click counts half after so long. */
const halfLifeMs = 90 * dayMs
/** Half of what an hour weighs, the hours beside it do: who clicks at nine reads at ten as well. */
const besideIt = 0.5
/** And half of it does the same hour on each other day: a habit of the day shows before one of the week. No days are taken to be alike, since weekends are not the same everywhere. */
const onAnotherDay = 0.5

/** Hours of a week: Monday from 0 to 23, and so on to Sunday 23:00, which is 167. */
export const hoursOfWeek = 168

/** How much each hour of the week weighs. */
export type WeekHours = readonly number[]

/** Which hour of the week the clock of a zone shows. */
export function weekHourAt(zone: string, ms: number): number {
  const hours = Math.floor((ms + offsetAt(zone, ms)) / hourMs) + firstDay * 24
  return ((hours % hoursOfWeek) + hoursOfWeek) % hoursOfWeek
}

/** The clicks of one lead by hours of the week in its zone, each counting less the longer ago it was. */
export function ownHours(clickHours: readonly string[], zone: string, nowMs: number): number[] {
  const hours = new Array<number>(hoursOfWeek).fill(0)
  for (const clicked of clickHours) {
    const ms = middleOfHour(clicked)
    const at = weekHourAt(zone, ms)
    hours[at] = (hours[at] ?? 0) + 0.5 ** (Math.max(0, nowMs - ms) / halfLifeMs)
  }
  return hours
}

/** How much clicks of these hours speak for one hour of the week: themselves, those beside it and those of other days. */
export function spokenFor(hours: WeekHours, weekHour: number): number {
  const [day, hour] = [Math.floor(weekHour / 24), weekHour % 24]
  const [earlier, later] = [(hour + 23) % 24, (hour + 1) % 24]
  let sum = 0
  for (let other = 0; other < 7; other += 1) {
    const at = (one: number) => hours[other * 24 + one] ?? 0
    sum += (at(hour) + besideIt * (at(earlier) + at(later))) * (other === day ? 1 : onAnotherDay)
  }
  return sum
}
