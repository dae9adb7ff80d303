import { Busboy } from '@fastify/busboy'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { Problem } from './problem.ts'

/** The largest form post taken, in bytes. */
export const largestForm = 32 * 1024
/** The largest JSON body of staff calls, in bytes (a draft of an email with its locales). */
export const largestJson = 4 * 1024 * 1024

/** Reads a request body by its content type; throws a {@link Problem} 400 (unreadable), 413 (too large) or 415 (other type). */
export async function readBody(
  event: APIGatewayProxyEventV2,
  reads: 'json' | 'form',
): Promise<{ value: unknown; raw: string }> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  const largest = reads === 'form' ? largestForm : largestJson
  if (bytes.length > largest) throw new Problem(413, `The body is larger than ${largest / 1024} KB.`)
  const type = event.headers?.['content-type'] ?? ''
  const raw = bytes.toString('utf8')
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (bytes.length === 0 && kind === '') return { value: {}, raw }
  if (kind === 'application/json') return { value: readJson(raw), raw }
  if (reads === 'form' && kind === 'application/x-www-form-urlencoded')
    return { value: nested(new URLSearchParams(raw)), raw }
  if (reads === 'form' && kind === 'multipart/form-data')
    return { value: nested(await readMultipart(bytes, type)), raw }
  const taken =
    reads === 'form' ? 'application/json, application/x-www-form-urlencoded or multipart/form-data' : 'application/json'
  throw new Problem(415, `Send ${taken}.`)
}

function readJson(raw: string): unknown {
  if (raw.trim() === '') return {}
  try {
    return JSON.parse(raw)
  } catch {
    throw new Problem(400, 'The body is not readable as JSON.')
  }
}

function readMultipart(bytes: Buffer, type: string): Promise<[string, string][]> {
  return new Promise((resolve, reject) => {
    const unreadable = () => reject(new Problem(400, 'The body is not readable as multipart/form-data.'))
    const fields: [string, string][] = []
    try {
      const parser = new Busboy({
        headers: { 'content-type': type },
        limits: { fields: 200, files: 0, fieldSize: largestForm },
      })
      parser.on('field', (name, value) => fields.push([name, value]))
      parser.on('finish', () => resolve(fields))
      parser.on('error', unreadable)
      parser.end(bytes)
    } catch {
      unreadable()
    }
  })
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
