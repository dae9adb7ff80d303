import type { ConsentEvidence } from '../../core/consent/mailbox.ts'
import { type PageLocale, pageWords } from '../../core/consent/page-words.ts'
import { topicLabel } from '../../core/consent/topic-label.ts'
import { escapeHtml } from '../runtime/page.ts'
import { linkPage, paragraph, said } from './link-page.ts'

/** The unsubscribe page: this topic with one button, all topics with one box more. */
export function withdrawalPage(locale: PageLocale, topic: string, evidence: readonly ConsentEvidence[]): string {
  const words = pageWords[locale].unsubscribe
  return linkPage(
    locale,
    words.title,
    `${paragraph(words.ask)}
<ul><li>${escapeHtml(topicLabel(topic, evidence))}</li></ul>
<form method="post">
<label class="choice"><input type="checkbox" name="all" value="on"> ${escapeHtml(words.all)}</label>
<button>${escapeHtml(words.button)}</button>
</form>`,
  )
}

export function withdrawnPage(locale: PageLocale, all: boolean): string {
  const words = pageWords[locale].unsubscribe
  return linkPage(locale, words.doneTitle, said(all ? words.doneAll : words.done))
}
