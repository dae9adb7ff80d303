const hour = 3_600_000
const day = 24 * hour

/** A moment as a calendar and a clock of this zone show it: `Tue 24 Nov 2026` and `09:38`. */
export function momentIn(at: string, zone: string): { day: string; time: string } {
  const date = new Date(at)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(date)
  return { day: dateIn(at, zone), time }
}

/** `Tue 24 Nov 2026 09:38`, by the clocks of this zone. */
export function momentInWords(at: string, zone: string): string {
  const { day, time } = momentIn(at, zone)
  return `${day} ${time}`
}

/** `Tue 24 Nov 2026`. */
export function dateIn(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(new Date(at))
    .replace(',', '')
}

/** How long it is from one time to another, as people say it: `3 days`, `14 hours`. */
export function howLong(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from))
  if (ms >= 2 * day) return many(Math.round(ms / day), 'day')
  if (ms >= hour) return many(Math.round(ms / hour), 'hour')
  return many(Math.round(ms / 60_000), 'minute')
}

function many(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
