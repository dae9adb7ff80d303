import { env } from './env.ts'
import { getObject, putObject } from './objects.ts'

/** Stores the bytes of a gated file; the same again changes nothing. */
export function putFile(name: string, bytes: Buffer, contentType: string): Promise<void> {
  return putObject(env('FILES_BUCKET'), name, bytes, contentType)
}

/** The bytes of a gated file; undefined when there are none. */
export function getFile(name: string): Promise<Buffer | undefined> {
  return getObject(env('FILES_BUCKET'), name)
}
