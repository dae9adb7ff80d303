import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { placeOfIllFormed } from './ill-formed.ts'
import { notValid, Problem } from './problem.ts'

/** A request body as it came. */
export interface GivenBody {
  readonly bytes: Buffer
  /** The content type as it was given, and without parameters in lower case. */
  readonly type: string
  readonly kind: string
}

/** Reads a body by its content type; throws a {@link Problem} 400 (unreadable), 413 (too large) or 415 (other type). */
export type BodyReader = (given: GivenBody) => unknown

/** The largest JSON body of staff calls, in bytes (a draft of an email with its locales). */
const largestJson = 4 * 1024 * 1024

/** The value of a request body, read by what its route takes, and the body as text. */
export async function readBody(
  event: APIGatewayProxyEventV2,
  read: BodyReader,
): Promise<{ value: unknown; raw: string }> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  const type = event.headers?.['content-type'] ?? ''
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return { value: await read({ bytes, type, kind }), raw: bytes.toString('utf8') }
}

/** What staff and programs send; throws a {@link Problem} 422 too, for text that could be neither stored nor sent. */
export const readJson: BodyReader = ({ bytes, kind }) => {
  atMost(bytes, largestJson)
  if (bytes.length === 0 && kind === '') return {}
  if (kind !== 'application/json') throw new Problem(415, 'Send application/json.')
  const value = jsonOf(bytes)
  const pointer = placeOfIllFormed(value)
  if (pointer === undefined) return value
  throw notValid([{ pointer, detail: 'This holds half of a character (one of a pair of UTF-16); write whole ones.' }])
}

/** Throws a {@link Problem} 413 for a body of more bytes. */
export function atMost(bytes: Buffer, largest: number): void {
  if (bytes.length > largest) throw new Problem(413, `The body is larger than ${largest / 1024} KB.`)
}

/** Throws a {@link Problem} 400 for what is not JSON; nothing at all reads as `{}`. */
export function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'The body is not readable as JSON.')
  }
}
