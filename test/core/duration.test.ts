import { describe, expect, it } from 'vitest'
import { duration, durationMs } from '../../core/duration.ts'

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['3d', 259_200_000],
    ['2w', 1_209_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(duration.parse(text)).toBe(text)
    expect(durationMs(text)).toBe(ms)
  })

  it.each(['', '3', 'd', '-3d', '1.5h', '3 d', '3D', '0d', '1234567s', '3d4h'])('refuses "%s"', (text) => {
    expect(duration.safeParse(text).success).toBe(false)
  })
})
