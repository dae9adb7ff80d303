import type * as z from 'zod/mini'
import type { Sequence } from '../nurture/sequence.ts'
import { checkForm } from './check-form.ts'
import { checkPolicy } from './check-policy.ts'
import { checkSequence, shapeOf, timesOf } from './check-sequence.ts'
import { idFindings } from './id-findings.ts'
import { type ContentProblem, type Finding, isError } from './problem.ts'
import type { Segments } from './read-segments.ts'
import { located, readYaml } from './read-yaml.ts'
import { type Reference, referencesOfForm, referencesOfScoringModel, referencesOfSequence } from './references.ts'
import { salvaged } from './salvage.ts'
import { type ContentValue, contentSchemas, type YamlType } from './schemas.ts'
import { segmentsNamed } from './segments-named.ts'
import { usedSegments } from './used-segments.ts'

/** One content as its YAML says it: its value unless there is an error, what it names, and where its parts stand. */
export interface ReadContent<Type extends YamlType> {
  readonly type: Type
  readonly id: string
  readonly file: string
  readonly value: ContentValue<Type> | undefined
  readonly problems: readonly ContentProblem[]
  /** Of a sequence: what is wrong in the files of the segments that it uses, and which these are. */
  readonly shared: { readonly problems: readonly ContentProblem[]; readonly files: readonly string[] }
  readonly references: readonly Reference[]
  /** Findings about the value as problems of its file. */
  readonly place: (findings: readonly Finding[]) => ContentProblem[]
}

type Checks = { [Type in YamlType]: (value: ContentValue<Type>) => Finding[] }
type References = { [Type in YamlType]: (value: ContentValue<Type>) => Reference[] }

const none = () => []
const nothingShared = { problems: [], files: [] }
const noSegments: Segments = new Map()
/** What is checked beyond each schema, by the content alone. */
const checks: Checks = {
  sequences: checkSequence,
  forms: checkForm,
  'scoring-models': none,
  'sla-policies': checkPolicy,
  funnel: none,
  sites: none,
  files: none,
}
const references: References = {
  sequences: referencesOfSequence,
  forms: referencesOfForm,
  'scoring-models': referencesOfScoringModel,
  'sla-policies': none,
  funnel: none,
  sites: none,
  files: none,
}

/**
 * Reads one YAML content by its type's schema and checks. "Id in file must equal the file's name." Any text gives a value or problems. A sequence is given those of
 * the segments that it uses, and is whole by itself; without one of them it has no value.
 */
export function readContent<Type extends YamlType>(
  type: Type,
  id: string,
  file: string,
  text: string,
  segments: Segments = noSegments,
): ReadContent<Type> {
  const read = readYaml<z.ZodMiniType<ContentValue<Type>>>(text, contentSchemas[type] as never, { file })
  const content = { type, id, file }
  if (!('locate' in read)) {
    return { ...content, value: undefined, shared: nothingShared, ...furtherOf(type, content, read) }
  }
  const { value, locate } = read
  const place = (findings: readonly Finding[]) => located(findings, file, locate)
  const found = [...idFindings(value.id, id, file), ...checks[type](value)]
  const whole = { ...content, problems: place(found), references: references[type](value), place }
  if (type !== 'sequences') return { ...whole, value, shared: nothingShared }
  const used = usedSegments(segmentsNamed(value), segments)
  const isWhole = used.findings.length === 0 && !used.problems.some(isError)
  return {
    ...whole,
    value: isWhole ? (withSegments(value as Sequence, used.segments) as ContentValue<Type>) : undefined,
    problems: [...whole.problems, ...place(used.findings)],
    shared: used,
  }
}

function withSegments(sequence: Sequence, segments: Sequence['segments'] & object): Sequence {
  return segments.length === 0 ? sequence : { ...sequence, segments }
}

type Refused = Extract<ReturnType<typeof readYaml>, { value: undefined }>

/** What can be told of a content that its schema refuses, beside that: what it names, and its window, where what is wrong with it can't mislead. */
function furtherOf<Type extends YamlType>(
  type: Type,
  { id, file }: { readonly id: string; readonly file: string },
  { problems, refused }: Refused,
): Pick<ReadContent<Type>, 'problems' | 'references' | 'place'> {
  const left = refused && salvaged(contentSchemas[type], refused.given, refused.issues)
  if (!refused || !left) return { problems, references: [], place: nowhere(file) }
  const value = left as ContentValue<Type>
  const place = (findings: readonly Finding[]) => located(findings, file, refused.locate)
  const found = [
    ...idFindings(value.id, id, file),
    ...(type === 'sequences' ? ofSteps(value as Sequence, refused) : []),
  ]
  return { problems: [...problems, ...place(found)], references: references[type](value), place }
}

/** Of a sequence: where one of its steps is wrong itself, others would look wrong for it. */
function ofSteps(sequence: Sequence, { issues }: NonNullable<Refused['refused']>): Finding[] {
  const isSure = !issues.some(({ path }) => path[0] === 'steps')
  return [...(isSure ? shapeOf(sequence) : []), ...timesOf(sequence)]
}

function nowhere(file: string) {
  return (findings: readonly Finding[]): ContentProblem[] =>
    findings.map(({ severity, message, mend }) => ({ file, severity, message, ...(mend && { mend }) }))
}
