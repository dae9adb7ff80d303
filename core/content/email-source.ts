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
  /** Ids of the gated files that it may link to; absent: they are not known here. */
  readonly files?: ReadonlySet<string> | undefined
  /** Ids of the forms that it may link to; absent: they are not known here. */
  readonly forms?: ReadonlySet<string> | undefined
}

const noImages: MailImages = new Map()

/** The mails among these files in the order of their paths, each with the files that they may share and its images; `gated` and `forms` are the ids of the gated files and forms that there are, where that is known. */
export function emailSources(
  files: Readonly<Record<string, string>>,
  gated?: ReadonlySet<string>,
  forms?: ReadonlySet<string>,
): EmailSource[] {
  const shared = sharedTexts(files)
  const images = imagesByEmail(files)
  return Object.keys(files)
    .sort()
    .flatMap((file) => {
      const named = contentFile(file)
      const text = files[file] ?? ''
      if (named?.type !== 'emails') return []
      const { id, locale, format } = named
      return [{ file, text, locale, format, shared, images: images.get(id) ?? noImages, files: gated, forms }]
    })
}

/** Those of these files that mails share. */
export function sharedTexts(files: Readonly<Record<string, string>>): SharedTexts {
  return Object.fromEntries(Object.entries(files).filter(([file]) => sharedFile(file)))
}
