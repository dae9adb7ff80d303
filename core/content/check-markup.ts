import { addressProblem, withoutAlt } from './check-address.ts'
import type { EmailClass } from './compiled-email.ts'
import { decodeEntities } from './html-entities.ts'
import type { MailImages } from './mail-images.ts'
import { type Masked, type PiecesIn, piecesBy } from './mask-liquid.ts'
import { OpenElements } from './open-elements.ts'
import { type SourceProblem, theFirst } from './problem.ts'
import { type Attribute, type HtmlToken, scanHtml, voidElements } from './scan-html.ts'

type Opening = HtmlToken & { kind: 'open' }

interface CheckedMail {
  readonly class: EmailClass
  readonly places: ReadonlySet<string>
  readonly images?: MailImages
  readonly piecesIn: PiecesIn
}

const forbidden = new Set(
  `script form iframe frame frameset object embed applet base link meta input button textarea select option audio video
  svg math canvas template noscript dialog portal`.split(/\s+/),
)
/** Parts of MJML that read other files or change what was checked. */
const unused: Readonly<Record<string, string>> = {
  'mj-include': 'write it into this file',
  'mj-html-attributes': 'write the attributes where they belong',
  'mj-font': 'use fonts that are there already: loading one tells when the mail is read',
}
const addresses: Readonly<Record<string, 'link' | 'image'>> = {
  href: 'link',
  src: 'image',
  background: 'image',
  'background-url': 'image',
}
/** Where values may stand: elsewhere escaping does not make them safe. */
const forValues = new Set([...Object.keys(addresses), 'alt', 'title', 'aria-label', 'name'])

/** What a mail's MJML must not hold, with the place in the source: scripts, forms, frames, handlers, addresses that run something, values where they are not safe. */
export function checkMarkup(
  source: string,
  masked: Masked,
  mail: { class: EmailClass; images?: MailImages },
): SourceProblem[] {
  const tokens = scanHtml(masked.blank)
  const places = new Set(tokens.flatMap((token) => (token.kind === 'open' ? placesOf(token) : [])))
  const piecesIn = piecesBy(masked)
  const checked = { ...mail, places, piecesIn }
  return theFirst([
    ...tokens.flatMap((token) => (token.kind === 'open' ? elementProblems(token, source, checked) : [])),
    ...tokens.flatMap((token, index) => strayLiquid(token, piecesIn, isStyle(tokens[index - 1]))),
    ...tokens.flatMap((token, index) => (isStyle(tokens[index - 1]) ? styleProblems(token) : [])),
    ...unbalanced(tokens),
  ])
}

/** What `#id` leads to: ids, and names of links. */
function placesOf({ name, attributes }: Opening): string[] {
  return attributes.flatMap((one) => (one.name === 'id' || (name === 'a' && one.name === 'name') ? [one.value] : []))
}

function elementProblems(token: Opening, source: string, mail: CheckedMail): SourceProblem[] {
  const { name, begin } = token
  if (forbidden.has(name))
    return [error(begin, `a mail can't hold <${name}>`, 'mail programs don’t run it: leave it out')]
  const instead = Object.hasOwn(unused, name) ? unused[name] : undefined
  if (instead) return [error(begin, `<${name}> is not used here`, instead)]
  const attributes = token.attributes.flatMap((one) => attributeProblems(one, token, source, mail))
  const isImage = name === 'img' || name === 'mj-image' || name === 'mj-carousel-image'
  return isImage && !token.attributes.some((one) => one.name === 'alt')
    ? [...attributes, { offset: begin, ...withoutAlt }]
    : attributes
}

