import { imageFile, nameOf, readReference, referenceTo } from '../content/images.ts'
import { fileAt, referenceToFile, storedFile } from './file-bytes.ts'

/** What stands among the texts of a folder for a file that is none: an image of a mail, or a gated file; undefined for a text. */
export function referenceFor(path: string, bytes: Uint8Array): string | undefined {
  if (imageFile(path)) return referenceTo(bytes)
  return fileAt(path) ? referenceToFile(bytes) : undefined
}

/** Where the API takes the bytes that this text stands for, and where it gives them; undefined for a text that stands for none. */
export function placesOf(path: string, text: string): { readonly put: string; readonly get: string } | undefined {
  const image = imageFile(path) && readReference(text)
  const name = image && nameOf(image)
  if (name !== undefined) return { put: `/content/images/${name}`, get: `/images/${name}` }
  const file = storedFile(path, text)
  return file === undefined ? undefined : { put: `/content/file-bytes/${file}`, get: `/content/file-bytes/${file}` }
}
