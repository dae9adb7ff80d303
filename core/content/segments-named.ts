import { isMap } from '../is-map.ts'
import type { Path } from './problem.ts'

/** Where a sequence or a segment names a segment. */
export interface NamedSegment {
  readonly id: string
  readonly path: Path
}

/** Where no condition on a lead stands: `where` asks about an event, the keys of the others are names of variants. */
const noConditions = new Set(['where', 'split', 'go'])

/** Every segment that a sequence or a segment names, wherever in it. It takes any value, so that it also reads what has errors. */
export function segmentsNamed(value: unknown, path: Path = []): NamedSegment[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    if (noConditions.has(key)) return []
    // `trigger: { segment: { industry: retail } }` is a condition without a name.
    const isNaming = key === 'segment' && !(path.at(-1) === 'trigger' && isMap(inner))
    return isNaming ? textsIn(inner, at) : segmentsNamed(inner, at)
  })
}

function textsIn(test: unknown, path: Path): NamedSegment[] {
  if (typeof test === 'string') return [{ id: test, path }]
  if (test === null || typeof test !== 'object') return []
  return Object.entries(test).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(test) ? Number(key) : key]),
  )
}
