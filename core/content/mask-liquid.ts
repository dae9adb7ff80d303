import { TokenKind } from 'liquidjs'
import { liquidTokens } from './liquid.ts'

/** One `{{ }}` or `{% %}` of a source. */
export interface LiquidPiece {
  readonly kind: 'output' | 'tag'
  /** The tag's name (`if`, `endfor`); empty for output. */
  readonly name: string
  readonly source: string
  readonly begin: number
  readonly end: number
  /** Stands for it while Markdown and MJML are made into HTML. */
  readonly word: string
}

/** A source whose Liquid is hidden from Markdown, MJML and HTML behind words of letters and digits. */
export interface Masked {
  readonly pieces: readonly LiquidPiece[]
  /** The source with a word for each piece. */
  readonly text: string
  /** The source with each piece as letters of the same length, so that places stay the same. */
  readonly blank: string
  /** Puts the Liquid back. */
  readonly restore: (text: string) => string
  /** The piece that a word stands for. */
  readonly pieceOf: (word: string) => LiquidPiece | undefined
  /** Matches every word of this source; has the flag `g`. */
  readonly pattern: RegExp
}

/**
 * Hides the Liquid of a source that was parsed before; throws TokenizationError on one that is no Liquid. The words begin with `letters` and do not occur in
 * `whole`, the text that the source is part of.
 */
export function maskLiquid(source: string, whole = source, letters = 'lq'): Masked {
  const prefix = freePrefix(whole, letters)
  const pieces: LiquidPiece[] = liquidTokens(source)
    .filter(({ kind }) => kind === TokenKind.Output || kind === TokenKind.Tag)
    .map((token, index) => ({
      kind: token.kind === TokenKind.Output ? 'output' : 'tag',
      name: token.kind === TokenKind.Tag && 'name' in token ? String(token.name) : '',
      source: source.slice(token.begin, token.end),
      begin: token.begin,
      end: token.end,
      word: `${prefix}${index}x`,
    }))
  const byWord = new Map(pieces.map((piece) => [piece.word, piece]))
  const pattern = new RegExp(`${prefix}\\d+x`, 'g')
  return {
    pieces,
    text: replaced(source, pieces, ({ word }) => word),
    blank: replaced(source, pieces, (piece) => piece.source.replace(/[^\n]/g, 'x')),
    restore: (text) => text.replace(pattern, (word) => byWord.get(word)?.source ?? word),
    pieceOf: (word) => byWord.get(word),
    pattern,
  }
}

/** Two sources that become one HTML, as one: the places of the second are counted on from `shift`. They were masked with different letters. */
export function maskedBoth(first: Masked, second: Masked, shift: number): Masked {
  const moved = (piece: LiquidPiece | undefined) =>
    piece && { ...piece, begin: piece.begin + shift, end: piece.end + shift }
  return {
    pieces: [...first.pieces, ...second.pieces.map((piece) => moved(piece) ?? piece)],
    text: `${first.text}\n${second.text}`,
    blank: `${first.blank}\n${second.blank}`,
    restore: (text) => second.restore(first.restore(text)),
    pieceOf: (word) => first.pieceOf(word) ?? moved(second.pieceOf(word)),
    pattern: new RegExp(`${first.pattern.source}|${second.pattern.source}`, 'g'),
  }
}

function replaced(source: string, pieces: readonly LiquidPiece[], by: (piece: LiquidPiece) => string): string {
  let made = ''
  let at = 0
  for (const piece of pieces) {
    made += source.slice(at, piece.begin) + by(piece)
    at = piece.end
  }
  return made + source.slice(at)
}

/** A beginning of words that the source itself does not hold. */
function freePrefix(whole: string, letters: string): string {
  const lower = whole.toLowerCase()
  let prefix = letters
  while (lower.includes(prefix)) prefix += 'q'
  return prefix
}

/** The pieces that begin within a part of the source. */
export type PiecesIn = (part: { begin: number; end: number }) => LiquidPiece[]

/** Finds the pieces of a part without looking at all of them each time. */
export function piecesBy({ pieces }: Masked): PiecesIn {
  const sorted = [...pieces].sort((a, b) => a.begin - b.begin)
  const firstFrom = (offset: number): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.begin ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }
  return ({ begin, end }) => sorted.slice(firstFrom(begin), firstFrom(end))
}