function attributeProblems(attribute: Attribute, element: Opening, source: string, mail: CheckedMail): SourceProblem[] {
  const { name, offset, valueOffset } = attribute
  const value = source.slice(valueOffset, valueOffset + attribute.value.length)
  if (name.startsWith('on'))
    return [error(offset, `a mail can't hold ${name}`, 'mail programs don’t run it: leave it out')]
  if (element.name === 'mj-style' && name === 'inline') {
    return [error(offset, 'inline styles are not worked in here', 'write them as attributes of the elements')]
  }
  const within = mail.piecesIn(placeOfValue(attribute))
  if (within.length > 0 && !attribute.quoted)
    return [error(offset, 'Liquid in an attribute needs quotes around it', 'write it like href="{{ url }}"')]
  if (within.some(({ kind }) => kind === 'output') && !forValues.has(name)) {
    return [error(valueOffset, `a value can't stand in "${name}"`, 'values go into text, addresses and alt texts')]
  }
  const use = Object.hasOwn(addresses, name) ? addresses[name] : undefined
  const problem = use && addressProblem(value, use, mail)
  if (problem) return [{ offset: valueOffset, ...problem }]
  if (/(javascript|vbscript):|expression\s*\(/i.test(decodeEntities(value).replace(/[\p{Cc}\s]/gu, ''))) {
    return [error(valueOffset, "a mail can't hold scripts", 'leave it out')]
  }
  return []
}

/** Liquid works in comments, styles and between attributes too, where it breaks the markup. */
function strayLiquid(token: HtmlToken, piecesIn: PiecesIn, inStyle: boolean): SourceProblem[] {
  const inside = piecesIn(token)
  if (token.kind === 'open') {
    const inValues = new Set(token.attributes.flatMap((one) => piecesIn(placeOfValue(one))))
    const stray = inside.filter((piece) => !inValues.has(piece))
    return stray.map(({ begin }) => error(begin, 'Liquid can’t stand here', 'it goes into text or into quotes'))
  }
  if (token.kind === 'close')
    return inside.map(({ begin }) => error(begin, 'Liquid can’t stand here', 'it goes into text or into quotes'))
  if (inStyle) return inside.map(({ begin }) => error(begin, 'Liquid can’t stand in styles', 'write the value out'))
  if (token.kind === 'comment') {
    return inside.map(({ begin }) => error(begin, 'Liquid works in comments, too', 'take it out of the comment'))
  }
  return []
}

/** What follows the opening of a style is its text. */
function isStyle(before: HtmlToken | undefined): boolean {
  return before?.kind === 'open' && !before.selfClosing && (before.name === 'style' || before.name === 'mj-style')
}

function styleProblems(token: HtmlToken): SourceProblem[] {
  if (token.kind !== 'text') return []
  const match = /@import|(javascript|vbscript):|expression\s*\(/i.exec(token.text)
  return match ? [error(token.begin + match.index, `a mail's styles can't hold ${match[0]}`, 'leave it out')] : []
}

function placeOfValue({ valueOffset, value }: Attribute): { begin: number; end: number } {
  return { begin: valueOffset, end: valueOffset + value.length }
}

/** Elements that are opened and never closed, or the other way round: MJML would drop them without a word. */
function unbalanced(tokens: readonly HtmlToken[]): SourceProblem[] {
  const elements = new OpenElements<Opening>()
  const problems: SourceProblem[] = []
  const ofMjml = (left: readonly { name: string; begin: number }[]) => left.filter(({ name }) => name.startsWith('mj'))
  for (const token of tokens) {
    if (token.kind === 'open' && !token.selfClosing && !voidElements.has(token.name)) elements.open(token)
    if (token.kind !== 'close' || voidElements.has(token.name)) continue
    const left = elements.close(token.name)
    if (left) for (const one of ofMjml(left)) problems.push(notClosed(one))
    else problems.push(error(token.begin, `</${token.name}> closes nothing`, 'take it out, or open it before'))
  }
  return [...problems, ...ofMjml(elements.all).map(notClosed)]
}

function notClosed({ name, begin }: { name: string; begin: number }): SourceProblem {
  return error(begin, `<${name}> is not closed`, `close it with </${name}>`)
}

function error(offset: number, message: string, mend?: string): SourceProblem {
  return { offset, severity: 'error', message, ...(mend && { mend }) }
}
