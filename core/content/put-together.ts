import { TokenKind, type TopLevelToken } from 'liquidjs'
import { type BrandLook, readLook } from './brand-look.ts'
import type { EmailSource } from './email-source.ts'
import { liquidTokens, parseLiquid, plainLiquid, TokenizationError } from './liquid.ts'
import { type Piece, type PiecedText, piecedText } from './pieced-text.ts'
import { type ContentProblem, type Place, placeAt } from './problem.ts'
import { longestYaml } from './read-yaml.ts'
import { brandFile, layoutFor, partialFor } from './shared-files.ts'

/** Partials put into one mail, those within others counted each time: more is a bomb. */
const includesAtMost = 200

/** A mail with all that it shares with others in its place, so that it is whole by itself. */
export interface PutTogether {
  /** Its text with its partials; of MJML with its layout around it. */
  readonly body: PiecedText
  /** Around a letter in Markdown: its layout in MJML, with a word where the letter goes. */
  readonly layout: { readonly mjml: PiecedText; readonly word: string } | undefined
  readonly look: BrandLook
  /** Paths of the shared files and of the images that are in it. */
  readonly used: ReadonlySet<string>
  readonly problems: readonly ContentProblem[]
}

/** What of a mail is put together: what follows its front matter, and the layout that this names, with the place where it does. */
export interface Body {
  readonly text: string
  readonly at: number
  readonly layout: { readonly id: string; readonly place: Place } | undefined
}

interface Making {
  readonly source: EmailSource
  readonly look: BrandLook
  readonly used: Set<string>
  readonly problems: ContentProblem[]
  /** How the texts of this language are read: brand values go into MJML alone. */
  readonly textOf: (file: string) => string
  includes: number
  length: number
}

/**
 * Puts the partials (`{% include "signature" %}`), the layout and the brand's values (`{{ brand.colors.accent }}`, in MJML) of a mail where they are named. Any
 * text gives a mail or problems, those of a shared file at their places there.
 */
export function putTogether(source: EmailSource, body: Body): PutTogether {
  const { file, text, format, shared = {} } = source
  const { look, problems } = readLook(shared[brandFile])
  const textOf = (one: string) => (one === file ? text : (shared[one] ?? ''))
  const making: Making = { source, look, used: new Set(), problems: [], textOf, includes: 0, length: 0 }
  const own = expanded(making, { file, text: body.text, from: body.at }, format, [])
  const around = body.layout && layoutAround(making, body.layout)
  if (format === 'md' && brandFile in shared) making.used.add(brandFile)
  if (making.used.has(brandFile)) making.problems.push(...problems)
  for (const { text: one } of [...own, ...(around ? [...around.before, ...around.after] : [])]) noteImages(making, one)
  const whole = { look, used: making.used, problems: making.problems }
  const pieced = (pieces: Piece[]) => piecedText([...pieces, { file, text: '', from: body.at }], textOf)
  if (!around) return { ...whole, body: pieced(own), layout: undefined }
  const { before, place, after } = around
  if (format === 'mjml') return { ...whole, body: pieced([...before, ...own, ...after]), layout: undefined }
  const word = freeWord([text, ...Object.values(shared)])
  const mjml = piecedText([...before, { ...place, text: `<mj-raw>${word}</mj-raw>` }, ...after], textOf)
  return { ...whole, body: pieced(own), layout: { mjml, word } }
}

function layoutAround(making: Making, { id, place }: { id: string; place: Place }) {
  const { source, problems, used, textOf } = making
  const file = layoutFor(id, source.locale, source.shared ?? {})
  if (file === undefined) {
    const message = `there is no layout "${id}"`
    problems.push({ file: source.file, ...place, severity: 'error', message, mend: `write layouts/${id}.mjml` })
    return undefined
  }
  used.add(file)
  const text = textOf(file)
  const places = tokensOf(text).filter(
    (one) => one.kind === TokenKind.Output && /^\{\{-?\s*body\s*-?\}\}$/.test(one.getText()),
  )
  const [first, second] = places
  if (!first || second) {
    const at = placeAt(text, second?.begin ?? 0)
    const message = first ? 'the mail goes into a layout once' : 'this layout has no place for the mail'
    const mend = first
      ? 'leave out the second {{ body }}'
      : 'write {{ body }} where it goes, for example in an <mj-column>'
    problems.push({ file, ...at, severity: 'error', message, mend })
    return undefined
  }
  const part = (from: number, to: number) => expanded(making, { file, text: text.slice(from, to), from }, 'mjml', [])
  return {
    before: part(0, first.begin),
    place: { file, text: '', from: first.begin, instead: true } as const,
    after: part(first.end, text.length),
  }
}

/** A text with its partials in their places. What can't be taken apart stays as it is: checking its Liquid tells why. */
function expanded(making: Making, piece: Piece, format: 'md' | 'mjml', within: readonly string[]): Piece[] {
  const { file, text, from } = piece
  const pieces: Piece[] = []
  let at = 0
  const upTo = (end: number) => {
    if (end > at) pieces.push({ file, text: text.slice(at, end), from: from + at })
  }
  for (const token of tokensOf(text)) {
    const instead = isInclude(token)
      ? included(making, token, { ...piece, from }, format, within)
      : format === 'mjml' && token.kind === TokenKind.Output
        ? brandValue(making, token, piece)
        : undefined
    if (!instead) continue
    upTo(token.begin)
    at = token.end
    pieces.push(...(format === 'md' && standsAlone(text, token) ? apart(instead, piece, token) : instead))
  }
  upTo(text.length)
  return pieces
}

