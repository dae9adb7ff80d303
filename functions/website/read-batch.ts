import { largestBatch } from '../../core/website/visit.ts'
import { atMost, type BodyReader, readJson } from '../runtime/body.ts'

/** JSON of at most 8 KB. What calls itself plain text is read as JSON too: a browser sends that to another origin without asking first. */
export const readBatch: BodyReader = (given) => {
  atMost(given.bytes, largestBatch)
  return readJson(given.kind === 'text/plain' ? { ...given, kind: 'application/json' } : given)
}
