import { isUtf8 } from 'node:buffer'
import { ListProblem } from './list-problem.ts'

/** What a file's bytes tell of how its text is written: gathered piece by piece, in memory that does not grow with the file. */
export interface BytesSeen {
  /** How often each of the 256 bytes is there. */
  readonly counts: Float64Array
  first: Buffer
  /** The line of the first bytes that are not UTF-8. */
  brokenAt: number | undefined
  lines: number
  /** The beginning of a character that is not whole yet. */
  rest: Buffer
}

export function nothingSeen(): BytesSeen {
  return {
    counts: new Float64Array(256),
    first: Buffer.alloc(0),
    brokenAt: undefined,
    lines: 0,
    rest: Buffer.alloc(0),
  }
}

/** Looks at the next piece of a file. */
export function seeBytes(seen: BytesSeen, piece: Buffer): void {
  if (seen.first.length < 4) seen.first = Buffer.concat([seen.first, piece.subarray(0, 4)])
  for (const byte of piece) (seen.counts[byte] as number) += 1
  if (seen.brokenAt !== undefined) return
  const all = seen.rest.length > 0 ? Buffer.concat([seen.rest, piece]) : piece
  const end = wholeCharacters(all)
  const whole = all.subarray(0, end)
  if (!isUtf8(whole)) seen.brokenAt = seen.lines + firstBroken(whole)
  seen.lines += linesIn(whole)
  seen.rest = Buffer.from(all.subarray(end))
}

/** Where the last character of UTF-8 that is whole ends. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** The encoding that a byte order mark names for sure. */
export function encodingOfMark(first: Buffer): string | undefined {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return 'utf-8'
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  return undefined
}

/**
 * How a file's text is written: as its byte order mark says, else as somebody `named`, else UTF-8 where all of it is, else windows-1251 where it can be
 * nothing else. Throws {@link ListProblem} where nobody can be sure: a wrong guess would spoil names.
 */
export function encodingOf(seen: BytesSeen, named?: string): string {
  const marked = encodingOfMark(seen.first)
  if (marked) return checked(marked, seen)
  if (named !== undefined) return checked(labelOf(named), seen)
  if ((seen.counts[0] as number) > 0) {
    throw new ListProblem('it holds zero bytes, and no mark at its beginning says why', {
      mend: 'name its encoding, for example --encoding utf-16le',
    })
  }
  if (brokenLine(seen) === undefined) return 'utf-8'
  if (isSurelyRussian(seen.counts)) return 'windows-1251'
  throw new ListProblem('it is not UTF-8, and how it is written can’t be told for sure', {
    line: brokenLine(seen) ?? 1,
    mend: 'name its encoding, for example --encoding windows-1252, or save it as "CSV UTF-8"',
  })
}

function checked(encoding: string, seen: BytesSeen): string {
  const line = encoding === 'utf-8' ? brokenLine(seen) : undefined
  if (line === undefined) return encoding
  throw new ListProblem('there are bytes here that are not UTF-8', { line, mend: 'save the file anew as "CSV UTF-8"' })
}

function labelOf(named: string): string {
  try {
    return new TextDecoder(named).encoding
  } catch {
    throw new ListProblem(`there is no such encoding`, { mend: 'name one like utf-8, utf-16le or windows-1251' })
  }
}

function brokenLine(seen: BytesSeen): number | undefined {
  return seen.brokenAt ?? (isUtf8(seen.rest) ? undefined : seen.lines + 1)
}

/** The six letters that make 45 % of Russian text, as windows-1251 writes them: а е и н о т. */
const frequent = [0xe0, 0xe5, 0xe8, 0xed, 0xee, 0xf2]
/** Dashes, quotes and the like, which windows-1251 has beside its letters. */
const signs = [0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0, 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb9, 0xbb]

/**
 * Is this windows-1251 and nothing else? Its Russian letters are all there is beyond ASCII, small ones far more than capitals (in KOI8-R it is the other way
 * round), and the six frequent ones are frequent (in Greek, in windows-1253, they are not; in western languages letters beyond ASCII are few and others).
 */
function isSurelyRussian(counts: Float64Array): boolean {
  const sum = (from: number, to: number) => counts.subarray(from, to + 1).reduce((all, one) => all + one, 0)
  const [capital, small, yo] = [sum(0xc0, 0xdf), sum(0xe0, 0xff), (counts[0xa8] as number) + (counts[0xb8] as number)]
  const letters = capital + small + yo
  const other = sum(0x80, 0xff) - letters - signs.reduce((all, one) => all + (counts[one] as number), 0)
  const often = frequent.reduce((all, one) => all + (counts[one] as number), 0)
  return letters >= 40 && other <= letters / 100 && small > 2 * capital && often >= 0.35 * letters
}

function linesIn(whole: Buffer): number {
  let lines = 0
  for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) lines += 1
  return lines
}

/** Which of whole lines is the first that is not UTF-8, from 1. */
function firstBroken(whole: Buffer): number {
  let [from, line] = [0, 1]
  for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, from)) {
    if (!isUtf8(whole.subarray(from, at + 1))) return line
    from = at + 1
    line += 1
  }
  return line
}
