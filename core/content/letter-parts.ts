import { Marked, type Token, type Tokens } from 'marked'
import type { BrandLook } from './brand-look.ts'
import { addressProblem, withoutAlt } from './check-address.ts'
import type { EmailClass } from './compiled-email.ts'
import { decodeEntities } from './html-entities.ts'
import { letterRenderer } from './letter-renderer.ts'
import { escapeHtml } from './liquid.ts'
import type { MailImages } from './mail-images.ts'
import type { Masked } from './mask-liquid.ts'
import type { SourceProblem } from './problem.ts'
import { slowBlock } from './slow-block.ts'

/** A letter from top to bottom: running text, and what stands by itself. `raw` is Liquid between them. */
export type LetterPart =
  | { readonly kind: 'text'; readonly html: string }
  | { readonly kind: 'button'; readonly href: string; readonly label: string }
  | { readonly kind: 'image'; readonly src: string; readonly alt: string; readonly href?: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'raw'; readonly text: string }

/** What Markdown is read of in good time: some of it takes the square of its length. Gmail shows half as much. */
const longestLetter = 200_000
/** What MJML makes in good time. */
const partsAtMost = 1_000

/**
 * The parts of a letter in Markdown whose Liquid is masked. A paragraph that is only a bold link becomes a button. HTML is refused: what needs its own
 * goes into an .mjml file.
 */
export function letterParts(
  masked: Masked,
  mail: { class: EmailClass; locale: string; look: BrandLook; images?: MailImages },
): { parts: LetterPart[]; problems: SourceProblem[] } {
  const marked = new Marked({ gfm: true, async: false, renderer: letterRenderer(mail.locale, mail.look) })
  const problems = new ProblemsInOrder(masked)
  if (masked.text.length > longestLetter) {
    const message = `the letter is longer than ${longestLetter / 1000},000 characters`
    return { parts: [], problems: [{ offset: 0, severity: 'error', message, mend: 'make it shorter' }] }
  }
  const slow = slowBlock(masked.blank)
  if (slow !== undefined) {
    const message = 'from here to the next empty line there is more than can be read in good time'
    const mend = 'make paragraphs of it, or use fewer of * _ ~ ` [ <'
    return { parts: [], problems: [{ offset: slow, severity: 'error', message, mend }] }
  }
  // Each level costs time for all that is in it.
  if (/^(?:[ \t]{0,4}(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){100}/m.test(masked.text))
    throw new RangeError('quotes or lists in each other without end')
  const tokens = marked.lexer(blocksApart(masked))
  marked.walkTokens(tokens, (token) => {
    if (token.type === 'html') {
      problems.add(token, {
        severity: 'error',
        message: 'HTML does not go into a Markdown letter',
        mend: 'write it in Markdown, or make the whole letter an .mjml file',
      })
    } else if (token.type === 'link' || token.type === 'image') {
      const use = token.type === 'link' ? 'link' : 'image'
      problems.add(token, addressProblem(masked.restore(token.href), use, mail))
      if (use === 'image' && token.text === '') problems.add(token, withoutAlt)
    }
  })
  const parts: LetterPart[] = []
  for (const token of tokens) {
    const part = partOf(token, masked, (one) => marked.parser([one]))
    const last = parts.at(-1)
    if (part?.kind === 'text' && last?.kind === 'text') {
      parts[parts.length - 1] = { kind: 'text', html: last.html + part.html }
    } else if (part) {
      parts.push(part)
    }
  }
  if (parts.length > partsAtMost) {
    const message = `the letter has more than ${partsAtMost} buttons, images, rules and pieces of text between them`
    return { parts: [], problems: [{ offset: 0, severity: 'error', message, mend: 'make it shorter' }] }
  }
  return { parts, problems: problems.all }
}

function partOf(token: Token, masked: Masked, html: (token: Token) => string): LetterPart | undefined {
  if (token.type === 'space' || token.type === 'def' || token.type === 'html') return undefined
  if (token.type === 'hr') return { kind: 'rule' }
  if (token.type !== 'paragraph') return { kind: 'text', html: html(token) }
  const words = token.raw.trim()
  if (isOnlyTags(words, masked)) return { kind: 'raw', text: words }
  const only = soleChild(token as Tokens.Paragraph)
  const link = only?.type === 'strong' ? soleChild(only as Tokens.Strong) : undefined
  if (link?.type === 'link') {
    return { kind: 'button', href: link.href, label: textOf(link as Tokens.Link) }
  }
  const framed = only?.type === 'link' ? soleChild(only as Tokens.Link) : only
  if (framed?.type === 'image') {
    const image = framed as Tokens.Image
    return { kind: 'image', src: image.href, alt: image.text, ...(only?.type === 'link' && { href: only.href }) }
  }
  return { kind: 'text', html: html(token) }
}

/** Lines of Liquid tags alone are blocks of their own, so that `{% if %}` around a paragraph takes the paragraph with it. */
function blocksApart(masked: Masked): string {
  return masked.text
    .split('\n')
    .map((line) => (isOnlyTags(line.trimEnd(), masked) ? `\n${line}\n` : line))
    .join('\n')
}

function isOnlyTags(line: string, masked: Masked): boolean {
  const words = line.match(masked.pattern) ?? []
  return (
    words.length > 0 &&
    line.replace(masked.pattern, '').trim() === '' &&
    !/^\s/.test(line) &&
    words.every((word) => masked.pieceOf(word)?.kind === 'tag')
  )
}

function soleChild({ tokens }: { tokens: Token[] }): Token | undefined {
  return tokens.length === 1 ? tokens[0] : undefined
}

/** The plain text of a label, as HTML. */
function textOf({ tokens }: { tokens: Token[] }): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens) return textOf({ tokens: token.tokens })
      return escapeHtml(decodeEntities('text' in token ? String(token.text) : token.raw))
    })
    .join('')
}

/** Tokens of Markdown know their text but not their place: it is looked for from the last one on. */
class ProblemsInOrder {
  readonly all: SourceProblem[] = []
  readonly #masked: Masked
  #from = 0
  #source: string

  constructor(masked: Masked) {
    this.#masked = masked
    this.#source = masked.restore(masked.text)
  }

  add(token: Token, problem: Omit<SourceProblem, 'offset'> | undefined): void {
    if (!problem) return
    const raw = this.#masked.restore(token.raw).trim()
    const found = this.#source.indexOf(raw, this.#from)
    const offset = found >= 0 ? found : Math.max(0, this.#source.indexOf(raw))
    this.#from = offset
    this.all.push({ offset, ...problem })
  }
}
