import type { ConsentEvidence } from '../../core/consent/mailbox.ts'
import { type PageLocale, pageWords } from '../../core/consent/page-words.ts'
import { topicLabel } from '../../core/consent/topic-label.ts'
import { escapeHtml } from '../runtime/page.ts'
import { linkPage, paragraph, said } from './link-page.ts'

/** The page behind the button of a confirmation mail: one button, which posts to the page's own address. */
export function confirmPage(
  locale: PageLocale,
  topics: readonly string[],
  evidence: readonly ConsentEvidence[],
): string {
  const words = pageWords[locale].confirm
  const list = topics.map((topic) => `<li>${escapeHtml(topicLabel(topic, evidence))}</li>`).join('')
  return linkPage(
    locale,
    words.title,
    `${paragraph(words.ask)}
<ul>${list}</ul>
<form method="post"><button>${escapeHtml(words.button)}</button></form>
${paragraph(words.note, 'note')}`,
  )
}

export function confirmedPage(locale: PageLocale): string {
  const words = pageWords[locale].confirm
  return linkPage(locale, words.doneTitle, said(words.done))
}

/** Too old, or overtaken by a withdrawal. */
export function confirmGonePage(locale: PageLocale): string {
  const words = pageWords[locale].confirm
  return linkPage(locale, words.goneTitle, paragraph(words.gone))
}
