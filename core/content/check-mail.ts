import { contrastProblems } from './check-contrast.ts'
import { cutOffBytes, type EmailClass } from './compiled-email.ts'
import { decodeEntities } from './html-entities.ts'
import type { LiquidPiece, Masked } from './mask-liquid.ts'
import type { SourceProblem } from './problem.ts'
import { type HtmlToken, voidElements } from './scan-html.ts'
import { isHiddenBy } from './text-of-html.ts'

/** More is not stored. */
export const largestBytes = 300 * 1024

/**
 * Checks the HTML that was made, and its pieces, its Liquid still masked: a marketing mail shows every lead a link to unsubscribe and the postal address, a
 * confirmation its link to confirm; Liquid tags open and
 * close at the same place between the elements; its text can be read on what lies behind it; and it is not too large.
 */
export function checkMail(
  { html, tokens, masked }: { html: string; tokens: readonly HtmlToken[]; masked: Masked },
  mail: { class: EmailClass; colours?: 'brand' | 'own' },
): SourceProblem[] {
  const walk = new MailWalk(masked)
  for (const token of tokens) walk.take(token)
  const { links, postalAddress } = walk
  // The colours of the letter that Ripen brings are those of brand.yaml, and are checked there once.
  const ofColours = mail.colours === 'brand' ? [] : contrastProblems(tokens, masked)
  const problems = [...walk.problems, ...ofColours]
  const missing = (message: string, mend: string): SourceProblem => ({ offset: 0, severity: 'error', message, mend })
  if (mail.class === 'confirmation' && !links.has('confirmUrl')) {
    problems.push(missing('no link to confirm', 'add **[Yes, that was me]({{ confirmUrl }})**, outside of {% if %}'))
  }
  if (mail.class === 'marketing' && !links.has('unsubscribeUrl')) {
    problems.push(
      missing(
        'no link to unsubscribe that every lead sees',
        'add <a href="{{ unsubscribeUrl }}">Unsubscribe</a>, outside of {% if %}',
      ),
    )
  }
  if (mail.class === 'marketing' && !postalAddress) {
    problems.push(
      missing('no postal address that every lead sees', 'add {{ brand.postalAddress }}, outside of {% if %}'),
    )
  }
  const bytes = Buffer.byteLength(masked.restore(html))
  const kilobytes = Math.ceil(bytes / 1024)
  if (bytes > largestBytes) {
    problems.push(
      missing(`the mail has ${kilobytes} KB of HTML, and at most ${largestBytes / 1024} go`, 'make it shorter'),
    )
  } else if (bytes > cutOffBytes) {
    problems.push({
      offset: 0,
      severity: 'warning',
      message: `the mail has ${kilobytes} KB of HTML: Gmail cuts it off after ${cutOffBytes / 1024}, and the link to unsubscribe with it`,
      mend: 'make it shorter',
    })
  }
  return problems
}

interface Element {
  readonly name: string
  /** It or one around it is. */
  readonly hidden: boolean
  /** Its text has no height: layout tables have that, and what shows text in them says its own size again. */
  readonly sizeless: boolean
}

/** Goes through the pieces of a mail and knows what every lead can see of it. */
class MailWalk {
  /** The variables that are the whole address of a link with words. */
  readonly links = new Set<string>()
  postalAddress = false
  readonly problems: SourceProblem[] = []
  readonly #masked: Masked
  readonly #open: Element[] = []
  readonly #tags: { readonly at: string; readonly name: string }[] = []
  #link: { readonly variable: string; readonly depth: number; text: string } | undefined

  constructor(masked: Masked) {
    this.#masked = masked
  }

  take(token: HtmlToken): void {
    if (token.kind === 'text') this.#text(token.text)
    else if (token.kind === 'open' && !voidElements.has(token.name) && !token.selfClosing) this.#enter(token)
    else if (token.kind === 'close') this.#leave(token.name)
  }

  #text(text: string): void {
    // Between most elements there is nothing else.
    if (text.trim() === '') return
    let at = 0
    for (const { 0: word, index } of text.matchAll(this.#masked.pattern)) {
      const piece = this.#masked.pieceOf(word)
      if (piece?.kind !== 'tag') continue
      this.#words(text.slice(at, index))
      this.#tag(piece)
      at = index + word.length
    }
    this.#words(text.slice(at))
  }

  #words(text: string): void {
    if (!this.#isSeen()) return
    const seen = this.#masked.restore(text)
    if (/\{\{-?\s*brand\.postalAddress\s*-?\}\}/.test(seen)) this.postalAddress = true
    if (this.#link) this.#link.text += seen
  }

  #tag({ name, begin }: LiquidPiece): void {
    const at = this.#open.map((element) => element.name).join('>')
    if (/^(if|unless|case|for|comment)$/.test(name)) this.#tags.push({ at, name })
    if (!/^(elsif|else|when|end(if|unless|case|for|comment))$/.test(name)) return
    const opened = name.startsWith('end') ? this.#tags.pop() : this.#tags.at(-1)
    if (!opened || opened.at === at) return
    this.problems.push({
      offset: begin,
      severity: 'error',
      message: `{% ${name} %} stands in another element than its {% ${opened.name} %}`,
      mend: 'put both into the same paragraph, or each on a line of its own',
    })
  }

  #enter({ name, attributes }: HtmlToken & { kind: 'open' }): void {
    const attribute = (wanted: string) => attributes.find((one) => one.name === wanted)?.value ?? ''
    const style = decodeEntities(attribute('style')).toLowerCase()
    const size = /(?:^|;)\s*font-size\s*:\s*([^;]*)/.exec(style)?.[1]
    const around = this.#open.at(-1)
    this.#open.push({
      name,
      hidden:
        (around?.hidden ?? false) ||
        neverSeen.has(name) ||
        isHiddenBy(style) ||
        /(^|;)\s*(max-)?(height|width)\s*:\s*0(px)?\s*(;|$|!)/.test(style),
      sizeless: size === undefined ? (around?.sizeless ?? false) : /^0(?![.\d]*[1-9])/.test(size),
    })
    if (name !== 'a') return
    const variable = /^\{\{-?\s*(\w+)\s*-?\}\}$/.exec(this.#masked.restore(attribute('href')).trim())?.[1]
    if (variable) this.#link = { variable, depth: this.#open.length, text: '' }
  }

  #leave(name: string): void {
    const at = this.#open.findLastIndex((element) => element.name === name)
    if (at < 0) return
    this.#open.length = at
    if (!this.#link || at >= this.#link.depth) return
    if (decodeEntities(this.#link.text).trim() !== '') this.links.add(this.#link.variable)
    this.#link = undefined
  }

  #isSeen(): boolean {
    const around = this.#open.at(-1)
    return this.#tags.length === 0 && !around?.hidden && !around?.sizeless
  }
}

const neverSeen = new Set(['head', 'style', 'script', 'title'])
