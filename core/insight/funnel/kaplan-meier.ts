import { type Interval, z95 } from '../two-proportions.ts'

/** After so many days so many went on; of so many more it is known that they stayed at least that long, and nothing further. */
export interface Stay {
  readonly days: number
  readonly left: number
  readonly open: number
}

/** The part that stays longer than so many days. */
export interface StillThere extends Interval {
  readonly days: number
  readonly part: number
  /** Who was still looked at just before. */
  readonly atRisk: number
  readonly left: number
}

/**
 * How long they stay, those who are still there counted as what they are: known to have stayed so long. The product-limit estimate: E. L. Kaplan and P. Meier, JASA 53
 * (1958) 457–481; its variance: M. Greenwood, The Natural Duration of Cancer, 1926; the interval at 95 % on the scale of log(−log), which keeps it between 0 and 1:
 * J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 1980, section 1.4. Who leaves and who is last seen on the same day: the first
 * left before. One row for each day on which some left; none where nobody did.
 */
export function kaplanMeier(stays: readonly Stay[]): StillThere[] {
  const days = new Map<number, { left: number; open: number }>()
  for (const { days: day, left, open } of stays) {
    const known = days.get(day)
    if (known) {
      known.left += left
      known.open += open
    } else days.set(day, { left, open })
  }
  let atRisk = stays.reduce((sum, { left, open }) => sum + left + open, 0)
  let part = 1
  let greenwood = 0
  const rows: StillThere[] = []
  for (const [day, { left, open }] of [...days].sort(([a], [b]) => a - b)) {
    if (left > 0) {
      part = left === atRisk ? 0 : part * (1 - left / atRisk)
      greenwood += left / (atRisk * (atRisk - left))
      rows.push({ days: day, part, atRisk, left, ...intervalOf(part, greenwood) })
    }
    atRisk -= left + open
  }
  return rows
}

/** The days within which this part of them has gone on: undefined where so many did not yet. Interval: R. Brookmeyer and J. Crowley, Biometrics 38 (1982) 29–41. */
export function quantile(
  rows: readonly StillThere[],
  gone: number,
): { days: number; low: number | undefined; high: number | undefined } | undefined {
  // A part is a product of fractions: a hair over what it should be is not more than it.
  const until = (part: (row: StillThere) => number) => rows.find((row) => part(row) <= 1 - gone + 1e-12)?.days
  const days = until(({ part }) => part)
  if (days === undefined) return undefined
  return { days, low: until(({ low }) => low), high: until(({ high }) => high) }
}

function intervalOf(part: number, greenwood: number): Interval {
  if (part === 0) return { low: 0, high: 0 }
  const far = (z95 * Math.sqrt(greenwood)) / Math.log(part)
  return { low: part ** Math.exp(-far), high: part ** Math.exp(far) }
}
