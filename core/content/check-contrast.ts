import { contrastOf, leastContrast } from './contrast.ts'
import { decodeEntities } from './html-entities.ts'
import type { Masked } from './mask-liquid.ts'
import type { SourceProblem } from './problem.ts'
import { type HtmlToken, voidElements } from './scan-html.ts'
import { type Colour, colourOf, hexOf, over, readableOn } from './seen-colour.ts'
import { isHiddenBy } from './text-of-html.ts'

/** WCAG 2.2, success criterion 1.4.3 (AA): large text needs less contrast. */
const leastIfLarge = 3
/** "Large is at least 18 point, or 14 point and bold"; a point is 4/3 px. */
const largePx = 24
const largeBoldPx = 14 * (4 / 3)

/** How the text of an element looks; undefined where the mail does not say it in itself: classes, images and links without colour differ by program. */
interface Look {
  readonly name: string
  readonly colour: Colour | undefined
  readonly ground: Colour | undefined
  readonly sizePx: number
  readonly bold: boolean
  readonly hidden: boolean
}

const black = { r: 0, g: 0, b: 0, a: 1 }
const white = { r: 255, g: 255, b: 255, a: 1 }
const page: Look = { name: '', colour: black, ground: white, sizePx: 16, bold: false, hidden: false }
/** What programs make of these where the mail says nothing else: their size as a multiple of the text around, all of them bold. */
const boldByName: Readonly<Record<string, number>> = {
  h1: 2,
  h2: 1.5,
  h3: 1.17,
  h4: 1,
  h5: 0.83,
  h6: 0.67,
  b: 1,
  strong: 1,
  th: 1,
}
const unseen = new Set(['head', 'style', 'script', 'title'])

/**
 * Text that is hard to read on what lies behind it, by the colours that stand in the elements of the HTML that was made. Each pair of colours is told once, at
 * the first text that has it.
 */
export function contrastProblems(tokens: readonly HtmlToken[], masked: Masked): SourceProblem[] {
  const source = masked.restore(masked.text)
  const problems = new Map<string, SourceProblem>()
  const open: Look[] = []
  let from = 0
  for (const token of tokens) {
    const around = open.at(-1) ?? page
    if (token.kind === 'open' && !voidElements.has(token.name) && !token.selfClosing) {
      open.push(lookOf(token, around))
    } else if (token.kind === 'close') {
      const at = open.findLastIndex(({ name }) => name === token.name)
      if (at >= 0) open.length = at
    } else if (token.kind === 'text' && !around.hidden && around.sizePx > 0) {
      const words = wordsOf(token.text, masked)
      if (words === '') continue
      const place = source.indexOf(words.slice(0, 40), from)
      if (place >= 0) from = place
      const problem = problemOf(around, words)
      if (!problem || problems.has(problem.pair)) continue
      const { pair, ...rest } = problem
      problems.set(pair, { offset: Math.max(0, place), ...rest })
    }
  }
  return [...problems.values()]
}

function problemOf({ colour, ground, sizePx, bold }: Look, words: string) {
  if (!colour || !ground) return undefined
  const seen = over(colour, ground)
  const [front, behind] = [hexOf(seen), hexOf(ground)]
  const contrast = contrastOf(front, behind)
  const needed = sizePx >= largePx || (bold && sizePx >= largeBoldPx) ? leastIfLarge : leastContrast
  if (contrast >= needed) return undefined
  const text = words.length > 40 ? `${words.slice(0, 39)}…` : words
  return {
    pair: `${front} ${behind} ${needed}`,
    severity: 'warning' as const,
    // Rounded down: 4.49 is not 4.5.
    message: `“${text}” is hard to read: ${front} on ${behind} has a contrast of ${Math.floor(contrast * 100) / 100}, and ${needed} is needed`,
    mend: `make the text ${readableOn(ground, seen, needed)}, or change what lies behind it (WCAG 2.2, 1.4.3)`,
  }
}

