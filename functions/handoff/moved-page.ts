import { filledIn } from '../../core/content/words.ts'
import { answerWords } from '../../core/handoff/answer-words.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { nameOf } from '../../core/leads/name-of.ts'
import type { User } from '../../core/staff/user.ts'
import { escapeHtml, page } from '../runtime/page.ts'
import { readUser } from '../staff/directory.ts'

/** The page for who had the lead before: who has it now, and nothing to answer. */
export async function movedPage(handoff: Handoff, profile: Profile, reader: User): Promise<string> {
  const { words, locale } = answerWords(reader.locale)
  const owner = await readUser(handoff.owner)
  const who = `<bdi>${escapeHtml(owner?.name ?? handoff.owner)}</bdi>`
  const address = owner?.active
    ? `\n<p><a href="mailto:${escapeHtml(owner.email)}"><bdi>${escapeHtml(owner.email)}</bdi></a></p>`
    : ''
  return page({
    title: words.movedTitle,
    locale,
    body: `<p class="note">${words.movedTitle}</p>
<h1><bdi>${escapeHtml(nameOf(profile) ?? profile.email)}</bdi></h1>
<p role="status">${filledIn(words.moved, { who })}</p>${address}`,
  })
}
