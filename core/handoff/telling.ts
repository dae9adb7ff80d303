import type { Handoff, Tell } from './handoff.ts'

/** The hand-off with a mail to one of the staff that is owed for it; `what` tells it from the others to the same person. */
export function telling(handoff: Handoff, what: string, to: string, mail: Omit<Tell, 'key' | 'to'>): Handoff {
  return { ...handoff, tells: [...handoff.tells, { ...mail, key: `${what}-${to}`, to }] }
}
