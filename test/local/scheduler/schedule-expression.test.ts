import { describe, expect, it } from 'vitest'
import { InvalidSchedule, readSchedule } from '../../../local/scheduler/schedule-expression.ts'

const nextAfter = (expression: string, from: string, zone?: string) => {
  const next = readSchedule(expression, zone).after(Date.parse(from))
  return next === undefined ? undefined : new Date(next).toISOString()
}

describe('a schedule expression', () => {
  it.each([
    ['rate(1 minute)', '2026-11-23T08:00:30Z', '2026-11-23T08:01:30.000Z'],
    ['rate(15 minutes)', '2026-11-23T08:00:00Z', '2026-11-23T08:15:00.000Z'],
    ['rate(1 hour)', '2026-11-23T08:00:00Z', '2026-11-23T09:00:00.000Z'],
    ['rate(7 days)', '2026-11-23T08:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['cron(10 2 * * ? *)', '2026-11-23T02:10:00Z', '2026-11-24T02:10:00.000Z'],
    ['cron(0/20 1-4 * * ? *)', '2026-11-23T01:20:00Z', '2026-11-23T01:40:00.000Z'],
    ['cron(5/20 * * * ? *)', '2026-11-23T01:46:00Z', '2026-11-23T02:05:00.000Z'],
    ['cron(*/30 8 * * ? *)', '2026-11-23T08:00:00Z', '2026-11-23T08:30:00.000Z'],
    ['cron(0 9 ? * 2-6 *)', '2026-11-28T12:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', '2026-11-27T12:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['cron(0 9 ? * 1 *)', '2026-11-23T08:00:00Z', '2026-11-29T09:00:00.000Z'],
    ['cron(0 9 ? * 3#1 *)', '2026-11-23T08:00:00Z', '2026-12-01T09:00:00.000Z'],
    ['cron(0 9 ? * 6L *)', '2026-11-28T08:00:00Z', '2026-12-25T09:00:00.000Z'],
    ['cron(0 9 ? * L *)', '2026-11-23T08:00:00Z', '2026-11-28T09:00:00.000Z'],
    ['cron(0 9 L * ? *)', '2026-11-23T08:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['cron(0 9 3W * ? *)', '2026-10-01T08:00:00Z', '2026-10-02T09:00:00.000Z'],
    ['cron(0 0 1 1,7 ? *)', '2026-11-23T08:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2028)', '2026-11-23T08:00:00Z', '2028-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2020)', '2026-11-23T08:00:00Z', undefined],
    ['at(2026-12-01T09:00:00)', '2026-11-23T08:00:00Z', '2026-12-01T09:00:00.000Z'],
    ['at(2026-11-01T09:00:00)', '2026-11-23T08:00:00Z', undefined],
  ])('%s after %s is %s', (expression, from, expected) => {
    expect(nextAfter(expression, from)).toBe(expected)
  })

  it('is read in its zone, over the change of the clocks', () => {
    expect(nextAfter('cron(10 2 * * ? *)', '2026-07-01T12:00:00Z', 'Europe/Berlin')).toBe('2026-07-02T00:10:00.000Z')
    expect(nextAfter('cron(10 2 * * ? *)', '2026-12-01T12:00:00Z', 'Europe/Berlin')).toBe('2026-12-02T01:10:00.000Z')
    expect(nextAfter('at(2026-12-01T09:00:00)', '2026-11-23T08:00:00Z', 'Asia/Tehran')).toBe('2026-12-01T05:30:00.000Z')
  })

  it.each([
    'rate(0 minutes)',
    'rate(1.5 hours)',
    'rate(5 weeks)',
    'every day',
    'cron(0 9 * * *)',
    'cron(0 9 * * * *)',
    'cron(0 9 ? * ? *)',
    'cron(61 9 * * ? *)',
    'cron(0 9 ? * 8 *)',
    'cron(0/0 9 * * ? *)',
    'cron(0 9 * * ? nonsense)',
    'at(tomorrow)',
    'at(2026-13-01T09:00:00)',
  ])('%s is refused', (expression) => {
    expect(() => readSchedule(expression)).toThrow(InvalidSchedule)
  })

  it('names what is wrong', () => {
    expect(() => readSchedule('cron(0 25 * * ? *)')).toThrow(
      'invalid schedule expression "cron(0 25 * * ? *)": hours: 25 is not between 0 and 23',
    )
  })
})
