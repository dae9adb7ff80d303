import type { Liquid, Template } from 'liquidjs'
import type { CompiledEmail } from './compiled-email.ts'
import { isBlank } from './is-blank.ts'
import { htmlLiquid, parseLiquid, plainLiquid } from './liquid.ts'

/** A mail ready to go. */
export interface RenderedEmail {
  /** One line. */
  readonly subject: string
  readonly html: string
  readonly text: string
  /** The variables whose default was used, since the lead has no such answer. */
  readonly fellBack: readonly string[]
}

/** The mail can't be made with these variables; says which is missing, never what the others hold. */
export class NotRendered extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotRendered'
  }
}

/** A header line holds no more (RFC 5322). */
const longestSubject = 998

/**
 * Renders a published mail: values are escaped in the HTML and can neither become Liquid nor break the subject's line. A variable that is absent, null or
 * blank takes its default. Throws {@link NotRendered} when one without default is missing, or when the mail can't be rendered.
 */
export function renderEmail(email: CompiledEmail, variables: Readonly<Record<string, unknown>>): RenderedEmail {
  const values: Record<string, unknown> = { ...variables }
  const fellBack: string[] = []
  for (const [name, fallback] of Object.entries(email.variables)) {
    if (!isBlank(values[name])) continue
    if (fallback === null) throw new NotRendered(`the variable ${name} has no default and is not given`)
    values[name] = fallback
    fellBack.push(name)
  }
  const subject = oneLine(render(plainLiquid, 'subject', email.subject, values))
  if (subject === '') throw new NotRendered('the subject is empty')
  if (subject.length > longestSubject) throw new NotRendered(`the subject has more than ${longestSubject} characters`)
  const html = render(htmlLiquid, 'HTML', email.html, values)
  if (leadsToScript(html)) throw new NotRendered('a link in it would run a script')
  return { subject, html, text: tidy(render(plainLiquid, 'text', email.text, values)), fellBack }
}

/** A text without HTML; throws {@link NotRendered}. */
export function renderPlain(part: string, source: string, values: Record<string, unknown>): string {
  return render(plainLiquid, part, source, values)
}

function render(engine: Liquid, part: string, source: string, values: Record<string, unknown>): string {
  try {
    return String(engine.renderSync(parsed(engine, source), values))
  } catch (error) {
    const missing = /undefined variable: ([\w.-]{1,80})/.exec((error as Error).message)
    throw new NotRendered(
      missing
        ? `its ${part} uses ${missing[1]}, which is not given`
        : `its ${part} can't be rendered with these values`,
    )
  }
}

/** Parsed sources are kept: a sending function renders the same few mails over and over. */
const kept = new WeakMap<Liquid, Map<string, Template[]>>()
const keptAtMost = 100

function parsed(engine: Liquid, source: string): Template[] {
  const sources = kept.get(engine) ?? new Map<string, Template[]>()
  kept.set(engine, sources)
  const before = sources.get(source)
  if (before) return before
  const templates = parseLiquid(engine, source)
  if (sources.size >= keptAtMost) sources.clear()
  sources.set(source, templates)
  return templates
}

/** Control characters and line separators would end the header line or forge another. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
}

function tidy(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** Escaping keeps a value inside its attribute; that it names no script there is checked on what came out. */
function leadsToScript(html: string): boolean {
  for (const [, double, single] of html.matchAll(/\b(?:href|src|action|background)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)) {
    const scheme = (double ?? single ?? '').replace(/[\p{Cc}\s]/gu, '').toLowerCase()
    if (/^(javascript|vbscript|data):/.test(scheme)) return true
  }
  return false
}
