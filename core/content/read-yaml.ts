import {
  type Document,
  type ErrorCode,
  isMap,
  isNode,
  isPair,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type * as z from 'zod'
import { type ContentProblem, type Finding, type Path, type Place, pointerOf } from './problem.ts'
import { plainIssues } from './zod-issues.ts'

/** Longest text read, in characters. */
export const longestYaml = 300_000
/** How often the aliases of a document may be followed in all: more is an alias bomb. */
const aliasesAtMost = 100
/** One broken bracket makes many errors; the first ones tell it. */
const errorsShown = 10
const tooDeep = 'it is nested too deep to be read'

export type Locate = (at: Pick<Finding, 'path' | 'atKey'>) => Place

/** What a YAML text says: its value, and where in the text each part of it stands. */
export type ReadYaml<Value> =
  | { readonly value: Value; readonly problems: readonly ContentProblem[]; readonly locate: Locate }
  | { readonly value: undefined; readonly problems: readonly ContentProblem[] }

/**
 * Reads one YAML document by a schema. Any text gives a value or problems with line, column and pointer: duplicate keys, more than one document,
 * alias bombs, and whatever the schema refuses. `linesBefore`: how many lines of the file come before this text.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { file, linesBefore = 0 }: { file: string; linesBefore?: number },
): ReadYaml<z.output<Schema>> {
  const failed = (message: string, place: Place = { line: 1 + linesBefore, column: 1 }): ReadYaml<never> => ({
    value: undefined,
    problems: [{ file, ...place, severity: 'error', message }],
  })
  if (text.length > longestYaml) return failed(`the text is longer than ${longestYaml / 1000},000 characters`)
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1) + linesBefore, column: Math.max(col, 1) }
  }
  let document: Document
  let given: unknown
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true })
    const errors = [...document.errors, ...document.warnings].slice(0, errorsShown)
    if (errors.some(({ message }) => message.startsWith('Maximum call stack'))) return failed(tooDeep)
    if (errors.length > 0) {
      const problems = errors.map((error): ContentProblem => {
        return { file, ...placeOf(error.pos[0]), severity: 'error', message: inWords(error) }
      })
      return { value: undefined, problems }
    }
    given = document.toJS({ maxAliasCount: aliasesAtMost })
  } catch (error) {
    if (error instanceof ReferenceError) return failed('its aliases (*name) would make too much of it')
    return failed(tooDeep)
  }
  const locate: Locate = ({ path, atKey }) => placeOf(offsetOf(document, path, atKey ?? false))
  let parsed: z.ZodSafeParseResult<z.output<Schema>>
  try {
    parsed = schema.safeParse(given ?? {})
  } catch {
    return failed(tooDeep)
  }
  if (parsed.success) return { value: parsed.data, problems: [], locate }
  return { value: undefined, problems: located(plainIssues(parsed.error.issues, given), file, locate) }
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

const words: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'this key is there twice',
  MULTIPLE_DOCS: 'a file holds one document, and here a second begins',
  NON_STRING_KEY: 'a key is text: put it into quotes',
  TAG_RESOLVE_FAILED: 'tags (!name) are not used here',
}

function inWords({ code, message }: YAMLError): string {
  return words[code] ?? `not readable as YAML: ${message.split('\n')[0]}`
}
