import type { Mailbox } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'

/** What the mailbox becomes when somebody lifts its suppression, soft bounces forgotten; undefined when there is none. */
export function liftSuppression(mailbox: Mailbox): Partial<Mailbox> | undefined {
  if (!suppressionOf(mailbox)) return undefined
  const merged = mailbox.merged?.map(({ suppression, ...one }) => one)
  return {
    suppression: undefined,
    softBounces: 0,
    softBounced: [],
    ...(merged && { merged }),
    rev: mailbox.rev + 1,
  }
}
