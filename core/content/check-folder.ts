import type { Form } from '../capture/form.ts'
import { nameOfConsent } from '../capture/form.ts'
import { fileAt } from '../files/file-bytes.ts'
import { problemsOfFileMails } from '../files/file-mails.ts'
import { bytesProblems, fileIdsIn, namedProblems, unnamedProblems } from '../files/file-problems.ts'
import { planFile } from '../insight/planner/plan-file.ts'
import { findInScoringModel } from '../scoring/check-model.ts'
import { type CheckedEmail, checkEmail, knownEmail } from './check-email.ts'
import { missingLocales, type WrittenEmail } from './check-locales.ts'
import { contentFile, isMeantAsContent } from './content-files.ts'
import { type Coverage, coverageOf, type TaggedContent } from './coverage.ts'
import { type EmailSource, emailSources } from './email-source.ts'
import { imageProblems } from './image-problems.ts'
import { imageFile } from './images.ts'
import { type NamedOutside, namedOutside } from './outreach-references.ts'
import type { ContentProblem } from './problem.ts'
import { type ReadContent, readContent } from './read-content.ts'
import { readSegments } from './read-segments.ts'
import { checkReferences, type Known, type KnownEmail } from './references.ts'
import type { ContentValue, YamlType } from './schemas.ts'
import { isMeantAsShared, sharedFile } from './shared-files.ts'
import { toldOnce } from './told-once.ts'
import { unusedProblems } from './unused-shared.ts'
import { problemsAmong } from './used-segments.ts'

/** A whole `templates/` folder as it was read. */
export interface CheckedFolder {
  /** In the order of their places; `ripen check` fails on errors among them. */
  readonly problems: readonly ContentProblem[]
  readonly emails: readonly CheckedEmail[]
  /** Which content there is for whom; undefined where nothing says so. */
  readonly coverage: Coverage | undefined
  /** Staff and providers that are named and were not looked for; undefined where none is. */
  readonly notLookedAt: NamedOutside | undefined
  /** The content in YAML that can be read. */
  readonly contents: readonly { readonly type: YamlType; readonly id: string; readonly value: ContentValue<YamlType> }[]
}

/**
 * Checks a `templates/` folder, given as path (`emails/welcome/en.md`) to text: every file by itself, and what they say of each other. `emailsAsked` names the
 * emails to read, by what the rest says, for whoever looks at those alone; the others then count as not there.
 */
export async function checkFolder(
  files: Readonly<Record<string, string>>,
  emailsAsked?: (contents: CheckedFolder['contents']) => ReadonlySet<string>,
): Promise<CheckedFolder> {
  const paths = Object.keys(files).sort()
  const known = paths.map(contentFile).filter((one) => one !== undefined)
  const strangers = paths.filter(
    (path) => path !== planFile && !contentFile(path) && !sharedFile(path) && !imageFile(path) && !fileAt(path),
  )
  const problems: ContentProblem[] = [
    ...strangers.map(strangerProblem),
    ...imageProblems(files),
    ...bytesProblems(files),
  ]
  const segments = readSegments(files)
  const contents = known.flatMap((one) =>
    one.type === 'emails' ? [] : [readContent<YamlType>(one.type, one.id, one.file, files[one.file] ?? '', segments)],
  )
  const asked = emailsAsked?.(readable(contents))
  const emails: CheckedEmail[] = []
  const written = Map.groupBy(
    emailSources(files, fileIdsIn(files), formIdsIn(known)),
    ({ file }) => contentFile(file)?.id ?? '',
  )
  for (const [id, sources] of written) if (!asked || asked.has(id)) emails.push(await checkEmail(id, sources))
  const used = [...emails.flatMap((one) => [...one.used]), ...contents.flatMap((one) => one.shared.files)]
  const there = knownIn(emails, contents)
  const forms = valuesOf('forms', contents)
  problems.push(
    ...emails.flatMap((one) => one.problems),
    ...unusedProblems(files, new Set(used)),
    ...[...segments.values()].flatMap((one) => [...one.problems, ...problemsAmong(one, segments)]),
    ...contents.flatMap((one) => one.problems),
    ...(await planProblems(files[planFile])),
    ...contents.flatMap((one) => one.place(checkReferences(one.references, there))),
    ...contents.flatMap((one) => modelProblems(one, forms)),
    ...contents.flatMap((one) => gatedProblems(one, files)),
    ...problemsOfFileMails(emails, written, valuesOf('files', contents)),
    ...missingLocales(writtenEmails(written), forms, valuesOf('sequences', contents)),
  )
  return {
    notLookedAt: namedOutside(contents.flatMap(({ references }) => references)),
    problems: toldOnce(problems),
    emails,
    coverage: coverageOf(readableByPeople(emails, valuesOf('files', contents))),
    contents: readable(contents),
  }
}

