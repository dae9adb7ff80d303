import { type Day, dayIn, dayOf, localDate, mondayOf } from '../insight/iso-week.ts'
import { startOfDate } from '../local-time.ts'

/** So many days are looked at at once. */
const daysAtMost = 366
const weeksUnsaid = 4

export type SlaPeriod =
  | { readonly fromMs: number; readonly toMs: number }
  | { readonly wrong: { readonly pointer: string; readonly detail: string } }

/** The days that attainment is asked for, both in it, by the company's clock: without them the last four weeks and this one so far. */
export function slaPeriod(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  nowMs: number,
  zone: string,
): SlaPeriod {
  const today = dayIn(zone, nowMs)
  const last = to === undefined ? today : dayOf(to)
  const first = from === undefined ? mondayOf(last) - 7 * weeksUnsaid : dayOf(from)
  if (last < first) return { wrong: { pointer: '/query/to', detail: 'give a day that is not before "from"' } }
  if (last - first >= daysAtMost) {
    return { wrong: { pointer: '/query/from', detail: `give at most ${daysAtMost} days` } }
  }
  return { fromMs: startOf(first, zone), toMs: startOf(last + 1, zone) }
}

/** The week before the one that an instant lies in, Monday to Sunday. */
export function weekBefore(
  nowMs: number,
  zone: string,
): { readonly monday: Day; readonly fromMs: number; readonly toMs: number } {
  const monday = mondayOf(dayIn(zone, nowMs)) - 7
  return { monday, fromMs: startOf(monday, zone), toMs: startOf(monday + 7, zone) }
}

function startOf(day: Day, zone: string): number {
  return startOfDate(zone, localDate(day))
}
