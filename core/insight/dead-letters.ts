import { toInstant } from '../names.ts'

/**
 * Why messages lie in a queue. `handler`: five tries failed; they go back to the handler's queue. `rule`: EventBridge could not put them there, and says
 * where they belong. `schedule`: a tick that reached nobody; the next one does its work.
 */
export type DeadLetterKind = 'handler' | 'rule' | 'schedule'

/** What is known of one dead letter, without its body: a body may speak of people. */
export interface DeadLetter {
  readonly event: string
  readonly sentAt: string
  readonly receives: number
  readonly error?: string
}

export interface DeadLetterQueue {
  readonly queue: string
  readonly kind: DeadLetterKind
  readonly messages: number
  /** Some of what lies there. */
  readonly sample: readonly DeadLetter[]
}

/** A message as SQS gives it, as far as anybody may look. */
export interface Lying {
  readonly body: string
  readonly sentAtMs: number
  readonly receives: number
  /** What EventBridge wrote on it: `ERROR_CODE`, `TARGET_ARN`, `RULE_ARN`. */
  readonly marks: Readonly<Record<string, string>>
}

/** The kind by who puts messages there: queues whose redrive policy names it, else a schedule or a rule, as its name says (`…-Missed`, `…-Undelivered`). */
export function kindOf(name: string, sources: number): DeadLetterKind {
  if (sources > 0) return 'handler'
  return /Missed/.test(name) ? 'schedule' : 'rule'
}

/** One dead letter for people to read: the event's name, and what went wrong where that is known. */
export function deadLetterOf({ body, sentAtMs, receives, marks }: Lying): DeadLetter {
  return {
    event: eventIn(body),
    sentAt: toInstant(sentAtMs),
    receives,
    ...(marks.ERROR_CODE && { error: marks.ERROR_CODE }),
  }
}

function eventIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    if (parsed && typeof parsed === 'object' && 'detail-type' in parsed)
      return String(parsed['detail-type']).slice(0, 128)
  } catch {
    // Not even JSON: that is what is told.
  }
  return 'no event'
}
