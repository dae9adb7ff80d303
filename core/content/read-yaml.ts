import { type Document, isMap, isNode, isPair, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import * as z from 'zod/mini'
import { type ContentProblem, type Finding, type Path, type Place, pointerOf } from './problem.ts'
import { aliasBomb, aliasProblems, noteRepeatedKeys, pathAt, problemsOfYaml, type YamlProblem } from './yaml-errors.ts'
import { plainIssues } from './zod-issues.ts'

/** Longest text read, in characters. */
export const longestYaml = 300_000
/** How often the aliases of a document may be followed in all: more is an alias bomb. */
const aliasesAtMost = 100
const tooDeep = ['it is nested too deep to be read', 'write it flatter'] as const

export type Locate = (at: Pick<Finding, 'path' | 'atKey'>) => Place

/** What a YAML text says: its value, and where in the text each part of it stands. */
export type ReadYaml<Value> =
  | { readonly value: Value; readonly problems: readonly ContentProblem[]; readonly locate: Locate }
  | {
      readonly value: undefined
      readonly problems: readonly ContentProblem[]
      /** Where the YAML itself is fine and only the schema refuses it. */
      readonly refused?: {
        readonly given: unknown
        readonly issues: readonly z.core.$ZodIssue[]
        readonly locate: Locate
      }
    }

/**
 * Reads one YAML document by a schema. Any text gives a value or problems with line, column and pointer: duplicate keys, more than one document,
 * alias bombs, and whatever the schema refuses. `linesBefore`: how many lines of the file come before this text.
 */
export function readYaml<Schema extends z.core.$ZodType>(
  text: string,
  schema: Schema,
  { file, linesBefore = 0 }: { file: string; linesBefore?: number },
): ReadYaml<z.output<Schema>> {
  const failed = (message: string, mend: string): ReadYaml<never> => ({
    value: undefined,
    problems: [{ file, line: 1 + linesBefore, column: 1, severity: 'error', message, mend }],
  })
  if (text.length > longestYaml) {
    return failed(`the text is longer than ${longestYaml / 1000},000 characters`, 'make it shorter')
  }
  // The parser needs 10 KB for each of them.
  if (openedAtMost(text) > deepest) return failed(...tooDeep)
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1) + linesBefore, column: Math.max(col, 1) }
  }
  let document: Document
  let given: unknown
  try {
    document = withoutTraces(() =>
      parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, stringKeys: true }),
    )
    noteRepeatedKeys(document)
    if (document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) return failed(...tooDeep)
    const unreadable = (found: readonly YamlProblem[]): ReadYaml<never> => ({
      value: undefined,
      problems: found.map(({ offset, message, mend, whole }) => {
        const pointer = pointerOf(whole ? [] : pathAt(document, offset))
        return { file, ...placeOf(offset), pointer, severity: 'error', message, mend }
      }),
    })
    const wrong = problemsOfYaml(document, (offset) => placeOf(offset).line)
    if (wrong.length > 0) return unreadable(wrong)
    const aliases = aliasProblems(document)
    if (aliases.length > 0) return unreadable(aliases)
    try {
      given = document.toJS({ maxAliasCount: aliasesAtMost })
    } catch (error) {
      if (error instanceof ReferenceError) return unreadable([aliasBomb(document)])
      throw error
    }
  } catch {
    return failed(...tooDeep)
  }
  const locate: Locate = ({ path, atKey }) => placeOf(offsetOf(document, path, atKey ?? false))
  let parsed: z.core.util.SafeParseResult<z.output<Schema>>
  try {
    parsed = z.safeParse(schema, given ?? {})
  } catch {
    return failed(...tooDeep)
  }
  if (!parsed.success && (given === null || given === undefined)) {
    return failed('there is nothing in it', 'write what it is to be')
  }
  if (parsed.success) return { value: parsed.data, problems: [], locate }
  const { issues } = parsed.error
  return {
    value: undefined,
    problems: located(plainIssues(issues, given), file, locate),
    refused: { given, issues, locate },
  }
}

const deepest = 200

/** How many brackets are open at the same time at most, those in texts and comments counted, too. */
function openedAtMost(text: string): number {
  let open = 0
  let most = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1)
    most = Math.max(most, open)
  }
  return most
}

/** A text may hold 100,000 errors, and each would keep where in the reader it was made. */
function withoutTraces<Made>(make: () => Made): Made {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Findings about a value as problems at their places. */
export function located(findings: readonly Finding[], file: string, locate: Locate): ContentProblem[] {
  return findings.map(({ path, atKey, severity, message, mend }) => ({
    file,
    ...locate({ path, ...(atKey && { atKey }) }),
    pointer: pointerOf(path),
    severity,
    message,
    ...(mend && { mend }),
  }))
}

/** Where the value at this path begins; a key where the path names one of a map; the nearest part that is there where it is not. */
function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, part] of path.entries()) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => keyOf(key) === String(part))
      if (!pair) return offset
      if (atKey && index === path.length - 1) return startOf(pair.key) ?? offset
      const next = startOf(pair.value)
      node = pair.value
      offset = next ?? startOf(pair.key) ?? offset
      // A map or list begins below its key: the key is what people look for.
      if (isNode(node) && 'items' in node && !(node as { flow?: boolean }).flow) offset = startOf(pair.key) ?? offset
    } else if (isNode(node) && 'items' in node) {
      const item = (node.items as unknown[])[Number(part)]
      if (item === undefined) return offset
      node = isPair(item) ? item.value : item
      offset = startOf(node) ?? offset
    } else {
      return offset
    }
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined
}

function keyOf(key: unknown): string {
  return isNode(key) && 'value' in key ? String(key.value) : String(key)
}
