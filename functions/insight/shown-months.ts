import { dateOf, dayIn } from '../../core/insight/iso-week.ts'
import { monthsBetween, plusMonths } from '../../core/insight/month.ts'
import { now } from '../runtime/clock.ts'
import { notValid } from '../runtime/problem.ts'

/** One query reads so many months at most. */
const monthsAtMost = 60

/** The months that are asked for, both in it: without them the last twelve, by the company's clock. Throws a 422 {@link Problem}. */
export function shownMonths(zone: string, { from, to }: { from?: string | undefined; to?: string | undefined }) {
  const today = dayIn(zone, now())
  const thisMonth = dateOf(today).slice(0, 7)
  const last = to ?? (from !== undefined && from > thisMonth ? from : thisMonth)
  const first = from ?? plusMonths(last, -11)
  const many = monthsBetween(first, last)
  const wrong =
    many < 1
      ? 'the last month lies before the first'
      : many > monthsAtMost
        ? `at most ${monthsAtMost} months at once`
        : undefined
  if (wrong) throw notValid([{ pointer: '/query/to', detail: wrong }])
  return { from: first, to: last, today, thisMonth }
}
