import { type CheckedFolder, checkFolder } from '../core/content/check-folder.ts'
import type { CompiledEmail } from '../core/content/compiled-email.ts'
import { type ContentProblem, isError } from '../core/content/problem.ts'
import { nearestOf } from '../core/content/words.ts'
import type { AskedFindings } from '../core/handoff/finding.ts'
import { findingsAsked } from '../core/leads/funnel.ts'
import type { Sequence } from '../core/nurture/sequence.ts'
import type { ModelVersion } from '../core/scoring/decide-score.ts'
import { readFolder } from './read-folder.ts'
import { showProblems } from './show-problems.ts'

/** What a `templates/` folder holds, as far as it was asked for. */
export interface FolderContent {
  readonly emails: ReadonlyMap<string, ReadonlyMap<string, CompiledEmail>>
  readonly sequences: ReadonlyMap<string, Sequence>
  /** The one that scores; of several the first by id, as in the running system. */
  readonly model: ModelVersion | undefined
  /** What its funnel asks sales to find out before a lead is an SQL. */
  readonly asks: AskedFindings | undefined
  readonly problems: readonly ContentProblem[]
}

/** Reads a folder once, with those emails alone that are asked for by what its sequences say; what stands beside them, like brand and layouts, is always read. */
export async function folderContent(
  folder: string,
  emailsOf: (sequences: FolderContent['sequences']) => readonly string[],
): Promise<FolderContent> {
  const checked = await checkFolder(readFolder(folder), (contents) => new Set(emailsOf(sequencesOf(contents))))
  const [model] = checked.contents.filter(({ type }) => type === 'scoring-models')
  const funnel = checked.contents.find(({ type }) => type === 'funnel')
  return {
    emails: new Map(checked.emails.map(({ id, locales }) => [id, locales])),
    sequences: sequencesOf(checked.contents),
    model: model && { id: model.id, version: 1, value: model.value as ModelVersion['value'], agreed: true },
    asks: funnel && findingsAsked(funnel.value as Parameters<typeof findingsAsked>[0], 1),
    problems: checked.problems,
  }
}

function sequencesOf(contents: CheckedFolder['contents']): FolderContent['sequences'] {
  const sequences = contents.filter(({ type }) => type === 'sequences')
  return new Map(sequences.map(({ id, value }) => [id, value as Sequence]))
}

/** The sequence of this id; throws Error with its problems where it can't be read, and with those that there are where there is none. */
export function sequenceIn({ sequences, problems }: FolderContent, id: string, folder: string): Sequence {
  const found = sequences.get(id)
  const own = problems.filter(({ file }) => file === `sequences/${id}.yaml` || file.startsWith('segments/'))
  // What it names was not read: only what is wrong in itself and in segments counts here, and then it has no value.
  if (found) return found
  if (own.some(isError)) throw new Error(`the sequence ${id} can't be read:\n${showProblems(own)}`)
  throw new Error(`${folder} has no sequence ${id}: there ${named([...sequences.keys()], 'sequence')}`)
}

/** The email in this language or the nearest that it has. */
export function emailIn({ emails }: FolderContent, id: string, locale: string): CompiledEmail | undefined {
  const locales = emails.get(id)
  if (!locales) return undefined
  return locales.get(nearestOf([...locales.keys()], locale) ?? '')
}

/** What keeps an email from being shown: errors of its own files, and of what mails share. */
export function errorsOf({ problems }: FolderContent, email: string): ContentProblem[] {
  const shared = /^(layouts|partials)\/|^brand\.yaml$/
  return problems.filter((one) => isError(one) && (one.file.startsWith(`emails/${email}/`) || shared.test(one.file)))
}

/** What there is, for who named what is not there. */
export function named(ids: readonly string[], what: string): string {
  if (ids.length === 0) return `is no ${what}`
  return `${ids.length === 1 ? 'is' : 'are'} ${[...ids].sort().join(', ')}`
}
