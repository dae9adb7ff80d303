import { isMap, parseDocument } from 'yaml'
import type { EmailSource } from './email-source.ts'
import { longestFrontMatter, splitFrontMatter } from './front-matter.ts'
import { putTogether } from './put-together.ts'

/** Paths of the files that this mail shares with others, whatever else is wrong with it. */
export function sharedUsedBy(source: EmailSource): ReadonlySet<string> {
  const parts = splitFrontMatter(source.text)
  if (!parts) return new Set()
  const id = layoutIn(parts.frontMatter)
  const layout = id === undefined ? undefined : { id, place: { line: 1, column: 1 } }
  return putTogether(source, { text: parts.body, at: parts.bodyAt, layout }).used
}

function layoutIn(frontMatter: string): string | undefined {
  if (frontMatter.length > longestFrontMatter) return undefined
  try {
    // What is wrong there is told elsewhere; made into values, keys in keys would take time without end.
    const { contents, errors } = parseDocument(frontMatter, { prettyErrors: false, stringKeys: true })
    const layout = errors.length === 0 && isMap(contents) ? contents.get('layout') : undefined
    return typeof layout === 'string' ? layout : undefined
  } catch {
    return undefined
  }
}
