/** Is this text a day that the calendar has, as `2026-04-22`? There is no 31 April. */
export function isDay(date: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}
