import { placeAt } from './problem.ts'

/** A stretch of a text that was made of several files. */
export interface Piece {
  readonly text: string
  readonly file: string
  /** Where it begins in that file, in characters. */
  readonly from: number
  /** It stands in place of something else, which begins there: every place in it is that one. */
  readonly instead?: true
}

/** A text made of pieces of files, that knows where each character of it is written. */
export interface PiecedText {
  readonly text: string
  readonly placeOf: (offset: number) => { readonly file: string; readonly line: number; readonly column: number }
}

/** Joins pieces of files; `files` has their whole texts. There is one piece at least. */
export function piecedText(pieces: readonly Piece[], files: (file: string) => string): PiecedText {
  const ends: number[] = []
  for (const { text } of pieces) ends.push((ends.at(-1) ?? 0) + text.length)
  return {
    text: pieces.map(({ text }) => text).join(''),
    placeOf: (offset) => {
      const found = ends.findIndex((end) => offset < end)
      const index = found < 0 ? pieces.length - 1 : found
      const piece = pieces[index]
      if (!piece) throw new RangeError('a text without pieces has no places')
      const within = piece.instead ? 0 : Math.min(Math.max(0, offset - (ends[index - 1] ?? 0)), piece.text.length)
      return { file: piece.file, ...placeAt(files(piece.file), piece.from + within) }
    },
  }
}
