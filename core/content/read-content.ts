import type * as z from 'zod/mini'
import { checkForm } from './check-form.ts'
import { checkPolicy } from './check-policy.ts'
import { checkSequence } from './check-sequence.ts'
import type { ContentProblem, Finding } from './problem.ts'
import { located, readYaml } from './read-yaml.ts'
import { type Reference, referencesOfForm, referencesOfScoringModel, referencesOfSequence } from './references.ts'
import { type ContentValue, contentSchemas, type YamlType } from './schemas.ts'

/** One content as its YAML says it: its value unless there is an error, what it names, and where its parts stand. */
export interface ReadContent<Type extends YamlType> {
  readonly type: Type
  readonly id: string
  readonly file: string
  readonly value: ContentValue<Type> | undefined
  readonly problems: readonly ContentProblem[]
  readonly references: readonly Reference[]
  /** Findings about the value as problems of its file. */
  readonly place: (findings: readonly Finding[]) => ContentProblem[]
}

type Checks = { [Type in YamlType]: (value: ContentValue<Type>) => Finding[] }
type References = { [Type in YamlType]: (value: ContentValue<Type>) => Reference[] }

const none = () => []
/** What is checked beyond each schema, by the content alone. */
const checks: Checks = {
  sequences: checkSequence,
  forms: checkForm,
  'scoring-models': none,
  'sla-policies': checkPolicy,
  funnel: none,
}
const references: References = {
  sequences: referencesOfSequence,
  forms: referencesOfForm,
  'scoring-models': referencesOfScoringModel,
  'sla-policies': none,
  funnel: none,
}

/** Reads one YAML content by its type's schema and checks. "Id in file must equal the file's name." Any text gives a value or problems. */
export function readContent<Type extends YamlType>(
  type: Type,
  id: string,
  file: string,
  text: string,
): ReadContent<Type> {
  const read = readYaml<z.ZodMiniType<ContentValue<Type>>>(text, contentSchemas[type] as never, { file })
  const content = { type, id, file }
  if (!('locate' in read)) {
    return { ...content, value: undefined, problems: read.problems, references: [], place: nowhere(file) }
  }
  const { value, locate } = read
  const place = (findings: readonly Finding[]) => located(findings, file, locate)
  const found = [...idFindings(value.id, id, file), ...checks[type](value)]
  return { ...content, value, problems: place(found), references: references[type](value), place }
}

function idFindings(written: string, id: string, file: string): Finding[] {
  if (written === id) return []
  return [
    {
      path: ['id'],
      severity: 'error',
      message: `the id differs from the file's name`,
      mend: `write "id: ${id}", or rename ${file}`,
    },
  ]
}

function nowhere(file: string) {
  return (findings: readonly Finding[]): ContentProblem[] =>
    findings.map(({ severity, message, mend }) => ({ file, severity, message, ...(mend && { mend }) }))
}
