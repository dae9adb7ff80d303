import { type Template, TokenKind } from 'liquidjs'
import { type MailVariables, reasonNotToUse } from './email-variables.ts'
import { liquidTokens, longestSource, parseLiquid, plainLiquid } from './liquid.ts'
import { loopProblems } from './liquid-loops.ts'
import type { SourceProblem } from './problem.ts'

/** Where Liquid may stand is looked up for each piece and each element. */
const piecesAtMost = 1_000

/**
 * Is this Liquid that a mail of this class may hold? Any text gives a list of problems: what is no Liquid, tags and filters that mails don't have,
 * variables that are neither given nor declared, loops without a bound, and times that would differ at every rendering.
 */
export function checkLiquid(source: string, mail: MailVariables): readonly SourceProblem[] {
  // Most subjects and preheaders hold none.
  if (!/\{[{%]/.test(source) && source.length <= longestSource) return []
  let templates: Template[]
  try {
    templates = parseLiquid(plainLiquid, source)
  } catch (error) {
    return [syntaxProblem(error)]
  }
  const pieces = liquidTokens(source).filter(({ kind }) => kind !== TokenKind.HTML)
  const oneTooMany = pieces[piecesAtMost]
  if (oneTooMany) {
    const message = `the mail has more than ${piecesAtMost} pieces of Liquid`
    return [{ offset: oneTooMany.begin, severity: 'error', message, mend: 'use fewer' }]
  }
  return [
    ...variableProblems(source, templates, mail),
    ...loopProblems(templates, mail.declared),
    ...clockProblems(source),
  ]
}

function variableProblems(source: string, templates: Template[], mail: MailVariables): SourceProblem[] {
  const { globals } = plainLiquid.analyzeSync(templates, { partials: false })
  const lineStarts = lineStartsOf(source)
  const defaulted = mail.class === 'marketing' || mail.class === 'transactional' ? withInlineDefault(source) : new Set()
  return Object.values(globals).flatMap((uses) =>
    uses.flatMap(({ segments, location }) => {
      const offset = (lineStarts[location.row - 1] ?? 0) + location.col - 1
      const path = segments.map((part) => (typeof part === 'object' ? '*' : part))
      const reason = reasonNotToUse(path, mail)
      return !reason || defaulted.has(offset) ? [] : [{ offset, severity: 'error' as const, ...reason }]
    }),
  )
}

/** Offsets of variables put out as `{{ name | default: ... }}`: these have a default where they stand. */
function withInlineDefault(source: string): ReadonlySet<number> {
  const offsets = new Set<number>()
  for (const token of liquidTokens(source)) {
    if (token.kind !== TokenKind.Output) continue
    const match = /^(\{\{-?\s*)[A-Za-z_]\w*\s*\|\s*default\s*:/.exec(source.slice(token.begin, token.end))
    if (match) offsets.add(token.begin + (match[1]?.length ?? 0))
  }
  return offsets
}

/** `"now" | date` gives the time of rendering, which is neither the lead's nor the same in a preview. */
function clockProblems(source: string): SourceProblem[] {
  return liquidTokens(source).flatMap((token) => {
    const match =
      token.kind === TokenKind.HTML ? null : /(["'])(now|today)\1/.exec(source.slice(token.begin, token.end))
    if (!match) return []
    return [
      {
        offset: token.begin + match.index,
        severity: 'error' as const,
        message: `${match[0]} is not the same at every rendering`,
        mend: 'write the date out, or leave it out',
      },
    ]
  })
}

function syntaxProblem(error: unknown): SourceProblem {
  const { message, token } = error as Error & { token?: { begin: number } }
  const plain = message.split('\n')[0]?.replace(/(, file:.*)?, line:\d+, col:\d+$/, '') ?? ''
  const tag = /^tag "(.*)" not found$/.exec(plain)?.[1]
  const filter = /^undefined filter: (.*)$/.exec(plain)?.[1]
  return {
    offset: token?.begin ?? 0,
    severity: 'error',
    message: tag
      ? `a mail can't use the Liquid tag "${tag}" here`
      : filter
        ? `a mail can't use the Liquid filter "${filter}"`
        : `not readable as Liquid: ${plain}`,
    mend: mendOf({ plain, tag, filter }),
  }
}

function mendOf({
  plain,
  tag,
  filter,
}: {
  plain: string
  tag: string | undefined
  filter: string | undefined
}): string {
  if (tag) return /^(end|els|when)/.test(tag) ? 'nothing is open that it belongs to' : 'leave it out'
  if (filter) {
    return /escape|raw|strip_html/.test(filter) ? 'leave it out: values are escaped by themselves' : 'leave it out'
  }
  const [, open, name = ''] = /^(tag|output) "?\{[{%]-?\s*(\w*).* not closed$/s.exec(plain) ?? []
  if (open === 'output') return 'close it with }}'
  return open === 'tag' ? `close it with {% end${name} %}` : 'check its quotes, its brackets and the order of its tags'
}

function lineStartsOf(source: string): number[] {
  return [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)]
}
