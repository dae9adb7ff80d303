import { checkEmail } from '../../core/content/check-email.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import { contentFile } from '../../core/content/content-files.ts'
import { isError } from '../../core/content/problem.ts'
import { fallbacks } from '../../core/content/words.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Sources } from './content-items.ts'
import { emailVersion } from './published.ts'
import { refusedFor } from './refused-for.ts'

/** An email to look at, with what its author should know of it. */
export interface ToPreview {
  readonly email: CompiledEmail
  readonly version: number | 'draft'
  readonly warnings: readonly string[]
}

/**
 * The draft of an email in this language or the nearest that it has; what is live where there is no draft. Throws {@link Problem} 404 where there is neither, and
 * 422 for a draft that can't be compiled in that language.
 */
export async function emailToPreview(id: string, locale: string): Promise<ToPreview> {
  const { current, draft } = await readStanding('emails', id)
  if (draft) return fromDraft(id, draft.files, locale)
  const nearest = current && nearestOf(current.locales, locale)
  const live = current && nearest ? await emailVersion(id, current.version, nearest) : undefined
  if (!live) throw new Problem(404, 'There is no such email.')
  return { email: live.email, version: live.version, warnings: [] }
}

async function fromDraft(id: string, files: Sources, locale: string): Promise<ToPreview> {
  const sources = Object.entries(files).flatMap(([file, text]) => {
    const named = contentFile(file)
    return named?.type === 'emails' ? [{ file, text, locale: named.locale, format: named.format }] : []
  })
  const wanted = nearestOf(
    sources.map((source) => source.locale),
    locale,
  )
  const chosen = sources.filter((source) => source.locale === wanted)
  const { locales, problems } = await checkEmail(id, chosen)
  const email = wanted === undefined ? undefined : locales.get(wanted)
  if (!email || problems.some(isError)) throw refusedFor(problems)
  return { email, version: 'draft', warnings: problems.map(({ message }) => message) }
}

function nearestOf(locales: readonly string[], wanted: string): string | undefined {
  return fallbacks(wanted).find((one) => locales.includes(one)) ?? locales[0]
}
