import { checkEmail } from '../../core/content/check-email.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { emailSources } from '../../core/content/email-source.ts'
import { isError } from '../../core/content/problem.ts'
import { nearestOf } from '../../core/content/words.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Sources } from './content-items.ts'
import { emailVersion } from './published.ts'
import { refusedFor } from './refused-for.ts'

/** An email to look at, with what its author should know of it. */
export interface ToPreview {
  /** One for each language asked for that it has, or the nearest to it. */
  readonly emails: readonly CompiledEmail[]
  readonly version: number | 'draft'
  readonly warnings: readonly string[]
}

/**
 * The draft of an email in these languages or the nearest that it has (`*`: in all of them); what is live where there is no draft. Throws {@link Problem} 404
 * where there is neither, and 422 for a draft that can't be compiled in such a language.
 */
export async function emailToPreview(id: string, wanted: string | readonly string[]): Promise<ToPreview> {
  const { current, draft } = await readStanding('emails', id)
  if (draft) return fromDraft(id, draft.files, wanted)
  const live = await Promise.all(
    chosenOf(current?.locales ?? [], wanted).map((locale) => emailVersion(id, current?.version ?? 0, locale)),
  )
  const emails = live.flatMap((one) => one?.email ?? [])
  if (!current || emails.length === 0) throw new Problem(404, 'There is no such email.')
  return { emails, version: current.version, warnings: [] }
}

async function fromDraft(id: string, files: Sources, wanted: string | readonly string[]): Promise<ToPreview> {
  const sources = emailSources(files)
  const locales = chosenOf(
    sources.map((source) => source.locale),
    wanted,
  )
  const checked = await checkEmail(
    id,
    sources.filter((source) => locales.includes(source.locale)),
  )
  const emails = locales.flatMap((locale) => checked.locales.get(locale) ?? [])
  if (emails.length < locales.length || emails.length === 0 || checked.problems.some(isError)) {
    throw refusedFor(checked.problems)
  }
  return { emails, version: 'draft', warnings: checked.problems.map(({ message }) => message) }
}

/** The languages to show of those that are there, without repeats. */
function chosenOf(there: readonly string[], wanted: string | readonly string[]): string[] {
  if (wanted === '*') return [...new Set(there)]
  const nearest = [wanted].flat().map((one) => nearestOf(there, one))
  return [...new Set(nearest)].filter((locale) => locale !== undefined)
}
