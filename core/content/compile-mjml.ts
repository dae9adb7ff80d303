import mjml2html from 'mjml'
import type { SourceProblem } from './problem.ts'

export interface OfMjml {
  readonly html: string | undefined
  readonly problems: readonly (Omit<SourceProblem, 'offset'> & { line: number; tag: string })[]
}

/**
 * Makes HTML of MJML. This module alone loads `mjml` (0.2 MB bundled), so only what compiles mails imports it.
 * What MJML finds wrong is given with its line; nothing is read from other files or fetched, and no font is loaded.
 *
 * Mails of one layout differ in their words and addresses alone, which MJML hands on as they are, and takes 2 ms for each: one that differs from an earlier one
 * only in these is made of that one's HTML.
 */
export async function compileMjml(mjml: string): Promise<OfMjml> {
  if (mjml.split('<mj-', elementsAtMost + 2).length > elementsAtMost + 1) return tooLarge
  const { layout, texts } = wordsApart(mjml)
  const made = kept.get(layout) ?? (await compileMjmlAnew(layout))
  // Lines of problems are those of the whole.
  if (made.html === undefined || made.problems.length > 0) return compileMjmlAnew(mjml)
  if (layout.length <= longestKept) {
    if (kept.size >= keptAtMost) kept.clear()
    kept.set(layout, made)
  }
  const compactTexts = texts.map(withoutIndents)
  return { html: made.html.replace(wordPattern, (whole, index) => compactTexts[Number(index)] ?? whole), problems: [] }
}

/** As {@link compileMjml}, with MJML at work every time. */
export async function compileMjmlAnew(mjml: string): Promise<OfMjml> {
  try {
    const { html, errors } = await mjml2html(mjml, {
      validationLevel: 'soft',
      ignoreIncludes: true,
      keepComments: true,
      fonts: {},
    })
    const problems = errors.map(({ line, message, tagName }) => ({
      line,
      tag: tagName,
      severity: 'error' as const,
      ...inWords(message),
    }))
    return { html: compact(html), problems }
  } catch (error) {
    const message = `no mail can be made of this MJML: ${(error as Error).message.split('\n')[0]}`
    const mend = 'begin with <mjml><mj-body>, and close what is opened'
    return { html: undefined, problems: [{ line: 1, tag: 'mjml', severity: 'error', message, mend }] }
  }
}

/** MJML's time grows with the square of them: 5,000 take a second, and no mail below 300 KB has as many. */
const elementsAtMost = 5_000
const tooLarge: OfMjml = {
  html: undefined,
  problems: [
    {
      line: 1,
      tag: 'mjml',
      severity: 'error',
      message: 'the mail has more than 5,000 elements',
      mend: 'make it shorter',
    },
  ],
}

const kept = new Map<string, OfMjml>()
const keptAtMost = 100
/** Characters of a layout; its HTML has some times as many. */
const longestKept = 40_000
const word = 'mjwords'
const wordPattern = new RegExp(`${word}(\\d+)x`, 'g')
/** Elements of which MJML hands on the content or addresses as they are. Attributes are not looked through for long: what is never closed would be read again from each place. */
const holdingWords = /<(mj-text|mj-button|mj-image|mj-title|mj-preview)(?:\s(?:[^>"']|"[^"]*"|'[^']*'){0,2000})?>/g
/** Their attributes that it hands on; the values of others are passed over, whatever is in them. */
const address = /(\s(?:href|src|alt)=)"([^"]+)"|"[^"]*"|'[^']*'/g

/** All from here to where it ends is treated differently, in whatever text it begins: what is preformatted, and what Outlook alone reads. */
const reachingFar = /<pre|<!--\[if|<!\[endif/i

/** A text with a word for each content and address that MJML hands on, and these. */
function wordsApart(mjml: string): { layout: string; texts: readonly string[] } {
  if (mjml.includes(word) || reachingFar.test(mjml)) return { layout: mjml, texts: [] }
  const texts: string[] = []
  const wordFor = (text: string) => {
    // Comments are MJML's own matter, and so is the absence of an address.
    if (/^$|^true$|^false$|<mj|<!|-->/.test(text)) return text
    texts.push(text)
    return `${word}${texts.length - 1}x`
  }
  let layout = ''
  let at = 0
  for (const { 0: opening, 1: name, index } of mjml.matchAll(holdingWords)) {
    if (index < at) continue
    const begin = index + opening.length
    layout += mjml.slice(at, index)
    layout += opening.replace(address, (whole, before, value) => (before ? `${before}"${wordFor(value)}"` : whole))
    at = begin
    const end = mjml.indexOf(`</${name}>`, begin)
    if (end < 0 || name === 'mj-image' || opening.endsWith('/>')) continue
    layout += wordFor(mjml.slice(begin, end).trim())
    at = end
  }
  return { layout: layout + mjml.slice(at), texts }
}

const words: readonly [RegExp, message: string, mend: string][] = [
  [/^Element (\S+) doesn't exist or is not registered$/, 'there is no element <$1>', 'check its spelling'],
  [
    /^(\S+) cannot be used inside (\S+),.*$/,
    '<$1> has no place inside <$2>',
    'sections go into the body, columns into sections, and texts, buttons and images into columns',
  ],
  [/^Attributes? (\S+) (?:is|are) illegal$/, 'there is no attribute "$1" here', 'check its spelling, or take it out'],
]

function inWords(message: string): { message: string; mend: string } {
  const [pattern, own, mend] = words.find(([one]) => one.test(message)) ?? [
    /$^/,
    '',
    'look it up at documentation.mjml.io',
  ]
  return { message: message.replace(pattern, own), mend }
}

/** MJML indents for people; each line's indent goes, but not in preformatted text. */
function compact(html: string): string {
  return html
    .split(/(<pre\b[\s\S]*?<\/pre>)/i)
    .map((piece, index) => (index % 2 === 1 ? piece : withoutIndents(piece)))
    .join('')
    .trim()
}

function withoutIndents(text: string): string {
  return text.replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : space))
}
