import { createHash } from 'node:crypto'
import { slug } from '../names.ts'

/** The largest image of a mail: people read mails on the way. */
export const largestImage = 500 * 1024

const kinds = { png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' } as const
export type ImageKind = keyof typeof kinds

/** What an image is called where it is stored and served: its content's hash and kind, so that it never changes. */
export const imageName = /^[0-9a-f]{40}\.(png|jpg|gif|webp)$/

/** The media type of an image by its stored name. */
export function imageType(name: string): string {
  return kinds[name.slice(name.indexOf('.') + 1) as ImageKind]
}

/** Where images are served, as mails are told (`imagesUrl`). */
export function imagesUrl(apiUrl: string): string {
  return `${apiUrl}/images`
}

/** The kind of an image by its first bytes, whatever its file is called; undefined for anything else. */
export function imageKindOf(bytes: Uint8Array): ImageKind | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 3) === '\xff\xd8\xff') return 'jpg'
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'gif'
  return text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' ? 'webp' : undefined
}

/** What stands for an image among the texts of a folder and of a content: its kind by its bytes, its size, its hash. */
export interface ImageReference {
  readonly kind: ImageKind | 'unknown'
  readonly bytes: number
  readonly hash: string
}

/** The reference to an image as text, for example `png 81234 3f5a…`. */
export function referenceTo(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40)
  return `${imageKindOf(bytes) ?? 'unknown'} ${bytes.length} ${hash}`
}

export function readReference(text: string): ImageReference | undefined {
  const [, kind, bytes, hash] = /^(png|jpg|gif|webp|unknown) (\d{1,9}) ([0-9a-f]{40})$/.exec(text.trim()) ?? []
  if (!kind || !bytes || !hash) return undefined
  return { kind: kind as ImageReference['kind'], bytes: Number(bytes), hash }
}

/** The stored name of what a reference means; undefined for what is no image. */
export function nameOf({ kind, hash }: ImageReference): string | undefined {
  return kind === 'unknown' ? undefined : `${hash}.${kind}`
}

/** An image in the folder of an email: `emails/welcome/images/shelf.png`; undefined for any other path. */
export function imageFile(
  file: string,
): { readonly id: string; readonly name: string; readonly kind: ImageKind } | undefined {
  const [, id = '', name = '', ending = ''] =
    /^emails\/([^/]+)\/images\/([A-Za-z0-9][\w.-]{0,99}\.(png|jpe?g|gif|webp))$/.exec(file) ?? []
  if (name === '' || !slug.safeParse(id).success) return undefined
  return { id, name, kind: ending === 'jpeg' ? 'jpg' : (ending as ImageKind) }
}

/** What is wrong with an image file, by the reference that stands for it; undefined when nothing is. */
export function imageProblem(file: string, reference: string): { message: string; mend: string } | undefined {
  const read = readReference(reference)
  if (!read) return { message: 'this stands for no image', mend: 'put the image itself there, and push it with ripen' }
  const { kind, bytes } = read
  if (kind === 'unknown') {
    return { message: 'this is no PNG, JPEG, GIF or WebP', mend: 'save the image again as one of these' }
  }
  if (kind !== imageFile(file)?.kind) {
    return { message: `by its bytes this is a ${kind}`, mend: `call it ${file.replace(/^.*\/|\.\w+$/g, '')}.${kind}` }
  }
  if (bytes > largestImage) {
    const size = `${Math.ceil(bytes / 1024)} KB`
    return { message: `the image has ${size}, and at most ${largestImage / 1024} go`, mend: 'make it smaller' }
  }
  return undefined
}
