import { type Segment, segment } from '../nurture/segment.ts'
import { idFindings } from './id-findings.ts'
import { segmentConditionFindings } from './lead-conditions.ts'
import type { ContentProblem, Finding } from './problem.ts'
import { located, readYaml } from './read-yaml.ts'
import { type NamedSegment, segmentsNamed } from './segments-named.ts'
import { sharedFile } from './shared-files.ts'

/** One segment as its YAML says it. */
export interface ReadSegment {
  readonly id: string
  readonly file: string
  /** Undefined where the schema refuses it. */
  readonly value: Segment | undefined
  readonly names: readonly NamedSegment[]
  readonly problems: readonly ContentProblem[]
  /** Findings about the value as problems of its file. */
  readonly place: (findings: readonly Finding[]) => ContentProblem[]
}
export type Segments = ReadonlyMap<string, ReadSegment>

/** The segments among these files, each read once. */
export function readSegments(files: Readonly<Record<string, string>>): Segments {
  const found = new Map<string, ReadSegment>()
  for (const [file, text] of Object.entries(files)) {
    const shared = sharedFile(file)
    if (shared?.kind === 'segment') found.set(shared.id, readSegment(shared.id, file, text))
  }
  return found
}

function readSegment(id: string, file: string, text: string): ReadSegment {
  const read = readYaml(text, segment, { file })
  if (!('locate' in read)) {
    return { id, file, value: undefined, names: [], problems: read.problems, place: () => [] }
  }
  const { value, locate } = read
  const place = (findings: readonly Finding[]) => located(findings, file, locate)
  const problems = place([...idFindings(value.id, id, file), ...segmentConditionFindings(value)])
  return { id, file, value, names: segmentsNamed(value), problems, place }
}
