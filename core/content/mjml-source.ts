import { directionOf } from './direction.ts'
import { preheaderTail } from './letter-layout.ts'
import { type Masked, piecesBy } from './mask-liquid.ts'
import { OpenElements } from './open-elements.ts'
import { type SourceProblem, theFirst } from './problem.ts'
import { type HtmlToken, scanHtml } from './scan-html.ts'

/** Elements of MJML whose content is HTML or text already. */
const endings = new Set([
  'mj-text',
  'mj-button',
  'mj-raw',
  'mj-table',
  'mj-style',
  'mj-title',
  'mj-preview',
  'mj-navbar-link',
  'mj-social-element',
  'mj-accordion-title',
  'mj-accordion-text',
])
/** Elements of MJML that may hold `mj-raw`, and so Liquid tags, between their elements. */
const takesRaw = new Set([
  'mj-body',
  'mj-wrapper',
  'mj-section',
  'mj-group',
  'mj-column',
  'mj-hero',
  'mj-social',
  'mj-navbar',
  'mj-accordion',
  'mj-accordion-element',
])

/**
 * Own MJML made ready for MJML: Liquid behind words, its tags between elements kept there, subject and preheader of the front matter put in where
 * it has no title and preview of its own, language and direction set. Lines stay what they were.
 */
export function readyMjml(
  masked: Masked,
  mail: { locale: string; title: string; preheader: string },
): { mjml: string; problems: SourceProblem[] } {
  const tokens = scanHtml(masked.blank)
  const problems: SourceProblem[] = []
  const piecesIn = piecesBy(masked)
  const wrapped = new Set<number>()
  const elements = new OpenElements()
  for (const token of tokens) {
    if (token.kind === 'open' && !token.selfClosing && isMjml(token.name)) elements.open(token)
    if (token.kind === 'close') elements.close(token.name)
    const parent = elements.innermost?.name ?? ''
    if (token.kind !== 'text' || endings.has(parent)) continue
    for (const piece of piecesIn(token)) {
      if (piece.kind === 'output') {
        problems.push(
          error(piece.begin, 'MJML drops text that stands between its elements', 'put it into an <mj-text>'),
        )
      } else if (!takesRaw.has(parent)) {
        problems.push(error(piece.begin, `Liquid can't stand in <${parent || 'nothing'}>`, 'put it into the <mj-body>'))
      } else {
        wrapped.add(piece.begin)
      }
    }
  }
  return { mjml: insert(withWords(masked, wrapped), mail), problems: theFirst(problems) }
}

/** A tag between elements keeps its line breaks, so that MJML's line numbers are those of the file. */
function withWords(masked: Masked, wrapped: ReadonlySet<number>): string {
  let made = ''
  let at = 0
  for (const piece of masked.pieces) {
    const breaks = piece.source.replace(/[^\n]/g, '')
    made += masked.blank.slice(at, piece.begin)
    made += wrapped.has(piece.begin) ? `<mj-raw>${piece.word}</mj-raw>${breaks}` : piece.word
    at = piece.end
  }
  return made + masked.blank.slice(at)
}

function insert(mjml: string, mail: { locale: string; title: string; preheader: string }): string {
  const tokens = scanHtml(mjml)
  const root = opening(tokens, 'mjml')
  if (!root) return mjml
  const title = opening(tokens, 'mj-title') ? '' : `<mj-title>${mail.title}</mj-title>`
  const own = mail.preheader === '' || opening(tokens, 'mj-preview')
  const parts = own ? title : `${title}<mj-preview>${mail.preheader}${preheaderTail}</mj-preview>`
  const head = opening(tokens, 'mj-head')
  const [headAt, headText] = head && !head.selfClosing ? [head.end, parts] : [root.end, `<mj-head>${parts}</mj-head>`]
  const has = (name: string) => root.attributes.some((one) => one.name === name)
  const language = `${has('lang') ? '' : ` lang="${mail.locale}"`}${has('dir') ? '' : ` dir="${directionOf(mail.locale)}"`}`
  const languageAt = root.begin + '<mjml'.length
  return mjml.slice(0, languageAt) + language + mjml.slice(languageAt, headAt) + headText + mjml.slice(headAt)
}

function opening(tokens: readonly HtmlToken[], name: string): (HtmlToken & { kind: 'open' }) | undefined {
  return tokens.find((token): token is HtmlToken & { kind: 'open' } => token.kind === 'open' && token.name === name)
}

function isMjml(name: string): boolean {
  return name === 'mjml' || name.startsWith('mj-')
}

function error(offset: number, message: string, mend: string): SourceProblem {
  return { offset, severity: 'error', message, mend }
}
