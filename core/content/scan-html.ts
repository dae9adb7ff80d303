/** One attribute as written, entities not yet decoded. */
export interface Attribute {
  /** Lower case. */
  readonly name: string
  readonly value: string
  readonly offset: number
  readonly valueOffset: number
  readonly quoted: boolean
}

/** A piece of HTML or MJML with its place in the text. */
export type HtmlToken =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: readonly Attribute[]
      readonly selfClosing: boolean
      readonly begin: number
      readonly end: number
    }
  | { readonly kind: 'close'; readonly name: string; readonly begin: number; readonly end: number }
  | { readonly kind: 'text' | 'comment'; readonly text: string; readonly begin: number; readonly end: number }

/** Elements without content or closing tag. */
export const voidElements: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
)
/** Elements whose content is text up to their closing tag, whatever it looks like. */
const textElements = new Set(['script', 'style', 'title', 'textarea', 'mj-style'])

/** Takes HTML or MJML into pieces, as a browser would; any text gives pieces that make up the whole of it. */
export function scanHtml(html: string): HtmlToken[] {
  const tokens: HtmlToken[] = []
  let at = 0
  const text = (end: number) => {
    if (end === at) return
    // Pieces of text side by side are one.
    const begin = tokens.at(-1)?.kind === 'text' ? (tokens.pop()?.begin ?? at) : at
    tokens.push({ kind: 'text', text: html.slice(begin, end), begin, end })
    at = end
  }
  while (at < html.length) {
    const next = html.indexOf('<', at)
    if (next < 0) {
      text(html.length)
      break
    }
    const token = markupAt(html, next)
    if (!token) {
      text(next + 1)
      continue
    }
    text(next)
    tokens.push(token)
    at = token.end
    if (token.kind === 'open' && !token.selfClosing && textElements.has(token.name)) {
      const closing = new RegExp(`</${token.name}[\\s/>]`, 'i').exec(html.slice(at))
      text(closing ? at + closing.index : html.length)
    }
  }
  return tokens
}

/** No name is longer. */
const tagName = /<(\/?)([A-Za-z][^\s/>]{0,198})/y

function markupAt(html: string, begin: number): HtmlToken | undefined {
  if (html.startsWith('<!--', begin)) {
    const closing = html.indexOf('-->', begin + 4)
    const end = closing < 0 ? html.length : closing + 3
    return { kind: 'comment', text: html.slice(begin + 4, closing < 0 ? end : closing), begin, end }
  }
  if (html[begin + 1] === '!' || html[begin + 1] === '?') {
    const closing = html.indexOf('>', begin)
    const end = closing < 0 ? html.length : closing + 1
    return { kind: 'comment', text: html.slice(begin + 2, end - 1), begin, end }
  }
  tagName.lastIndex = begin
  const name = tagName.exec(html)
  if (!name) return undefined
  const { attributes, end, selfClosing } = attributesFrom(html, begin + name[0].length)
  const lower = (name[2] ?? '').toLowerCase()
  return name[1]
    ? { kind: 'close', name: lower, begin, end }
    : { kind: 'open', name: lower, attributes, selfClosing, begin, end }
}

function attributesFrom(html: string, from: number): { attributes: Attribute[]; end: number; selfClosing: boolean } {
  const attributes: Attribute[] = []
  const pattern = /[\s/]*(?:(>)|([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?|=)/y
  let at = from
  for (;;) {
    pattern.lastIndex = at
    const match = pattern.exec(html)
    if (!match) return { attributes, end: html.length, selfClosing: false }
    at = pattern.lastIndex
    if (match[1]) return { attributes, end: at, selfClosing: html[at - 2] === '/' }
    const name = match[2]
    if (name === undefined) continue
    const value = match[3] ?? match[4] ?? match[5] ?? ''
    const quoted = match[5] === undefined
    attributes.push({
      name: name.toLowerCase(),
      value,
      offset: match.index + match[0].indexOf(name),
      valueOffset: at - value.length - (quoted && match[0].length > 0 && (match[3] ?? match[4]) !== undefined ? 1 : 0),
      quoted,
    })
  }
}
