import { durationMs } from '../../core/duration.ts'
import { referenceToFile, storedFile } from '../../core/files/file-bytes.ts'
import { gatedFile } from '../../core/files/gated-file.ts'

const bytes = Buffer.from('%PDF-1.7\n')

/** A gated file with what stands for its bytes, as it is published. */
export const guide = {
  type: 'files',
  id: 'guide',
  value: gatedFile.parse({ id: 'guide', title: { en: 'A guide' }, files: { en: 'en.pdf' }, link: '50m' }),
  files: { 'files/guide/en.pdf': referenceToFile(bytes) },
  hash: 'of guide',
  at: '2026-11-24T08:00:00.000Z',
  by: 'test',
}

/** The object that holds the bytes of the gated file, and how long a link to it is good, in ms. */
export const guideObject = { key: storedFile('files/guide/en.pdf', referenceToFile(bytes)) ?? '', bytes }
export const guideLinkMs = durationMs(guide.value.link)
