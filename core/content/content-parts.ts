import { fileAt } from '../files/file-bytes.ts'
import { contentFile } from './content-files.ts'
import type { ContentType } from './content-type.ts'
import { sharedTexts } from './email-source.ts'
import { imageFile } from './images.ts'
import { segmentFilesOf } from './segment-files.ts'
import { sharedUsedBy } from './shared-use.ts'

/** The files that make up one content, by path under `templates/`; those of an email or a sequence with what it shares with others. */
export interface ContentPart {
  readonly type: ContentType
  readonly id: string
  readonly files: Record<string, string>
}

const publishingOrder: readonly ContentType[] = [
  'funnel',
  'sites',
  'files',
  'emails',
  'forms',
  'sequences',
  'scoring-models',
  'sla-policies',
]

/**
 * Which of a folder's files make up which content, in the order in which it is to be published: what is named comes before what names it. An email has the
 * partials, the layout and the look that it uses among its own files, and for each image a reference to its bytes; a sequence the segments that it uses: so each version of it is whole, and changes when one of them does.
 */
export function contentParts(files: Readonly<Record<string, string>>): ContentPart[] {
  const shared = sharedTexts(files)
  const parts = new Map<string, ContentPart>()
  for (const path of Object.keys(files).sort()) {
    const [image, bytes] = [imageFile(path), fileAt(path)]
    const one = image
      ? { type: 'emails' as const, id: image.id }
      : bytes
        ? { type: 'files' as const, id: bytes.id }
        : contentFile(path)
    if (!one) continue
    const text = files[path] ?? ''
    const part = parts.get(`${one.type}/${one.id}`) ?? { type: one.type, id: one.id, files: {} }
    parts.set(`${one.type}/${one.id}`, part)
    part.files[path] = text
    if (one.type === 'sequences') for (const used of segmentFilesOf(text, files)) part.files[used] = files[used] ?? ''
    if (one.type !== 'emails' || !('locale' in one)) continue
    for (const used of sharedUsedBy({ ...one, text, shared })) part.files[used] = shared[used] ?? ''
  }
  return publishingOrder.flatMap((type) => [...parts.values()].filter((part) => part.type === type))
}
