import { type Interval, wilson } from '../two-proportions.ts'
import { addCounts, type Counts } from './counts.ts'
import type { MailCell } from './mail-cells.ts'

/** A part of those to whom a mail was delivered, with its interval at 95 %. */
export interface MailRate {
  readonly leads: number
  readonly rate?: number
  readonly interval?: Interval
}

export interface MailRow {
  readonly sequence: string
  readonly step: string
  readonly delivered: number
  readonly opened: MailRate
  readonly clicked: MailRate
  readonly unsubscribed: MailRate
  readonly complained: MailRate
  /** Enrolments that ended at this step: left by an exit, at the goal, or with the last step. */
  readonly exits: { readonly exited: number; readonly goal: number; readonly finished: number }
}

/** Mails by sequence and step, several months together, in the order of the names. */
export function mailView(cells: readonly { readonly value: string; readonly cell: MailCell }[]): MailRow[] {
  const bySequence = new Map<string, Counts>()
  for (const { value, cell } of cells) {
    const sum = bySequence.get(value) ?? {}
    addCounts(sum, cell as Counts)
    bySequence.set(value, sum)
  }
  return [...bySequence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([sequence, steps]) =>
      Object.entries(steps as unknown as MailCell)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([step, counts]): MailRow => {
          const { delivered = 0, exited = 0, goal = 0, finished = 0 } = counts
          const rateOf = (what: 'opened' | 'clicked' | 'unsubscribed' | 'complained'): MailRate => {
            const leads = counts[what] ?? 0
            // An open whose delivery was never reported is an open all the same, but no part of the deliveries.
            if (delivered === 0 || leads > delivered) return { leads }
            return { leads, rate: leads / delivered, interval: wilson({ reached: leads, leads: delivered }) }
          }
          return {
            sequence,
            step,
            delivered,
            opened: rateOf('opened'),
            clicked: rateOf('clicked'),
            unsubscribed: rateOf('unsubscribed'),
            complained: rateOf('complained'),
            exits: { exited, goal, finished },
          }
        }),
    )
}