function included(
  making: Making,
  token: TopLevelToken,
  { file, from }: Piece,
  format: 'md' | 'mjml',
  within: readonly string[],
): Piece[] {
  const { source, used, textOf } = making
  const refuse = (message: string, mend: string): Piece[] => {
    const place = placeAt(textOf(file), from + token.begin)
    making.problems.push({ file, ...place, severity: 'error', message, mend })
    return []
  }
  const id = /^\{%\s*include\s+(["'])([^"']*)\1\s*%\}$/.exec(token.getText())?.[2]
  if (id === undefined) return refuse('an include names one partial', 'write {% include "signature" %}')
  const partial = partialFor(id, { locale: source.locale, format }, source.shared ?? {})
  if (partial === undefined) {
    const language = Object.keys(source.shared ?? {}).some((one) => one.startsWith(`partials/${id}.`))
    return refuse(
      language ? `there is no partial "${id}" for ${format} mails in ${source.locale}` : `there is no partial "${id}"`,
      `write partials/${id}.${format}, or partials/${id}.${source.locale}.${format} for this language alone`,
    )
  }
  if (within.includes(partial)) return refuse('this partial holds itself', 'leave it out here')
  const text = textOf(partial).replace(/\r?\n$/, '')
  const start = text.startsWith('\uFEFF') ? 1 : 0
  making.includes += 1
  making.length += text.length
  if (making.includes > includesAtMost || making.length > longestYaml) {
    return refuse('its partials make too much of this mail', 'use fewer, or shorter ones')
  }
  used.add(partial)
  const pieces = expanded(making, { file: partial, text: text.slice(start), from: start }, format, [...within, partial])
  const notWhole = notWholeAt(pieces, textOf)
  if (notWhole) making.problems.push(notWhole)
  return pieces
}

/** A partial opens and closes its Liquid tags itself, so that whoever changes it sees what it does. */
function notWholeAt(pieces: readonly Piece[], textOf: (file: string) => string): ContentProblem | undefined {
  if (pieces.length === 0) return undefined
  const { text, placeOf } = piecedText(pieces, textOf)
  try {
    parseLiquid(plainLiquid, text)
    return undefined
  } catch (error) {
    const { message, token } = error as Error & { token?: { begin: number } }
    const plain = message.split('\n')[0]?.replace(/(, file:.*)?, line:\d+, col:\d+$/, '')
    return {
      ...placeOf(token?.begin ?? 0),
      severity: 'error',
      message: `this partial is no whole Liquid by itself: ${plain}`,
      mend: 'open and close each {% if %} in the same file',
    }
  }
}

/** The value of the brand that is named, as a piece of MJML; the company and its address are filled in when the mail is sent. */
function brandValue({ look, used, source }: Making, token: TopLevelToken, { file, from }: Piece): Piece[] | undefined {
  const path = /^\{\{\s*brand((?:\.[a-z-]+){2})\s*\}\}$/.exec(token.getText())?.[1]?.slice(1).split('.')
  const [group, name] = path ?? []
  const values = group !== undefined && Object.hasOwn(look, group) ? look[group as keyof BrandLook] : undefined
  if (!values || name === undefined || !Object.hasOwn(values, name)) return undefined
  if (source.shared && Object.hasOwn(source.shared, brandFile)) used.add(brandFile)
  const value = String((values as Record<string, unknown>)[name])
  const safe = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return [{ file, text: safe, from: from + token.begin, instead: true }]
}

/** Which images of its folder the mail names, wherever. */
function noteImages({ source, used }: Making, text: string): void {
  for (const [, name = ''] of text.matchAll(/\bimages\/([\w.-]+)/g)) {
    if (source.images?.has(name)) used.add(source.file.replace(/[^/]*$/, `images/${name}`))
  }
}

function isInclude(token: TopLevelToken): boolean {
  return token.kind === TokenKind.Tag && 'name' in token && token.name === 'include'
}

/** Is the tag all that is on its line? */
function standsAlone(text: string, { begin, end }: TopLevelToken): boolean {
  return /(^|\n)$/.test(text.slice(0, begin)) && /^[ \t]*(\r?\n|$)/.test(text.slice(end))
}

/** A partial on a line of its own is a block of its own, whatever stands above and below it. */
function apart(pieces: Piece[], { file, from }: Piece, { begin }: TopLevelToken): Piece[] {
  const line: Piece = { file, text: '\n', from: from + begin, instead: true }
  return [line, ...pieces, line]
}

function tokensOf(text: string): TopLevelToken[] {
  try {
    return liquidTokens(text)
  } catch (error) {
    if (error instanceof TokenizationError) return []
    throw error
  }
}

function freeWord(texts: readonly string[]): string {
  let word = 'letterbody'
  while (texts.some((text) => text.toLowerCase().includes(word))) word += 'q'
  return word
}
