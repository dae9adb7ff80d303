import type { ConsentEvidence, Mailbox } from '../../core/consent/mailbox.ts'
import { type PageLocale, pageWords } from '../../core/consent/page-words.ts'
import { topicLabel } from '../../core/consent/topic-label.ts'
import { escapeHtml } from '../runtime/page.ts'
import { linkPage, paragraph, said } from './link-page.ts'

/** The preference page: each topic of the lead with a box, and one button that stops all. */
export function preferencesPage(
  locale: PageLocale,
  mailbox: Mailbox | undefined,
  evidence: readonly ConsentEvidence[],
  stored = false,
): string {
  const words = pageWords[locale].preferences
  const topics = Object.entries(mailbox?.consent ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
  if (topics.length === 0) return linkPage(locale, words.title, stored ? said(words.saved) : paragraph(words.none))
  const boxes = topics.map(([topic, { state }]) => {
    const label = topicLabel(topic, evidence) + (state === 'pending' ? ` (${words.pending})` : '')
    return `<input type="hidden" name="shown" value="${escapeHtml(topic)}">
<label class="choice"><input type="checkbox" name="topic.${escapeHtml(topic)}" value="on"${state === 'granted' ? ' checked' : ''}> ${escapeHtml(label)}</label>`
  })
  return linkPage(
    locale,
    words.title,
    `${stored ? said(words.saved) : ''}
${mailbox?.suppression ? paragraph(words.suppressed, 'note') : ''}
<form method="post">
<p id="ask">${escapeHtml(words.ask)}</p>
<div role="group" aria-labelledby="ask">
${boxes.join('\n')}
</div>
<button>${escapeHtml(words.save)}</button>
<button class="quiet" name="all" value="off">${escapeHtml(words.allOff)}</button>
</form>`,
  )
}
