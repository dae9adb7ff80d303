import type { Form } from '../../core/capture/form.ts'
import { checkEmail } from '../../core/content/check-email.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { contentFile } from '../../core/content/content-files.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import { type ContentProblem, inOrder } from '../../core/content/problem.ts'
import { type ReadContent, readContent } from '../../core/content/read-content.ts'
import { checkReferences } from '../../core/content/references.ts'
import type { ContentValue, YamlType } from '../../core/content/schemas.ts'
import { formsKind, scoringModelsKind } from '../../core/content/schemas.ts'
import { findInScoringModel } from '../../core/scoring/check-model.ts'
import type { Sources } from './content-items.ts'
import { draftedOnly, knownFor } from './known-content.ts'
import { allCurrent, forgetCurrent } from './published.ts'

/** A content that was looked at: what is wrong with it, and what of it can be published. */
export interface CheckedContent {
  readonly problems: readonly ContentProblem[]
  /** Of an email: each language compiled. */
  readonly emails: ReadonlyMap<string, CompiledEmail>
  /** Of all others: what the YAML says. */
  readonly value: unknown
}

/**
 * Checks one content by itself and against what is live. A `draft` may name what is only drafted yet, which is said; what is published may not.
 */
export async function checkContent(
  type: ContentType,
  id: string,
  files: Sources,
  purpose: 'draft' | 'publish',
): Promise<CheckedContent> {
  if (type === 'emails') return checkEmailFiles(id, files)
  // It is judged by what is live now, not by what was a minute ago.
  forgetCurrent()
  const [file = '', text = ''] = Object.entries(files)[0] ?? []
  const read = readContent<YamlType>(type, id, file, text)
  const problems = [...read.problems]
  const known = await knownFor(read.references)
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
  if (read.value !== undefined) problems.push(...(await besidesForms(read)))
  return { problems: inOrder(problems), emails: new Map(), value: read.value }
}

async function checkEmailFiles(id: string, files: Sources): Promise<CheckedContent> {
  const sources = Object.entries(files).flatMap(([file, text]) => {
    const named = contentFile(file)
    return named?.type === 'emails' ? [{ file, text, locale: named.locale, format: named.format }] : []
  })
  const { locales, problems } = await checkEmail(id, sources)
  return { problems, emails: locales, value: undefined }
}

/** "One submission of one form qualifies nobody": looked at when a model is published, and when a form is. */
async function besidesForms(read: ReadContent<YamlType>): Promise<ContentProblem[]> {
  if (read.type === 'scoring-models') {
    const forms = (await allCurrent(formsKind)).map(({ value }) => value)
    return read.place(findInScoringModel(read.value as ContentValue<'scoring-models'>, forms))
  }
  if (read.type !== 'forms') return []
  const live = await allCurrent(formsKind)
  const before = live.map(({ value }) => value)
  const after: Form[] = [...before.filter(({ id }) => id !== read.id), read.value as Form]
  const problems: ContentProblem[] = []
  for (const { id, value: model } of await allCurrent(scoringModelsKind)) {
    const old = new Set(findInScoringModel(model, before).map(({ message }) => message))
    const made = findInScoringModel(model, after).filter(({ message }) => !old.has(message))
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
