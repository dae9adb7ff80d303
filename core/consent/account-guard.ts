/** What became of marketing mails in the last 7 days. */
export interface MailOutcomes {
  readonly deliveries: number
  readonly bounces: number
  readonly complaints: number
}

export const guardedDays = 7
const complaintRate = 0.001
const complaintsCountFrom = 1_000
const bounceRate = 0.05
const bouncesCountFrom = 200

/** "Over the last 7 days, complaints at 0.1 % (from 1,000 deliveries) or bounces at 5 % (from 200) pause marketing email": the reason, or undefined. */
export function reasonToPause(days: readonly MailOutcomes[]): string | undefined {
  const sum = (what: keyof MailOutcomes) => days.reduce((total, one) => total + one[what], 0)
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