/** The first line of a text that people see; Liquid tags are none. */
function wordsOf(text: string, masked: Masked): string {
  const seen = text.replace(masked.pattern, (word) => (masked.pieceOf(word)?.kind === 'tag' ? '\n' : word))
  const lines = seen.split('\n').map((line) => decodeEntities(masked.restore(line)).trim())
  return lines.find((line) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(line)) ?? ''
}

function lookOf({ name, attributes }: HtmlToken & { kind: 'open' }, around: Look): Look {
  const attribute = (wanted: string) => {
    const value = attributes.find((one) => one.name === wanted)?.value
    return value === undefined ? undefined : decodeEntities(value)
  }
  const style = attribute('style') ?? ''
  const said = declarationsOf(style)
  const ownSize = sizeOf(said.get('font-size'), around.sizePx)
  const sizePx = ownSize ?? around.sizePx * (boldByName[name] ?? 1)
  const colour = said.get('color') ?? (name === 'font' ? attribute('color') : undefined)
  return {
    name,
    colour: colourWithin(colour, name === 'a' && attribute('href') !== undefined ? undefined : around.colour),
    ground: groundWithin(said, attribute('bgcolor'), attribute('background'), around.ground),
    sizePx,
    bold: isBold(said.get('font-weight'), around.bold || Object.hasOwn(boldByName, name)),
    hidden: around.hidden || unseen.has(name) || isHiddenBy(style, attribute('aria-hidden')),
  }
}

/** Of two declarations the last one counts, unless the one before is `!important`. */
function declarationsOf(style: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  const important = new Set<string>()
  for (const part of style.split(';')) {
    const colon = part.indexOf(':')
    if (colon < 0) continue
    const name = part.slice(0, colon).trim().toLowerCase()
    const value = part.slice(colon + 1).trim()
    const plain = value.replace(/!\s*important$/i, '').trimEnd()
    if (plain === value && important.has(name)) continue
    if (plain !== value) important.add(name)
    // In order, since `background` and `background-color` override each other.
    said.delete(name)
    said.set(name, plain)
  }
  return said
}

function colourWithin(value: string | undefined, around: Colour | undefined): Colour | undefined {
  if (value === undefined || /^(inherit|currentcolor|unset)$/i.test(value)) return around
  return colourOf(value)
}

function groundWithin(
  said: ReadonlyMap<string, string>,
  bgcolor: string | undefined,
  image: string | undefined,
  around: Colour | undefined,
): Colour | undefined {
  let ground = bgcolor === undefined ? around : laid(bgcolor, around)
  for (const [name, value] of said) {
    if (name === 'background-color') ground = laid(value, around)
    if (name === 'background') ground = laid(shorthandColour(value), around)
  }
  const onImage = /url\(|gradient\(/i.test(`${said.get('background') ?? ''} ${said.get('background-image') ?? ''}`)
  return onImage || image ? undefined : ground
}

function laid(value: string, around: Colour | undefined): Colour | undefined {
  if (value === '' || /^(none|inherit|initial|unset)$/i.test(value)) return around
  const colour = colourOf(value)
  if (!colour || colour.a === 1) return colour
  return around && over(colour, around)
}

/** The colour in `background: #fff none repeat`. */
function shorthandColour(value: string): string {
  if (colourOf(value)) return value
  const parts = value.match(/[a-z-]+\([^)]*\)|[^\s]+/gi) ?? []
  return parts.find((part) => colourOf(part)) ?? ''
}

function sizeOf(value: string | undefined, aroundPx: number): number | undefined {
  const [, number = '', unit = ''] = /^([\d.]+)(px|pt|em|rem|%)?$/i.exec(value ?? '') ?? []
  const size = Number.parseFloat(number)
  if (Number.isNaN(size)) return undefined
  const pxOf: Record<string, number> = { px: 1, pt: 4 / 3, em: aroundPx, rem: page.sizePx, '%': aroundPx / 100, '': 1 }
  return size * (pxOf[unit.toLowerCase()] ?? 1)
}

function isBold(value: string | undefined, around: boolean): boolean {
  if (value === undefined || /^(inherit|unset)$/i.test(value)) return around
  return /^(bold|bolder)$/i.test(value) || Number(value) >= 700
}
