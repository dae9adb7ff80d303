import type { Mailbox } from '../consent/mailbox.ts'

/** What the mailbox becomes when somebody lifts its suppression, soft bounces forgotten; undefined when there is none. */
export function liftSuppression(mailbox: Mailbox): Partial<Mailbox> | undefined {
  if (!mailbox.suppression) return undefined
  return { suppression: undefined, softBounces: 0, softBounced: [], rev: mailbox.rev + 1 }
}
