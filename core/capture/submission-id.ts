import { createHash } from 'node:crypto'
import { base32 } from '../base32.ts'
import type { Submission } from './read-submission.ts'

const minute = 60_000

/** Two posts of the same content without a key within this are one: nobody posts the same twice in a minute on purpose, but buttons are pressed twice. */
export const sameWithinMs = minute

/**
 * The name of a submission: a hash of form, idempotency key and content, so that a repeat has the same name and needs no store. Without a key the minute takes
 * its place; a double click over the turn of a minute has two names then, and the consumer takes those for one by {@link contentHash}.
 */
export function submissionIdOf(
  formId: string,
  key: string | undefined,
  submission: Submission,
  actedAtMs: number,
): string {
  const named = key === undefined ? `minute ${Math.floor(actedAtMs / minute)}` : `key ${key}`
  return hashed(formId, named, canonical(submission))
}

/** What tells that two posts say the same: a hash of form and content, whenever it was. */
export function contentHash(formId: string, submission: Submission): string {
  return hashed(formId, canonical(submission))
}

/** The content alone, however it was written down: not when the form was shown, nor where the visitor came from. */
function canonical({ email, fields, topics, trapped }: Submission): string {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([email, sorted, topics, trapped])
}

function hashed(...parts: string[]): string {
  return base32(
    createHash('sha256')
      .update(JSON.stringify(['submission', ...parts]))
      .digest()
      .subarray(0, 20),
  )
}
