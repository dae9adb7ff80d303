import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  visit,
  type YAMLError,
  YAMLParseError,
} from 'yaml'
import type { Path } from './problem.ts'

/** What is wrong with a text as YAML, at an offset of it. */
export interface YamlProblem {
  readonly offset: number
  readonly message: string
  readonly mend: string
  /** It is about the whole document. */
  readonly whole?: true
}

/** One broken bracket makes many errors; the first ones tell it. */
const errorsShown = 10
const notReadable = 'not readable as YAML'

/** What a document's errors and warnings say, in words: of those on one line the first, since the others mostly follow from it. */
export function problemsOfYaml(document: Document, lineOf: (offset: number) => number): YamlProblem[] {
  const lines = new Set<number>()
  return [...document.errors, ...document.warnings].slice(0, errorsShown).flatMap((error): YamlProblem[] => {
    const [offset] = error.pos
    const line = lineOf(offset)
    const own = words[error.code]
    if (lines.has(line) && !own) return []
    lines.add(line)
    return [{ offset, ...(own ?? inWords(error)) }]
  })
}

/** Tells the document of keys that a map has twice: the parser would compare each with all before it, which takes minutes for thousands. */
export function noteRepeatedKeys(document: Document): void {
  const repeated: YAMLParseError[] = []
  // Without recursion: what is no good YAML may be nested as deep as it is long.
  const open: unknown[] = [document.contents]
  while (open.length > 0 && repeated.length < errorsShown) {
    const node = open.pop()
    if (isSeq(node)) for (const item of node.items) open.push(item)
    if (!isMap(node)) continue
    const seen = new Set<unknown>()
    for (const { key, value } of node.items) {
      open.push(value)
      if (!isScalar(key)) continue
      const [from = 0, to = from] = key.range ?? []
      if (seen.has(key.value)) repeated.push(new YAMLParseError([from, to], 'DUPLICATE_KEY', 'Map keys must be unique'))
      seen.add(key.value)
    }
  }
  if (repeated.length === 0) return
  document.errors.push(...repeated.slice(0, errorsShown))
  document.errors.sort((a, b) => a.pos[0] - b.pos[0])
}

/** Aliases (`*name`) that name nothing, or that stand within what they name. */
export function aliasProblems(document: Document): YamlProblem[] {
  const problems: YamlProblem[] = []
  const seen = new Set<string>()
  visit(document, (_, node, ancestors) => {
    if (isAlias(node)) {
      const offset = node.range?.[0] ?? 0
      if (ancestors.some((one) => isNode(one) && !isAlias(one) && one.anchor === node.source)) {
        const mend = 'write out what is meant'
        problems.push({ offset, message: `the alias *${node.source} stands within what it names`, mend })
      } else if (!seen.has(node.source)) {
        const mend = 'put it into quotes if it is text; else name what is there with &name before'
        problems.push({ offset, message: `the alias *${node.source} names nothing that stands before it`, mend })
      }
    } else if (isNode(node) && node.anchor) {
      seen.add(node.anchor)
    }
  })
  return problems.slice(0, errorsShown)
}

/** An alias bomb (YAML's "billion laughs"), at the first alias of what other aliases multiply, else at the first. */
export function aliasBomb(document: Document): YamlProblem {
  let first: number | undefined
  let multiplied: number | undefined
  visit(document, {
    Alias(_, node, ancestors) {
      const offset = node.range?.[0] ?? 0
      first ??= offset
      if (ancestors.some((one) => isNode(one) && !isAlias(one) && one.anchor)) multiplied ??= offset
    },
  })
  return {
    offset: multiplied ?? first ?? 0,
    message: 'its aliases (*name) would make too much of it',
    mend: 'write out what is meant instead of naming it again and again',
  }
}

/** The path of the innermost key or entry that this offset stands in. */
export function pathAt(document: Document, offset: number): Path {
  const path: (string | number)[] = []
  let node: unknown = document.contents
  for (;;) {
    if (isMap(node)) {
      // The last one that begins before: a broken one may have no end.
      const pair = node.items.findLast(({ key }) => isNode(key) && (key.range?.[0] ?? Infinity) <= offset)
      if (!pair || !holds(node, offset)) return path
      if (!isScalar(pair.key)) return path
      path.push(String(pair.key.value))
      node = pair.value
    } else if (isSeq(node)) {
      const at = node.items.findLastIndex((item) => isNode(item) && (item.range?.[0] ?? Infinity) <= offset)
      if (at < 0 || !holds(node, offset)) return path
      path.push(at)
      node = isPair(node.items[at]) ? undefined : node.items[at]
    } else {
      return path
    }
  }
}

function holds(node: unknown, offset: number): boolean {
  return isNode(node) && (node.range?.[2] ?? 0) >= offset
}

/** Errors that tell something of their own, wherever they stand. */
const words: Partial<Record<ErrorCode, Omit<YamlProblem, 'offset'>>> = {
  DUPLICATE_KEY: { message: 'this key is there twice', mend: 'take one of them out' },
  MULTIPLE_DOCS: {
    message: 'a file holds one document, and here a second begins',
    mend: 'put it into a file of its own, or take out the line of ---',
    whole: true,
  },
  NON_STRING_KEY: { message: 'a key is text: put it into quotes', mend: 'write it like "key": value' },
  TAG_RESOLVE_FAILED: { message: 'tags (!name) are not used here', mend: 'leave it out, or put the text into quotes' },
}

const mends: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE: 'write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'indent what belongs together equally, with spaces',
  BAD_SCALAR_START: 'put the text into quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put a text with ": " in it into quotes, and indent what belongs together equally',
  BLOCK_IN_FLOW: 'write lists with [ ] and maps with { } inside of brackets',
  MISSING_CHAR: 'close the quote or bracket where it ends',
  MULTILINE_IMPLICIT_KEY: 'put ": " behind the key on the same line, or the text into quotes',
  TAB_AS_INDENT: 'indent with spaces',
}

function inWords({ code, message }: YAMLError): { message: string; mend: string } {
  const mend = mends[code] ?? 'look for a quote, bracket, colon or indent that is not right here'
  return { message: `${notReadable}: ${message.split('\n')[0]}`, mend }
}
