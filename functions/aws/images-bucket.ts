import { env } from './env.ts'
import { getObject, putObject } from './objects.ts'

/** Stores the bytes of an image; the same again changes nothing. */
export function putImage(name: string, bytes: Buffer, contentType: string): Promise<void> {
  return putObject(env('IMAGES_BUCKET'), name, bytes, contentType)
}

/** The bytes of an image; undefined when there is none. */
export function getImage(name: string): Promise<Buffer | undefined> {
  return getObject(env('IMAGES_BUCKET'), name)
}
