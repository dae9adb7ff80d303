import type { Form } from '../capture/form.ts'
import { findInScoringModel } from '../scoring/check-model.ts'
import { type CheckedEmail, checkEmail, knownEmail } from './check-email.ts'
import type { EmailSource } from './compile-email.ts'
import { type ContentFile, contentFile, isMeantAsContent } from './content-files.ts'
import type { ContentType } from './content-type.ts'
import { type ContentProblem, inOrder } from './problem.ts'
import { type ReadContent, readContent } from './read-content.ts'
import { checkReferences, type Known, type KnownEmail } from './references.ts'
import type { ContentValue, YamlType } from './schemas.ts'

/** A whole `templates/` folder as it was read. */
export interface CheckedFolder {
  /** In the order of their places; `ripen check` fails on errors among them. */
  readonly problems: readonly ContentProblem[]
  readonly emails: readonly CheckedEmail[]
  /** The content in YAML that can be read. */
  readonly contents: readonly { readonly type: YamlType; readonly id: string; readonly value: ContentValue<YamlType> }[]
  /** Which files make up which content, in the order in which it is to be published: what is named comes before what names it. */
  readonly parts: readonly { readonly type: ContentType; readonly id: string; readonly files: Record<string, string> }[]
}

const publishingOrder: readonly ContentType[] = [
  'funnel',
  'emails',
  'forms',
  'sequences',
  'scoring-models',
  'sla-policies',
]

/** Checks a `templates/` folder, given as path (`emails/welcome/en.md`) to text: every file by itself, and what they say of each other. */
export async function checkFolder(files: Readonly<Record<string, string>>): Promise<CheckedFolder> {
  const paths = Object.keys(files).sort()
  const known = paths.map(contentFile).filter((one) => one !== undefined)
  const strangers = paths.filter((path) => !contentFile(path))
  const problems: ContentProblem[] = strangers.map(strangerProblem)
  const emails: CheckedEmail[] = []
  for (const [id, sources] of emailSources(known, files)) emails.push(await checkEmail(id, sources))
  const contents = known.flatMap((one) =>
    one.type === 'emails' ? [] : [readContent<YamlType>(one.type, one.id, one.file, files[one.file] ?? '')],
  )
  const there = knownIn(emails, contents)
  const forms = valuesOf('forms', contents)
  problems.push(
    ...emails.flatMap((one) => one.problems),
    ...contents.flatMap((one) => one.problems),
    ...contents.flatMap((one) => one.place(checkReferences(one.references, there))),
    ...contents.flatMap((one) => modelProblems(one, forms)),
  )
  return {
    problems: inOrder(problems),
    emails,
    contents: contents.flatMap(({ type, id, value }) => (value === undefined ? [] : [{ type, id, value }])),
    parts: partsOf(known, files),
  }
}

function emailSources(known: readonly ContentFile[], files: Readonly<Record<string, string>>) {
  const byId = new Map<string, EmailSource[]>()
  for (const one of known) {
    if (one.type !== 'emails') continue
    const { id, file, locale, format } = one
    byId.set(id, [...(byId.get(id) ?? []), { file, locale, format, text: files[file] ?? '' }])
  }
  return byId
}

/** An email or form that is there and has errors is told of once, and not again by everybody who names it. */
function knownIn(emails: readonly CheckedEmail[], contents: readonly ReadContent<YamlType>[]): Known {
  const forms = contents.filter(({ type }) => type === 'forms')
  const topics = new Set(valuesOf('forms', contents).flatMap(({ consent }) => consent.map(({ topic }) => topic)))
  return {
    emails: new Map<string, KnownEmail | 'unreadable'>(emails.map((one) => [one.id, knownEmail(one) ?? 'unreadable'])),
    forms: new Set(forms.map(({ id }) => id)),
    ...(forms.every(({ value }) => value !== undefined) && { topics }),
  }
}

function valuesOf(type: 'forms', contents: readonly ReadContent<YamlType>[]): Form[] {
  return contents.flatMap((one) => (one.type === type && one.value !== undefined ? [one.value as Form] : []))
}

function modelProblems(one: ReadContent<YamlType>, forms: readonly Form[]): ContentProblem[] {
  if (one.type !== 'scoring-models' || one.value === undefined) return []
  return one.place(findInScoringModel(one.value as ContentValue<'scoring-models'>, forms))
}

function strangerProblem(file: string): ContentProblem {
  const mend =
    'content lies in emails/<id>/<locale>.md or .mjml, <type>/<id>.yaml, and funnel.yaml; ids are like white-paper'
  return isMeantAsContent(file)
    ? { file, severity: 'error', message: 'this is no place or name of a content file', mend }
    : { file, severity: 'warning', message: 'this is not content and is left out' }
}

function partsOf(known: readonly ContentFile[], files: Readonly<Record<string, string>>): CheckedFolder['parts'] {
  const parts = new Map<string, { type: ContentType; id: string; files: Record<string, string> }>()
  for (const { type, id, file } of known) {
    const part = parts.get(`${type}/${id}`) ?? { type, id, files: {} }
    part.files[file] = files[file] ?? ''
    parts.set(`${type}/${id}`, part)
  }
  return publishingOrder.flatMap((type) => [...parts.values()].filter((part) => part.type === type))
}
