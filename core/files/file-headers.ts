import { fileType } from './file-bytes.ts'

/** What browsers show themselves, so that people need not look for it in their downloads. */
const shown = ['pdf']

/**
 * The headers of a gated file: for one person and no cache, nothing to be guessed from its bytes, saved under its title in any script (RFC 6266 with `filename*`
 * of RFC 8187; the plain name is for programs that know no other).
 */
export function fileHeaders(file: { id: string; title: string; stored: string }): Record<string, string> {
  const ending = file.stored.slice(file.stored.lastIndexOf('.') + 1)
  const name = `${savedAs(file.title) || file.id}.${ending}`
  const disposition = shown.includes(ending) ? 'inline' : 'attachment'
  return {
    'content-type': fileType(file.stored),
    'content-disposition': `${disposition}; filename="${file.id}.${ending}"; filename*=UTF-8''${encoded(name)}`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    // It is given whole: who asks for a piece gets all of it.
    'accept-ranges': 'none',
  }
}

/** A title without what no file system takes in a name, and without what turns the direction of its letters: `gpj.exe` would read as something else. */
function savedAs(title: string): string {
  return title
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[/\\:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .slice(0, 120)
}

/** As RFC 8187 writes values: all but a few ASCII characters in percent. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
