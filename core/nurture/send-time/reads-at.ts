import { middleOfHour } from '../../leads/click-hours.ts'
import { weekHourAt } from './hour-weights.ts'

/** More say little to people. */
const shownAtMost = 3

/** The hours of the day at which somebody clicked most often (`15:00`), for people to read: the most frequent first, of equal ones the earlier. */
export function readsAt(
  clickHours: readonly string[],
  zone: string,
): { readonly hour: string; readonly clicks: number }[] {
  const counts = new Map<number, number>()
  for (const clicked of clickHours) {
    const hour = weekHourAt(zone, middleOfHour(clicked)) % 24
    counts.set(hour, (counts.get(hour) ?? 0) + 1)
  }
  return [...counts]
    .sort(([hour, clicks], [other, more]) => more - clicks || hour - other)
    .slice(0, shownAtMost)
    .map(([hour, clicks]) => ({ hour: `${String(hour).padStart(2, '0')}:00`, clicks }))
}
