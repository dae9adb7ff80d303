import type { EventPattern } from 'aws-cdk-lib/aws-events'
import type { EventKind } from '../../core/events.ts'

/** The pattern of a rule that takes these kinds of events, but `LeadChanged` only with another cause than these. */
export function patternWithout(causes: readonly string[], ...kinds: readonly EventKind[]): EventPattern {
  return { ...pattern(...kinds), detail: { cause: { type: [{ 'anything-but': causes }, { exists: false }] } } }
}

/** The same pattern for events whose detail is like this, too. */
export function narrowed(wide: EventPattern, detail: Record<string, unknown[]>): EventPattern {
  return { ...wide, detail: { ...wide.detail, ...detail } }
}

/** The pattern of a rule that takes these kinds of events. */
export function pattern(...kinds: readonly EventKind[]): EventPattern {
  return {
    source: [...new Set(kinds.flatMap(({ pattern }) => pattern.source))],
    detailType: kinds.flatMap(({ pattern }) => pattern['detail-type']),
  }
}
