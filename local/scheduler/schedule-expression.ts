import { Cron } from 'croner'
import { cronerPattern } from './cron-fields.ts'

/** A schedule expression that EventBridge Scheduler would refuse. */
export class InvalidSchedule extends Error {
  constructor(expression: string, detail: string) {
    super(`invalid schedule expression "${expression}": ${detail}`)
    this.name = 'InvalidSchedule'
  }
}

const unitMs: Record<string, number> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
}

/** When a schedule fires: `after(ms)` is the next time after a virtual time, undefined when never again. `everyMs` is set for rates. */
export interface Times {
  readonly after: (ms: number) => number | undefined
  readonly everyMs?: number
}

/** Reads `rate(…)`, `cron(…)` (AWS's six fields, in `zone`) and `at(…)`; throws {@link InvalidSchedule}. */
export function readSchedule(expression: string, zone = 'UTC'): Times {
  const [, kind, text = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? []
  if (kind === 'rate') return readRate(expression, text)
  if (kind === 'cron') return readCron(expression, text, zone)
  if (kind === 'at') return readAt(expression, text, zone)
  throw new InvalidSchedule(expression, 'write rate(5 minutes), cron(0 2 * * ? *) or at(2026-12-01T09:00:00)')
}

function readRate(expression: string, text: string): Times {
  const [, count = '', unit = ''] = /^([1-9]\d*) (minutes?|hours?|days?)$/.exec(text) ?? []
  const everyMs = Number(count) * (unitMs[unit] ?? Number.NaN)
  if (!(everyMs > 0)) throw new InvalidSchedule(expression, 'a rate is a whole number and minutes, hours or days')
  return { everyMs, after: (ms) => ms + everyMs }
}

function readCron(expression: string, text: string, zone: string): Times {
  try {
    const cron = new Cron(cronerPattern(text), { timezone: zone, mode: '7-part' })
    return { after: (ms) => cron.nextRun(new Date(ms))?.getTime() }
  } catch (error) {
    throw new InvalidSchedule(expression, (error as Error).message)
  }
}

function readAt(expression: string, text: string, zone: string): Times {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text))
    throw new InvalidSchedule(expression, 'at takes yyyy-mm-ddThh:mm:ss')
  const at = instantOf(text, zone)
  if (at === undefined) throw new InvalidSchedule(expression, 'there is no such date')
  return { after: (ms) => (at > ms ? at : undefined) }
}

function instantOf(text: string, zone: string): number | undefined {
  try {
    return new Cron(text, { timezone: zone }).nextRun(new Date(0))?.getTime()
  } catch {
    return undefined
  }
}
