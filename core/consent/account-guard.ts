import { fromInstant, toInstant } from '../names.ts'

/** What became of marketing mails in one hour. */
export interface MailOutcomes {
  readonly deliveries: number
  readonly bounces: number
  readonly complaints: number
}

const hourMs = 3_600_000
const guardedDays = 7
const complaintRate = 0.001
const complaintsCountFrom = 1_000
const bounceRate = 0.05
const bouncesCountFrom = 200

/** The hour that an event counts to, as text whose order is time's order. */
export function hourOf(at: string): string {
  return at.slice(0, 13)
}

/**
 * The first hour that counts now: 7 days back, but never before the full hour after somebody turned marketing mail on again. Else what had paused it
 * would pause it again at once.
 */
export function guardedFrom(nowMs: number, turnedOnAt?: string): string {
  const week = hourOf(toInstant(nowMs - guardedDays * 24 * hourMs))
  const since = turnedOnAt === undefined ? week : hourOf(toInstant(fromInstant(turnedOnAt) + hourMs))
  return since > week ? since : week
}

/** "Over the last 7 days, complaints at 0.1 % (from 1,000 deliveries) or bounces at 5 % (from 200) pause marketing email": the reason, or undefined. */
export function reasonToPause(hours: readonly MailOutcomes[]): string | undefined {
  const sum = (what: keyof MailOutcomes) => hours.reduce((total, one) => total + one[what], 0)
  const [deliveries, bounces, complaints] = [sum('deliveries'), sum('bounces'), sum('complaints')]
  if (deliveries >= complaintsCountFrom && complaints / deliveries >= complaintRate) {
    return `account guard: ${complaints} complaints on ${deliveries} deliveries in ${guardedDays} days`
  }
  const tried = deliveries + bounces
  if (tried >= bouncesCountFrom && bounces / tried >= bounceRate) {
    return `account guard: ${bounces} bounces of ${tried} mails in ${guardedDays} days`
  }
  return undefined
}
