import { toInstant } from '../../core/names.ts'
import type { Visitor } from '../../core/website/visitor.ts'
import { now } from '../runtime/clock.ts'

/** Where visitors stand of which something is not counted yet. */
export const uncountedVisitors = 'uncounted-visitor'

/** What a write of a visitor adds for the funnel: when it first came, and a mark to be counted where that is news or it `becomesKnown`. It costs no write of its own. */
export function forFunnel(known: Visitor | undefined, at: string, becomesKnown = false) {
  const isFirst = known?.firstAt === undefined || at < known.firstAt
  return {
    ...(isFirst && { firstAt: at }),
    ...((isFirst || becomesKnown) && { dueKind: uncountedVisitors, dueAt: toInstant(now()) }),
  }
}
