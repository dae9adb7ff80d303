import { contentFile } from './content-files.ts'
import { imagesByEmail, type MailImages } from './mail-images.ts'
import { type SharedTexts, sharedFile } from './shared-files.ts'

/** One email in one language, as its file is written. */
export interface EmailSource {
  /** Path under `templates/`, for problems. */
  readonly file: string
  readonly locale: string
  readonly format: 'md' | 'mjml'
  readonly text: string
  /** The files there are that mails share: it uses those that it names. */
  readonly shared?: SharedTexts
  /** The images in its folder. */
  readonly images?: MailImages
}

const noImages: MailImages = new Map()

/** The mails among these files in the order of their paths, each with the files that they may share and its images. */
export function emailSources(files: Readonly<Record<string, string>>): EmailSource[] {
  const shared = sharedTexts(files)
  const images = imagesByEmail(files)
  return Object.keys(files)
    .sort()
    .flatMap((file) => {
      const named = contentFile(file)
      const text = files[file] ?? ''
      if (named?.type !== 'emails') return []
      const { id, locale, format } = named
      return [{ file, text, locale, format, shared, images: images.get(id) ?? noImages }]
    })
}

/** Those of these files that mails share. */
export function sharedTexts(files: Readonly<Record<string, string>>): SharedTexts {
  return Object.fromEntries(Object.entries(files).filter(([file]) => sharedFile(file)))
}
