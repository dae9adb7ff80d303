import { type Form, nameOfConsent } from '../../core/capture/form.ts'
import { checkEmail } from '../../core/content/check-email.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { ownFile } from '../../core/content/content-files.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import { emailSources } from '../../core/content/email-source.ts'
import { type ContentProblem, inOrder, isError } from '../../core/content/problem.ts'
import type { ReadContent } from '../../core/content/read-content.ts'
import { checkReferences, type Known, type KnownEmail } from '../../core/content/references.ts'
import type { ContentValue, YamlType } from '../../core/content/schemas.ts'
import { formsKind, scoringModelsKind } from '../../core/content/schemas.ts'
import { unusedProblems } from '../../core/content/unused-shared.ts'
import { filesLinked, formsLinked } from '../../core/files/file-links.ts'
import { namedProblems, unnamedProblems } from '../../core/files/file-problems.ts'
import { findInScoringModel } from '../../core/scoring/check-model.ts'
import { readStanding, type Sources } from './content-items.ts'
import { draftedOnly, knownFor } from './known-content.ts'
import { problemsOfBytes } from './missing-bytes.ts'
import { problemsOfImages } from './missing-images.ts'
import { allCurrent } from './published.ts'

/** A content that was looked at: what is wrong with it, and what of it can be published. */
export interface CheckedContent {
  readonly problems: readonly ContentProblem[]
  /** Of an email: each language compiled. */
  readonly emails: ReadonlyMap<string, CompiledEmail>
  /** Of all others: what the YAML says. */
  readonly value: unknown
}

/** What goes live at the same moment, and so may be named already. */
export interface Together {
  readonly emails: ReadonlyMap<string, KnownEmail | 'unreadable'>
  readonly forms: ReadonlyMap<string, Form>
  readonly files: ReadonlySet<string>
  /** Ids of the scoring models among it: each is judged beside the new forms by its own check. */
  readonly models: ReadonlySet<string>
}
const alone: Together = { emails: new Map(), forms: new Map(), files: new Set(), models: new Set() }

/**
 * Checks one content by itself and against what is live: who calls it lets go of what was live a minute ago, first. A `draft` may name what is only drafted yet, which is said; what is published may not.
 */
export async function checkContent(
  type: ContentType,
  id: string,
  files: Sources,
  purpose: 'draft' | 'publish',
  together: Together = alone,
): Promise<CheckedContent> {
  if (type === 'emails') return checkEmailFiles(id, files, purpose, together)
  // The parser of YAML is a fifth of the function, and mails are checked without it.
  const { readContent } = await import('../../core/content/read-content.ts')
  const { readSegments } = await import('../../core/content/read-segments.ts')
  const file = ownFile(type, id)
  const read = readContent<YamlType>(type, id, file, files[file] ?? '', readSegments(files))
  const problems = [...read.problems, ...read.shared.problems, ...unusedProblems(files, new Set(read.shared.files))]
  const known = beside(await knownFor(read.references), together)
  const onlyDrafted = purpose === 'draft' ? await draftedOnly(read.references, known) : []
  const others = read.references.filter((one) => !onlyDrafted.includes(one))
  problems.push(...read.place(checkReferences(others, known)))
  problems.push(
    ...read.place(
      onlyDrafted.map(({ kind, id: other, path }) => ({
        path,
        severity: 'warning' as const,
        message: `the ${kind} "${other}" is only a draft yet`,
        mend: 'publish it before this',
      })),
    ),
  )
  if (read.value !== undefined) problems.push(...(await besidesForms(read, together)))
  if (read.type === 'files') problems.push(...(await besidesBytes(read, files)))
  return { problems: inOrder(problems), emails: new Map(), value: read.value }
}

function beside(known: Known, { emails, forms }: Together): Known {
  const topics = [...forms.values()].flatMap(({ consent }) => consent.map(nameOfConsent))
  return {
    emails: new Map([...known.emails, ...emails]),
    forms: new Set([...known.forms, ...forms.keys()]),
    ...(known.providers && { providers: known.providers }),
    ...(known.staff && { staff: known.staff }),
    ...(known.topics && { topics: new Set([...known.topics, ...topics]) }),
  }
}

async function checkEmailFiles(
  id: string,
  files: Sources,
  purpose: 'draft' | 'publish',
  together: Together,
): Promise<CheckedContent> {
  const gated = await linkedFor('files', files, purpose, together.files)
  const forms = await linkedFor('forms', files, purpose, new Set(together.forms.keys()))
  const { locales, problems, used } = await checkEmail(id, emailSources(files, gated.there, forms.there))
  return {
    problems: [
      ...problems,
      ...gated.problems,
      ...forms.problems,
      ...unusedProblems(files, used),
      ...(await problemsOfImages(files)),
    ],
    emails: locales,
    value: undefined,
  }
}

/** The gated files or forms that a mail may link to: those that are live, or go live with it. A draft may name what is only drafted yet, which is said. */
async function linkedFor(
  type: 'files' | 'forms',
  files: Sources,
  purpose: 'draft' | 'publish',
  together: ReadonlySet<string>,
): Promise<{ there: ReadonlySet<string>; problems: readonly ContentProblem[] }> {
  const there = new Set(together)
  const linked = type === 'files' ? filesLinked : formsLinked
  const problems: ContentProblem[] = []
  for (const [file, text] of Object.entries(files)) {
    for (const one of linked({ subject: '', html: '', text })) {
      if (there.has(one)) continue
      const { current, draft } = await readStanding(type, one)
      if (!current && !(draft && purpose === 'draft')) continue
      there.add(one)
      if (current) continue
      const message = `the ${type === 'files' ? 'file' : 'form'} "${one}" is only a draft yet`
      problems.push({ file, severity: 'warning', message, mend: 'publish it before this' })
    }
  }
  return { there, problems }
}

/** Of a gated file: what it names must lie beside it, and be stored. */
async function besidesBytes(read: ReadContent<YamlType>, files: Sources): Promise<ContentProblem[]> {
  const stored = await problemsOfBytes(files)
  if (read.value === undefined) return stored
  const value = read.value as ContentValue<'files'>
  return [...stored, ...read.place(namedProblems(value, files)), ...unnamedProblems(value, files)]
}

/** "One submission of one form qualifies nobody": looked at when a model is published, and when a form is. */
async function besidesForms(read: ReadContent<YamlType>, together: Together): Promise<ContentProblem[]> {
  if (read.type === 'scoring-models') {
    const live = (await allCurrent(formsKind)).map(({ value }) => value)
    const forms = [...live.filter(({ id }) => !together.forms.has(id)), ...together.forms.values()]
    return read.place(findInScoringModel(read.value as ContentValue<'scoring-models'>, forms))
  }
  if (read.type !== 'forms') return []
  const live = await allCurrent(formsKind)
  const before = live.map(({ value }) => value)
  const after: Form[] = [...before.filter(({ id }) => id !== read.id), read.value as Form]
  const problems: ContentProblem[] = []
  for (const { id, value: model } of await allCurrent(scoringModelsKind)) {
    if (together.models.has(id)) continue
    const old = new Set(findInScoringModel(model, before).map(({ message }) => message))
    const made = findInScoringModel(model, after).filter((one) => isError(one) && !old.has(one.message))
    problems.push(
      ...read.place(
        made.map(({ message, mend }) => ({
          path: [],
          severity: 'error' as const,
          message: `with this form, the scoring model "${id}" that is live could not be: ${message}`,
          ...(mend && { mend }),
        })),
      ),
    )
  }
  return problems
}
