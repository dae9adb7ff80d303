import type { Route } from '../../core/route.ts'
import { atMost, type BodyReader, jsonOf } from './body.ts'
import { type HeadersOf, type Incoming, onRequest } from './on-request.ts'
import { Problem } from './problem.ts'

/** The largest form post taken, in bytes. */
const largestForm = 32 * 1024

/** As {@link onRequest}, for a route that takes what browsers post. */
export function onFormPost<R extends Route>(
  route: R,
  handle: (request: Incoming<R>) => Promise<unknown>,
  headersOf?: HeadersOf,
) {
  return onRequest(route, handle, headersOf, readForm)
}

/** What browsers post, and JSON. */
export const readForm: BodyReader = async ({ bytes, type, kind }) => {
  atMost(bytes, largestForm)
  if (bytes.length === 0 && kind === '') return {}
  if (kind === 'application/json') return jsonOf(bytes)
  if (kind === 'application/x-www-form-urlencoded') return nested(new URLSearchParams(bytes.toString('utf8')))
  if (kind === 'multipart/form-data') {
    // Most posts are not: what reads these (27 KB) is loaded for the first that is.
    const { readMultipart } = await import('./multipart.ts')
    return nested(await readMultipart(bytes, type, largestForm))
  }
  throw new Problem(415, 'Send application/json, application/x-www-form-urlencoded or multipart/form-data.')
}

/** Form fields to an object: `consent.news=on` becomes `{ consent: { news: "on" } }`, a repeated name becomes a list. */
function nested(fields: Iterable<[string, string]>): Record<string, unknown> {
  const value: Record<string, unknown> = Object.create(null)
  for (const [name, text] of fields) {
    const dot = name.indexOf('.')
    const [outer, inner] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, undefined]
    if (inner === undefined) {
      const before = value[outer]
      value[outer] = before === undefined ? text : [before, text].flat()
    } else {
      value[outer] ??= Object.create(null)
      const record = value[outer]
      if (record === null || typeof record !== 'object' || Array.isArray(record)) {
        throw new Problem(400, 'A field is given both alone and with a dotted name.')
      }
      ;(record as Record<string, unknown>)[inner] = text
    }
  }
  return value
}
