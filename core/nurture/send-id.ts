import { createHash } from 'node:crypto'
import { base32 } from '../base32.ts'
import type { Enrolment } from './enrolment.ts'

/** The name of the `visit`-th send of an enrolment: a retry has the same one, so the mailbox knows it again. */
export function sendIdOf(leadId: string, enrolmentId: string, visit: number): string {
  return hashed(leadId, enrolmentId, String(visit))
}

/** Is this one of the mails of this enrolment: one gone past, or the one at hand whose cursor is not moved yet? */
export function isSendOf({ leadId, enrolmentId, visit }: Enrolment, sendId: string): boolean {
  for (let sent = visit + 1; sent >= 1; sent -= 1) if (sendIdOf(leadId, enrolmentId, sent) === sendId) return true
  return false
}

/** The name of a mail that answers one submission (a confirmation, a receipt): kind, lead and what it answers. */
export function sendIdFor(kind: string, leadId: string, subject: string): string {
  return hashed(kind, leadId, subject)
}

/** The name of a state machine execution: 32 characters, since names hold at most 80. `subject` names enrolment or hand-off with its lead. */
export function executionName(subject: string, generation: number): string {
  return hashed('execution', subject, String(generation))
}

function hashed(...parts: string[]): string {
  return base32(createHash('sha256').update(parts.join('\n')).digest().subarray(0, 20))
}
