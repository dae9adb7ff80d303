import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { imageFile, nameOf, readReference } from '../core/content/images.ts'
import type { Api } from './api.ts'

/** Stores the images among these files of a folder: a mail goes live only with images that are there. */
export async function storeImages(api: Api, folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const name = storedName(file, text)
    if (name === undefined) continue
    await api.put(`/content/images/${name}`, { base64: readFileSync(join(folder, file)).toString('base64') })
  }
}

/** What a file of a content holds: the image itself where its text stands for one. Throws Error when the API does not have it. */
export async function contentOf(api: Api, file: string, text: string): Promise<string | Buffer> {
  const name = storedName(file, text)
  return name === undefined ? text : api.bytes(`/images/${name}`)
}

function storedName(file: string, text: string): string | undefined {
  const reference = imageFile(file) && readReference(text)
  return reference && nameOf(reference)
}
