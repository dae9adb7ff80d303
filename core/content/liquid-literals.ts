import { TokenKind } from 'liquidjs'
import { escapeHtml, liquidTokens } from './liquid.ts'

/** A plain Liquid source (a subject) made into one for HTML: its own text is escaped, its Liquid stays. Throws TokenizationError on what is no Liquid. */
export function escapeLiterals(source: string): string {
  return liquidTokens(source)
    .map(({ kind, begin, end }) => {
      const piece = source.slice(begin, end)
      return kind === TokenKind.HTML ? escapeHtml(piece) : piece
    })
    .join('')
}
