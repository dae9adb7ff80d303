import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placesOf } from '../core/files/stored-bytes.ts'
import type { Api } from './api.ts'

/** Stores the images and gated files among these files of a folder: a content goes live only with bytes that are there. */
export async function storeBytes(api: Api, folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const places = placesOf(file, text)
    if (places) await api.put(places.put, { base64: readFileSync(join(folder, file)).toString('base64') })
  }
}

/** What a file of a content holds: the bytes themselves where its text stands for them. Throws Error when the API does not have them. */
export async function contentOf(api: Api, file: string, text: string): Promise<string | Buffer> {
  const places = placesOf(file, text)
  return places ? api.bytes(places.get) : text
}