function formIdsIn(known: readonly { readonly type: string; readonly id: string }[]): ReadonlySet<string> {
  return new Set(known.filter(({ type }) => type === 'forms').map(({ id }) => id))
}

function readable(contents: readonly ReadContent<YamlType>[]): CheckedFolder['contents'] {
  return contents.flatMap(({ type, id, value }) => (value === undefined ? [] : [{ type, id, value }]))
}

/** What people get to read: no letters to staff, and none that only ask to confirm. */
function readableByPeople(emails: readonly CheckedEmail[], files: readonly ContentValue<'files'>[]): TaggedContent[] {
  const mails = emails.filter(({ locales }) => [...locales.values()][0]?.class === 'marketing')
  return [
    ...mails.map(({ id, tags }) => ({ name: `emails/${id}`, tags })),
    ...files.map((one) => ({ name: `files/${one.id}`, tags: one })),
  ]
}

/** An email or form that is there and has errors is told of once, and not again by everybody who names it. */
function knownIn(emails: readonly CheckedEmail[], contents: readonly ReadContent<YamlType>[]): Known {
  const forms = contents.filter(({ type }) => type === 'forms')
  const topics = new Set(valuesOf('forms', contents).flatMap(({ consent }) => consent.map(nameOfConsent)))
  return {
    emails: new Map<string, KnownEmail | 'unreadable'>(emails.map((one) => [one.id, knownEmail(one) ?? 'unreadable'])),
    forms: new Set(forms.map(({ id }) => id)),
    ...(forms.every(({ value }) => value !== undefined) && { topics }),
  }
}

/** By their files: one that can't be read is told of, and is not missing. */
function writtenEmails(written: ReadonlyMap<string, readonly EmailSource[]>): WrittenEmail[] {
  return [...written].map(([id, sources]) => {
    return { id, locales: sources.map(({ locale }) => locale), file: sources[0]?.file ?? '' }
  })
}

function valuesOf<Type extends YamlType>(type: Type, contents: readonly ReadContent<YamlType>[]): ContentValue<Type>[] {
  return contents.flatMap((one) =>
    one.type === type && one.value !== undefined ? [one.value as ContentValue<Type>] : [],
  )
}

function modelProblems(one: ReadContent<YamlType>, forms: readonly Form[]): ContentProblem[] {
  if (one.type !== 'scoring-models' || one.value === undefined) return []
  return one.place(findInScoringModel(one.value as ContentValue<'scoring-models'>, forms))
}

function gatedProblems(one: ReadContent<YamlType>, files: Readonly<Record<string, string>>): ContentProblem[] {
  if (one.type !== 'files' || one.value === undefined) return []
  const value = one.value as ContentValue<'files'>
  return [...one.place(namedProblems(value, files)), ...unnamedProblems(value, files)]
}

/** Most folders hold no plan: what reads one is loaded for it alone. */
async function planProblems(text: string | undefined): Promise<readonly ContentProblem[]> {
  if (text === undefined) return []
  const { problemsOfPlan } = await import('../insight/planner/read-plan.ts')
  return problemsOfPlan(text)
}

function strangerProblem(file: string): ContentProblem {
  const mend =
    'content lies in emails/<id>/<locale>.md or .mjml, <type>/<id>.yaml, files/<id>/file.yaml with its files beside it, and funnel.yaml; ids are like white-paper'
  if (isMeantAsShared(file)) {
    const places =
      'what mails share lies in partials/<id>.md, .mjml or .liquid, layouts/<id>.mjml, and brand.yaml; what sequences share in segments/<id>.yaml'
    return { file, severity: 'error', message: 'this is no place or name of a shared file', mend: places }
  }
  return isMeantAsContent(file)
    ? { file, severity: 'error', message: 'this is no place or name of a content file', mend }
    : { file, severity: 'warning', message: 'this is not content and is left out' }
}
