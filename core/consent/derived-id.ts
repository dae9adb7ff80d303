import { createHash } from 'node:crypto'
import { base32 } from '../base32.ts'

/** An id that follows from what it names, so that a repeat has the same one. */
export function derivedId(...parts: readonly string[]): string {
  return base32(createHash('sha256').update(parts.join('\n')).digest().subarray(0, 20))
}
