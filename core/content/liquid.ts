import { Liquid, type Template, TokenizationError, Tokenizer, type TopLevelToken } from 'liquidjs'

/** Rendering that takes longer than this, in ms, is given up: published mails are checked to be far below it. */
const renderMs = 2_000
/** Characters and list entries that one rendering may make. */
const memory = 4_000_000
/** Characters of one source. */
export const longestSource = 1_000_000

/** The Liquid tags of a mail. Nothing is read from elsewhere, and nothing is kept that was escaped before (`capture`). */
const tags = new Set(['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', '#'])

/** The Liquid filters of a mail: none that undoes escaping, makes HTML, or is not the same each time. */
const filters = new Set(
  `abs append at_least at_most capitalize ceil compact concat date default divided_by downcase first floor join last
  lstrip minus modulo plus prepend remove remove_first remove_last replace replace_first replace_last reverse round rstrip
  size slice sort sort_natural split strip strip_newlines times truncate truncatewords uniq upcase url_encode`.split(
    /\s+/,
  ),
)

const common = {
  // An unknown variable is an error and not an empty place; `{% if company %}` asks whether there is one.
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  // So that an empty answer counts as none.
  jsTruthy: true,
  ownPropertyOnly: true,
  templates: {},
  timezoneOffset: 0,
  locale: 'en-US',
  parseLimit: longestSource,
  renderLimit: renderMs,
  memoryLimit: memory,
} as const

/** For HTML: every value is escaped where it is put out. */
export const htmlLiquid = narrowed(new Liquid({ ...common, outputEscape: escapeHtml }))

/** For subject and text: values are put out as they are. */
export const plainLiquid = narrowed(new Liquid(common))

/** Text made safe for HTML content and quoted attribute values. */
export function escapeHtml(value: unknown): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '')
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The pieces of a Liquid source: plain text, output (`{{ }}`) and tags (`{% %}`); throws TokenizationError. */
export function liquidTokens(source: string): TopLevelToken[] {
  if (tokenized?.source !== source) {
    tokenized = { source, tokens: taken(source) }
  }
  return tokenized.tokens
}

/** The last one: the checks of a mail take it apart one after the other. */
let tokenized: { readonly source: string; readonly tokens: TopLevelToken[] } | undefined

/** A source made ready to be rendered, as `engine.parse` does it; throws on what is no Liquid. */
export function parseLiquid(engine: Liquid, source: string): Template[] {
  // Only so does liquidjs say that it is too long.
  if (source.length > longestSource) return engine.parse(source)
  return engine.parser.parseTokens(FromTheFront.from(taken(source).reverse()))
}

/** liquidjs takes tokens from the front of an array, for which a long one is moved as a whole each time: this one holds them the other way round. */
class FromTheFront extends Array<TopLevelToken> {
  override shift(): TopLevelToken | undefined {
    return this.pop()
  }
}

export { TokenizationError }

function taken(source: string): TopLevelToken[] {
  return new SwiftTokenizer(source).readTopLevelTokens(plainLiquid.options)
}

const liquidBegins = /\{[{%]/g

/** Finds where HTML ends at once: to hold each character of it against `{{` and `{%` would take half of the time in which a mail is rendered first. */
class SwiftTokenizer extends Tokenizer {
  override readHTMLToken(stops: string[]): ReturnType<Tokenizer['readHTMLToken']> {
    const begin = this.p
    liquidBegins.lastIndex = begin
    this.p = liquidBegins.exec(this.input)?.index ?? this.N
    const token = super.readHTMLToken(stops)
    token.begin = begin
    return token
  }
}

function narrowed(engine: Liquid): Liquid {
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) if (!filters.has(name)) delete engine.filters[name]
  return engine
}
