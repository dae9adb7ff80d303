import { createHash } from 'node:crypto'
import { slug } from '../names.ts'

/** The largest gated file: Lambda takes and gives 6 MB at once, and in base64 this is nearly as much. */
export const largestFile = 4 * 1024 * 1024

/** Nothing here runs in a browser on the address of the API: no HTML, no SVG. */
const types = {
  pdf: 'application/pdf',
  epub: 'application/epub+zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  zip: 'application/zip',
  csv: 'text/csv; charset=utf-8',
} as const
export type FileEnding = keyof typeof types
export const endings = Object.keys(types) as readonly FileEnding[]

const anyEnding = endings.join('|')
/** What the bytes of a file are called where they are stored: their hash and their ending, so that they never change. */
export const storedFileName = new RegExp(`^[0-9a-f]{40}\\.(${anyEnding})$`)
const name = `[A-Za-z0-9][\\w.-]{0,99}\\.(${anyEnding})`
/** What a gated file may be called in a folder. */
export const fileName = new RegExp(`^${name}$`)
const place = new RegExp(`^files/([^/]+)/(${name})$`)

/** The media type of a file by its name. */
export function fileType(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1) as FileEnding]
}

/** The bytes of a gated file in a folder: `files/white-paper/en.pdf`; undefined for any other path. */
export function fileAt(
  path: string,
): { readonly id: string; readonly name: string; readonly ending: FileEnding } | undefined {
  const [, id = '', name = '', ending] = place.exec(path) ?? []
  if (name === '' || !slug.safeParse(id).success) return undefined
  return { id, name, ending: ending as FileEnding }
}

/** What stands for bytes among the texts of a content: their kind by their beginning, their size, their hash. For example `pdf 81234 3f5a…`. */
export function referenceToFile(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40)
  return `${kindOf(bytes)} ${bytes.length} ${hash}`
}

export function readFileReference(
  text: string,
): { readonly kind: string; readonly bytes: number; readonly hash: string } | undefined {
  const [, kind, bytes, hash] = /^(pdf|zip|other) (\d{1,12}) ([0-9a-f]{40})$/.exec(text.trim()) ?? []
  return kind && bytes && hash ? { kind, bytes: Number(bytes), hash } : undefined
}

/** The stored name of the bytes that this text stands for, at this path of a folder; undefined for what stands for none. */
export function storedFile(path: string, text: string): string | undefined {
  const [at, read] = [fileAt(path), readFileReference(text)]
  return at && read ? `${read.hash}.${at.ending}` : undefined
}

/** What is wrong with the bytes of a file, by the reference that stands for them; undefined when nothing is. */
export function bytesProblem(
  ending: FileEnding,
  reference: string,
): { readonly message: string; readonly mend: string } | undefined {
  const read = readFileReference(reference)
  if (!read) return { message: 'this stands for no file', mend: 'put the file itself there, and push it with ripen' }
  const { kind, bytes } = read
  if (bytes === 0) return { message: 'the file is empty', mend: 'put the file itself there' }
  if (bytes > largestFile) {
    const message = `the file has ${(bytes / 1024 / 1024).toFixed(1)} MB, and at most ${largestFile / 1024 / 1024} go`
    return { message, mend: 'make it smaller: most PDFs are large by their images alone' }
  }
  if (kind !== kindFor(ending)) {
    return {
      message: `by its bytes this is no .${ending}`,
      mend: 'save it again in that format, or name it as what it is',
    }
  }
  return undefined
}

/** Documents of offices and e-books are ZIP archives. */
function kindFor(ending: FileEnding): string {
  if (ending === 'csv') return 'other'
  return ending === 'pdf' ? 'pdf' : 'zip'
}

function kindOf(bytes: Uint8Array): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, 5))
  if (beginning === '%PDF-') return 'pdf'
  return beginning.startsWith('PK\x03\x04') ? 'zip' : 'other'
}
