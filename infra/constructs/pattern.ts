import type { EventPattern } from 'aws-cdk-lib/aws-events'
import type { EventKind } from '../../core/events.ts'

/** The pattern of a rule that takes these kinds of events. */
export function pattern(...kinds: readonly EventKind[]): EventPattern {
  return {
    source: [...new Set(kinds.flatMap(({ pattern }) => pattern.source))],
    detailType: kinds.flatMap(({ pattern }) => pattern['detail-type']),
  }
}
