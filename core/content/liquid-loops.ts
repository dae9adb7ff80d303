import { type Template, TokenKind } from 'liquidjs'
import type { SourceProblem } from './problem.ts'

/** Most rounds of a loop over a range, and of loops within each other together. */
export const roundsAtMost = 100
const depthAtMost = 2

/** What liquidjs calls a value token, as far as it is looked at here. */
interface ValueToken {
  readonly kind: TokenKind
  readonly begin: number
  readonly content?: unknown
  readonly props?: readonly ValueToken[]
  readonly lhs?: ValueToken
  readonly rhs?: ValueToken
}

interface Loop extends Template {
  readonly name: 'for'
  readonly collection: ValueToken
}

/** A loop goes over a declared variable (or an entry of one), or over a range of numbers written out: at most 100 rounds, at most two loops deep. */
export function loopProblems(templates: readonly Template[], declared: ReadonlySet<string>): SourceProblem[] {
  return within(templates, { declared, rounds: 1, depth: 0 })
}

function within(
  templates: readonly Template[],
  outer: { declared: ReadonlySet<string>; rounds: number; depth: number },
): SourceProblem[] {
  return templates.flatMap((template) => {
    if (!isLoop(template)) return within(childrenOf(template), outer)
    const rounds = roundsOf(template, outer.declared)
    const problem = problemOf(template, rounds, outer)
    if (problem) return [problem]
    const own = (template as unknown as { variable: string }).variable
    const declared = rounds === 'list' ? new Set([...outer.declared, own]) : outer.declared
    const inner = { declared, rounds: outer.rounds * (typeof rounds === 'number' ? rounds : 1), depth: outer.depth + 1 }
    return within(childrenOf(template), inner)
  })
}

function problemOf(
  { collection }: Loop,
  rounds: number | 'list' | undefined,
  outer: { rounds: number; depth: number },
): SourceProblem | undefined {
  const at = (message: string, mend: string) => ({
    offset: collection.begin,
    severity: 'error' as const,
    message,
    mend,
  })
  if (rounds === undefined) {
    return at('this loop has no bound', 'loop over a declared variable, or over a range of numbers like (1..5)')
  }
  if (outer.depth >= depthAtMost) return at('three loops stand within each other', 'use two at most')
  if (typeof rounds === 'number' && rounds * outer.rounds > roundsAtMost) {
    return at(`this loop runs more than ${roundsAtMost} times`, 'make the range shorter')
  }
  return undefined
}

function roundsOf({ collection }: Loop, declared: ReadonlySet<string>): number | 'list' | undefined {
  if (collection.kind === TokenKind.PropertyAccess) {
    const root = collection.props?.[0]
    return root?.kind === TokenKind.Word && declared.has(String(root.content)) ? 'list' : undefined
  }
  if (collection.kind !== TokenKind.Range) return undefined
  const { lhs, rhs } = collection
  if (lhs?.kind !== TokenKind.Number || rhs?.kind !== TokenKind.Number) return undefined
  return Math.max(0, Number(rhs.content) - Number(lhs.content) + 1)
}

function isLoop(template: Template): template is Loop {
  return 'name' in template && template.name === 'for' && 'collection' in template
}

/** The templates inside this one; a generator in liquidjs, which asks for nothing here since there are no partials. */
function childrenOf(template: Template): readonly Template[] {
  const made = template.children?.(false, true)
  if (!made) return []
  let step = made.next()
  while (!step.done) step = made.next()
  return step.value
}
