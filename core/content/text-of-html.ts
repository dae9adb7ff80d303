import { decodeEntities } from './html-entities.ts'
import { type HtmlToken, voidElements } from './scan-html.ts'

const blocks = new Set(
  'address article blockquote body center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr main ol p pre section table tbody thead tr ul'.split(
    ' ',
  ),
)
const spaced = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '))
const unseen = new Set(['head', 'script', 'style', 'title', 'template'])

/**
 * The text of a mail's HTML, given in its pieces, for those who read plain text: every link with its address, lists with dashes or numbers (Persian where their style says so), images by their words;
 * what is hidden (the preheader) is left out.
 */
export function textOfHtml(tokens: readonly HtmlToken[]): string {
  const writer = new TextWriter()
  for (const token of tokens) writer.take(token)
  return writer.text()
}

interface Open {
  readonly name: string
  /** It or one around it is. */
  readonly hidden: boolean
  readonly preformatted: boolean
  readonly inList: boolean
  readonly href?: string
  /** Where its text begins: in which line, and at which character of it. */
  readonly from: { readonly line: number; readonly column: number }
  /** A list that counts in Persian digits. */
  readonly persian: boolean
  items: number
}

/** What is decided looks at the line that is being written: the text as a whole would be copied at each look. */
class TextWriter {
  readonly #lines: string[] = []
  #line = ''
  readonly #open: Open[] = []

  take(token: HtmlToken): void {
    if (token.kind === 'open') this.#enter(token)
    else if (token.kind === 'close') this.#leave(token.name)
    else if (token.kind === 'text' && !this.#isHidden()) this.#write(token.text)
  }

  text(): string {
    const lines = [...this.#lines, this.#line].map((line) => line.trimEnd())
    return `${lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`
  }

  #enter(token: HtmlToken & { kind: 'open' }): void {
    const { name } = token
    const attribute = (wanted: string) => token.attributes.find((one) => one.name === wanted)?.value
    if (name === 'br' && !this.#isHidden()) this.#add('\n')
    if (name === 'hr' && !this.#isHidden()) this.#add('\n\n---\n\n')
    if (name === 'img' && !this.#isHidden()) this.#write(attribute('alt') ?? '')
    if (voidElements.has(name) || token.selfClosing) return
    const hidden = this.#isHidden() || unseen.has(name) || isHiddenBy(attribute('style'), attribute('aria-hidden'))
    if (blocks.has(name) && !hidden) this.#break(spaced.has(name) && !this.#inList())
    if (name === 'li' && !this.#isHidden()) this.#beginItem()
    if ((name === 'td' || name === 'th') && !this.#endsWithSpace()) this.#line += ' '
    const href = name === 'a' ? attribute('href') : undefined
    const persian = name === 'ol' && /list-style-type\s*:\s*persian/i.test(attribute('style') ?? '')
    this.#open.push({
      name,
      hidden,
      preformatted: name === 'pre' || this.#isPreformatted(),
      inList: name === 'li' || this.#inList(),
      ...(href && { href }),
      from: { line: this.#lines.length, column: this.#line.length },
      persian,
      items: 0,
    })
  }

  #leave(name: string): void {
    const at = this.#open.findLastIndex((one) => one.name === name)
    if (at < 0) return
    const hidden = this.#isHidden()
    const left = this.#open[at]
    this.#open.length = at
    if (hidden) return
    if (left?.href) this.#endLink(left.href, this.#textSince(left.from))
    if (blocks.has(name)) this.#break(spaced.has(name) && !this.#inList())
  }

  #write(raw: string): void {
    // Between most elements there is nothing else.
    if (raw === '\n' && this.#endsWithSpace() && !this.#isPreformatted()) return
    if (this.#isPreformatted()) {
      this.#add(decodeEntities(raw))
      return
    }
    const plain = decodeEntities(raw.replace(/[ \t\r\n]+/g, ' ')).replace(/[ \u00a0]+/g, ' ')
    this.#add(this.#endsWithSpace() ? plain.replace(/^ +/, '') : plain)
  }

  #add(text: string): void {
    if (!text.includes('\n')) {
      this.#line += text
      return
    }
    const lines = (this.#line + text).split('\n')
    this.#line = lines.pop() ?? ''
    this.#lines.push(...lines)
  }

  #endsWithSpace(): boolean {
    return !/\S/.test(this.#line.slice(-1))
  }

  #textSince({ line, column }: Open['from']): string {
    return [...this.#lines.slice(line), this.#line].join('\n').slice(column)
  }

  #endLink(href: string, label: string): void {
    // What says to the website who comes by the link would be most of it.
    const address = decodeEntities(href)
      .replace(/^mailto:/, '')
      .replace(/#ripen=.*$/, '')
    if (address.startsWith('#') || label.trim() === address) return
    this.#line = this.#line.replace(/ +$/, '')
    this.#line += label.trim() === '' ? address : ` (${address})`
  }

  #beginItem(): void {
    this.#break(false)
    const list = this.#open.findLast(({ name }) => name === 'ul' || name === 'ol')
    if (list) list.items += 1
    const depth = this.#open.filter(({ name }) => name === 'ul' || name === 'ol').length
    const mark = list?.name === 'ol' ? `${list.persian ? inPersian(list.items) : list.items}. ` : '- '
    this.#line += `${'  '.repeat(Math.max(0, depth - 1))}${mark}`
  }

  /** Begins a new line, or one after an empty line; not at the beginning of all, and not behind the mark of an item. */
  #break(spacedOut: boolean): void {
    if (/^ *(- |[\d۰-۹]+\. )$/.test(this.#line)) return
    this.#line = this.#line.replace(/[ \t]+$/, '')
    if (this.#line === '' && this.#lines.length === 0) return
    let ended = this.#line === '' ? 1 : 0
    while (ended < 3 && this.#line === '' && this.#lines.at(-ended) === '') ended += 1
    while (ended < (spacedOut ? 2 : 1)) {
      this.#lines.push(this.#line)
      this.#line = ''
      ended += 1
    }
  }

  #inList(): boolean {
    return this.#open.at(-1)?.inList ?? false
  }

  #isPreformatted(): boolean {
    return this.#open.at(-1)?.preformatted ?? false
  }

  #isHidden(): boolean {
    return this.#open.at(-1)?.hidden ?? false
  }
}

function inPersian(number: number): string {
  return String(number).replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? digit)
}

/** Does this style (or mark for screen readers) keep the element from being read? */
export function isHiddenBy(style: string | undefined, ariaHidden?: string): boolean {
  const plain = decodeEntities(style ?? '').toLowerCase()
  return (
    ariaHidden === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden|(^|;)\s*opacity\s*:\s*0(\.0+)?\s*(;|$|!)|mso-hide\s*:\s*all/.test(plain)
  )
}
