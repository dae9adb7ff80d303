import * as z from 'zod/mini'
import { contentTags } from '../content/content-tags.ts'
import { locale, words } from '../content/words.ts'
import { duration } from '../duration.ts'
import { slug } from '../names.ts'
import { endings, fileName } from './file-bytes.ts'

/** So long a link in a mail leads to its file where nobody says otherwise. */
const linkFor = '30d'

const name = z
  .string()
  .check(z.regex(fileName, `name a file beside this one that ends in ${endings.map((one) => `.${one}`).join(', ')}`))

/** What marketing writes in `templates/files/<id>/file.yaml`: something that people ask for, in each language in which there is one. */
export const gatedFile = z.strictObject({
  id: slug,
  /** What it is called where people read it: when they save it, and in the story of a lead. */
  title: words,
  /** By language, its file beside this one. */
  files: z
    .record(locale, name)
    .check(z.refine((files) => Object.keys(files).length > 0, 'name one file at least, for example en: en.pdf')),
  /** How long a link to it is good, counted from the mail. */
  link: z._default(duration, linkFor),
  ...contentTags,
  /** What it is about: it stands with each download, so that conditions can ask for it. */
  tags: z._default(z.array(slug).check(z.maxLength(20)), []),
})
export type GatedFile = z.infer<typeof gatedFile>
