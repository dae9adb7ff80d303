import type { Interval } from '../../insight/two-proportions.ts'

/** A part of 1 as people read it: `41 %`; small ones with a digit more, so that few are not none. */
export function percent(part: number): string {
  const whole = part * 100
  return `${whole > 0 && whole < 1 ? whole.toFixed(1) : Math.round(whole)} %`
}

/** `33 to 50 %`. */
export function percents({ low, high }: Interval): string {
  return `${Math.round(low * 100)} to ${Math.round(high * 100)} %`
}

/** `2.4` times. */
export function times(ratio: number): string {
  return ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(1)
}

/** `1.9 to 2.8`. */
export function timesBetween({ low, high }: Interval): string {
  return `${times(low)} to ${times(high)}`
}

/** Leads a month: whole ones from 20 on, where tenths say nothing. */
export function aMonth(count: number): string {
  return count >= 20 ? Math.round(count).toLocaleString('en') : String(Math.round(count * 10) / 10)
}
