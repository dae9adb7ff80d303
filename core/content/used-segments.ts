import type { UsedSegment } from '../nurture/segment.ts'
import { nearestName } from './nearest-name.ts'
import { type ContentProblem, error, type Finding } from './problem.ts'
import type { ReadSegment, Segments } from './read-segments.ts'
import type { NamedSegment } from './segments-named.ts'

/** What a sequence that names these segments is given of them. */
export interface UsedSegments {
  /** Each after those that it uses itself. */
  readonly segments: UsedSegment[]
  readonly files: readonly string[]
  /** Of the sequence itself: names that nothing has. */
  readonly findings: readonly Finding[]
  /** Of the files of the segments. */
  readonly problems: readonly ContentProblem[]
}

/** The segments behind these names, with those that they use themselves. */
export function usedSegments(named: readonly NamedSegment[], all: Segments): UsedSegments {
  const segments: UsedSegment[] = []
  const problems: ContentProblem[] = []
  const seen = new Set<string>()
  const use = (id: string): void => {
    const one = all.get(id)
    if (!one || seen.has(id)) return
    seen.add(id)
    for (const inner of one.names) use(inner.id)
    problems.push(...one.problems, ...problemsAmong(one, all))
    if (one.value) segments.push({ id, when: one.value.when })
  }
  for (const { id } of named) use(id)
  const files = [...seen].flatMap((id) => all.get(id)?.file ?? [])
  return { segments, files, findings: unknownFindings(named, all), problems }
}

/** What is wrong between a segment and the others: names that nothing has, and a circle, told in each segment that is part of it. */
export function problemsAmong(one: ReadSegment, all: Segments): ContentProblem[] {
  const circles = one.names.flatMap(({ id, path }): Finding[] => {
    const way = wayBack(id, one.id, all)
    if (!way) return []
    const through = way.map((name) => `"${name}"`).join(', which uses ')
    const message = way.length === 1 ? 'this segment uses itself' : `this goes in a circle: it uses ${through}`
    return [error(path, message, 'write the condition of one of them out instead')]
  })
  return one.place([...unknownFindings(one.names, all), ...circles])
}

function unknownFindings(named: readonly NamedSegment[], all: Segments): Finding[] {
  return named.flatMap(({ id, path }) => {
    if (all.has(id)) return []
    const meant = nearestName(id, all.keys())
    const mend = meant === undefined ? `write segments/${id}.yaml first` : `did you mean "${meant}"?`
    return [error(path, `there is no segment "${id}"`, mend)]
  })
}

/** The names from this segment to that one, both included; undefined where no way leads there. */
function wayBack(from: string, to: string, all: Segments, passed = new Set<string>()): string[] | undefined {
  if (from === to) return [to]
  if (passed.has(from)) return undefined
  passed.add(from)
  for (const { id } of all.get(from)?.names ?? []) {
    const way = wayBack(id, to, all, passed)
    if (way) return [from, ...way]
  }
  return undefined
}
