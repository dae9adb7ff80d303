import { toInstant } from '../../core/names.ts'
import { earlier, type Landing } from '../../core/website/landing.ts'
import type { Visitor } from '../../core/website/visitor.ts'
import type { Expression } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

/** Where visitors stand of which something is not counted yet. */
export const uncountedVisitors = 'uncounted-visitor'

/** What marks a visitor to be counted. */
export function uncounted() {
  return { set: { dueKind: uncountedVisitors, dueAt: toInstant(now()) }, add: { marks: 1 } }
}

/**
 * What a write of a visitor adds for the funnel: when it first came and by which page, and a mark to be counted where that is news or it `becomesKnown`. It costs no
 * write of its own. The write is to be made on condition that the visitor is {@link unmarkedSince} it was read, else the later of two first visits may win.
 */
export function forFunnel(known: Visitor | undefined, at: string, came?: Landing, becomesKnown = false) {
  const firstAt = known?.firstAt === undefined || at < known.firstAt ? at : undefined
  const first = earlier(known?.landing, came)
  const landing = first === known?.landing ? undefined : first
  const { set, add } = uncounted()
  const isNews = firstAt !== undefined || landing !== undefined || becomesKnown
  return {
    set: { ...(firstAt !== undefined && { firstAt }), ...(landing && { landing }), ...(isNews && set) },
    add: isNews ? add : undefined,
  }
}

/** The condition that nothing to be counted came to a visitor since it was read. */
export function unmarkedSince(marks = 0): Expression {
  const names = { '#marks': 'marks' }
  return marks === 0
    ? { text: 'attribute_not_exists(#marks)', names }
    : { text: '#marks = :marks', names, values: { ':marks': marks } }
}
