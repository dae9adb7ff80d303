import { checkEmail } from '../../core/content/check-email.ts'
import type { EmailState } from '../../core/content/compare.ts'
import type { CompiledEmail } from '../../core/content/compiled-email.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import { emailSources } from '../../core/content/email-source.ts'
import { Problem } from '../runtime/problem.ts'
import { readVersion, type Sources, type Standing } from './content-items.ts'
import { emailVersion } from './published.ts'

/** Which state of a content: a version by its number, what is live, or the draft. */
export type Named = number | 'live' | 'draft'

/** One state of a content with its sources. */
export interface State {
  readonly is: number | 'draft'
  readonly files: Sources
  /** The version that was live before this one, 0 before the first; absent of a draft. */
  readonly follows?: number
}

/**
 * The two states to look at beside each other, by default what would change: from what is live to the draft, or from the version before to what is live where
 * there is no draft. Throws {@link Problem} 404 for what is not there.
 */
export async function statesToCompare(
  { type, id }: { type: ContentType; id: string },
  standing: Standing,
  asked: { from?: Named | undefined; to?: Named | undefined },
): Promise<{ from: State; to: State }> {
  const to = await stateOf(type, id, standing, asked.to ?? (standing.draft ? 'draft' : 'live'))
  const from = asked.from ?? (to.is === 'draft' ? standing.current?.version : to.follows) ?? 0
  // Beside nothing all of it is new.
  return { from: from === 0 ? { is: 0, files: {} } : await stateOf(type, id, standing, from), to }
}

async function stateOf(type: ContentType, id: string, { current, draft }: Standing, named: Named): Promise<State> {
  if (named === 'draft') {
    if (!draft) throw new Problem(404, 'There is no draft of this content.')
    return { is: 'draft', files: draft.files }
  }
  const version = named === 'live' ? current?.version : named
  const found = version === undefined ? undefined : await readVersion(type, id, version)
  if (!found)
    throw new Problem(404, named === 'live' ? 'Nothing of this content is live.' : 'There is no such version.')
  return { is: found.version, files: found.files, follows: found.follows ?? found.version - 1 }
}

/** The mails of one state of an email: of a version as they were compiled when it was published. */
export async function emailsOf(id: string, { is, files }: State): Promise<EmailState> {
  const sources = emailSources(files)
  const locales = [...new Set(sources.map(({ locale }) => locale))]
  if (is === 'draft') return { emails: (await checkEmail(id, sources)).locales, locales }
  const emails = new Map<string, CompiledEmail>()
  for (const locale of locales) {
    const compiled = await emailVersion(id, is, locale)
    if (compiled) emails.set(locale, compiled.email)
  }
  return { emails, locales }
}
