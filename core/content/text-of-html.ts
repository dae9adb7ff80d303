import { decodeEntities } from './html-entities.ts'
import { type HtmlToken, scanHtml, voidElements } from './scan-html.ts'

const blocks = new Set(
  'address article blockquote body center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr main ol p pre section table tbody thead tr ul'.split(
    ' ',
  ),
)
const spaced = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '))
const unseen = new Set(['head', 'script', 'style', 'title', 'template'])

/**
 * The text of a mail's HTML, for those who read plain text: every link with its address, lists with dashes or numbers (Persian where their style says so), images by their words;
 * what is hidden (the preheader) is left out.
 */
export function textOfHtml(html: string): string {
  const writer = new TextWriter()
  for (const token of scanHtml(html)) writer.take(token)
  return writer.text()
}

interface Open {
  readonly name: string
  readonly hidden: boolean
  readonly href?: string
  readonly textFrom: number
  /** A list that counts in Persian digits. */
  readonly persian: boolean
  items: number
}

class TextWriter {
  #text = ''
  readonly #open: Open[] = []

  take(token: HtmlToken): void {
    if (token.kind === 'open') this.#enter(token)
    else if (token.kind === 'close') this.#leave(token.name)
    else if (token.kind === 'text' && !this.#isHidden()) this.#write(token.text)
  }

  text(): string {
    const lines = this.#text.split('\n').map((line) => line.trimEnd())
    return `${lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`
  }

  #enter(token: HtmlToken & { kind: 'open' }): void {
    const { name } = token
    const attribute = (wanted: string) => token.attributes.find((one) => one.name === wanted)?.value
    if (name === 'br' && !this.#isHidden()) this.#text += '\n'
    if (name === 'hr' && !this.#isHidden()) this.#text += '\n\n---\n\n'
    if (name === 'img' && !this.#isHidden()) this.#write(attribute('alt') ?? '')
    if (voidElements.has(name) || token.selfClosing) return
    const hidden = unseen.has(name) || isHiddenBy(attribute('style'), attribute('aria-hidden'))
    if (blocks.has(name) && !hidden && !this.#isHidden()) this.#break(spaced.has(name) && !this.#inList())
    if (name === 'li' && !this.#isHidden()) this.#beginItem()
    if ((name === 'td' || name === 'th') && /[^\s]$/.test(this.#text)) this.#text += ' '
    const href = name === 'a' ? attribute('href') : undefined
    const persian = name === 'ol' && /list-style-type\s*:\s*persian/i.test(attribute('style') ?? '')
    this.#open.push({ name, hidden, ...(href && { href }), textFrom: this.#text.length, persian, items: 0 })
  }

  #leave(name: string): void {
    const at = this.#open.findLastIndex((one) => one.name === name)
    if (at < 0) return
    const hidden = this.#isHidden()
    const left = this.#open[at]
    this.#open.length = at
    if (hidden) return
    if (left?.href) this.#endLink(left.href, this.#text.slice(left.textFrom))
    if (blocks.has(name)) this.#break(spaced.has(name) && !this.#inList())
  }

  #write(raw: string): void {
    const words = this.#inside('pre') ? decodeEntities(raw) : decodeEntities(raw.replace(/[ \t\r\n]+/g, ' '))
    if (this.#inside('pre')) {
      this.#text += words
      return
    }
    const plain = words.replace(/[ \u00a0]+/g, ' ')
    this.#text += /(^|\s)$/.test(this.#text) ? plain.replace(/^ +/, '') : plain
  }

  #endLink(href: string, label: string): void {
    const address = decodeEntities(href).replace(/^mailto:/, '')
    if (address.startsWith('#') || label.trim() === address) return
    this.#text = this.#text.trimEnd() === '' ? this.#text : this.#text.replace(/ +$/, '')
    this.#text += label.trim() === '' ? address : ` (${address})`
  }

  #beginItem(): void {
    this.#break(false)
    const list = this.#open.findLast(({ name }) => name === 'ul' || name === 'ol')
    if (list) list.items += 1
    const depth = this.#open.filter(({ name }) => name === 'ul' || name === 'ol').length
    const number = list?.items.toLocaleString(list.persian ? 'fa' : 'en', { useGrouping: false })
    this.#text += `${'  '.repeat(Math.max(0, depth - 1))}${list?.name === 'ol' ? `${number}. ` : '- '}`
  }

  #break(spacedOut: boolean): void {
    const text = this.#text.replace(/[ \t]+$/, '')
    if (text === '' || /(^|\n) *(- |[\d۰-۹]+\. )$/.test(this.#text)) return
    const newlines = /\n*$/.exec(text)?.[0].length ?? 0
    this.#text = text + '\n'.repeat(Math.max(0, (spacedOut ? 2 : 1) - newlines))
  }

  #inList(): boolean {
    return this.#inside('li')
  }

  #inside(name: string): boolean {
    return this.#open.some((one) => one.name === name)
  }

  #isHidden(): boolean {
    return this.#open.some(({ hidden }) => hidden)
  }
}

/** Does this style (or mark for screen readers) keep the element from being read? */
export function isHiddenBy(style: string | undefined, ariaHidden?: string): boolean {
  const plain = decodeEntities(style ?? '').toLowerCase()
  return (
    ariaHidden === 'true' ||
    /display\s*:\s*none|visibility\s*:\s*hidden|(^|;)\s*opacity\s*:\s*0(\.0+)?\s*(;|$|!)|mso-hide\s*:\s*all/.test(plain)
  )
}
