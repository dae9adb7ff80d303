import * as z from 'zod/mini'

const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** The length of `90s 15m 4h 3d 2w` in milliseconds; throws RangeError on any other text. */
export function durationMs(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text)
  if (!match) throw new RangeError('a duration is a whole number and one of s, m, h, d, w, for example "3d"')
  return Number(match[1]) * unit[match[2] as keyof typeof unit]
}

/** A duration as people write it (`90s 15m 4h 3d 2w`), longer than nothing; stays text after parsing. */
export const duration = z
  .string()
  .check(
    z.regex(
      /^[1-9]\d{0,5}[smhdw]$/,
      'write a duration as a whole number over 0 and one of s, m, h, d, w, for example "3d"',
    ),
  )

const units: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' }

/** `7d` as people say it: `7 days`. */
export function durationInWords(text: string): string {
  return durationIn(text, 'en')
}

/** A duration as people say it in their language: `4 hours`, `4 часа`, `۴ ساعت`. */
export function durationIn(text: string, locale: string): string {
  const [, count, name = ''] = /^(\d+)([smhdw])$/.exec(text) ?? []
  if (count === undefined) return text
  const style = { style: 'unit', unit: units[name], unitDisplay: 'long', useGrouping: false } as const
  return new Intl.NumberFormat(locale, style).format(Number(count))
}
