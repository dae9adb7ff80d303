import { imageFile, nameOf, readReference } from './images.ts'

/** The images in the folder of a mail: `shelf.png` to the reference that stands for it. */
export type MailImages = ReadonlyMap<string, string>

/** The images among these files, by the email in whose folder they lie. */
export function imagesByEmail(files: Readonly<Record<string, string>>): ReadonlyMap<string, MailImages> {
  const images = new Map<string, Map<string, string>>()
  for (const [file, reference] of Object.entries(files)) {
    const image = imageFile(file)
    if (!image) continue
    const own = images.get(image.id) ?? new Map<string, string>()
    images.set(image.id, own.set(image.name, reference))
  }
  return images
}

/** `images/shelf.png`: the name of an image in the mail's own folder; undefined for any other address. */
export function ownImage(address: string): string | undefined {
  return /^images\/([^/]+)$/.exec(address.trim())?.[1]
}

/** HTML in which the images of the mail's own folder have their public addresses: where that is, is filled in when the mail is sent. */
export function withPublicImages(html: string, images: MailImages): string {
  return html.replace(
    /(\s(?:src|background)=["']|url\(["']?)images\/([\w.-]+)(?=["')])/g,
    (whole, before: string, name: string) => {
      const reference = readReference(images.get(name) ?? '')
      const stored = reference && nameOf(reference)
      return stored === undefined ? whole : `${before}{{ imagesUrl }}/${stored}`
    },
  )
}
