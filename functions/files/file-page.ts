import { type PageLocale, pageWords } from '../../core/consent/page-words.ts'
import { linkPage, paragraph, said } from '../consent/link-page.ts'
import { escapeHtml } from '../runtime/page.ts'

/** The page behind a link that is too old: one button, which posts to the page's own address. */
export function expiredPage(locale: PageLocale, title: string, canAsk: boolean): string {
  const words = pageWords[locale].file
  return linkPage(
    locale,
    words.goneTitle,
    `<p><strong>${escapeHtml(title)}</strong></p>
${canAsk ? `${paragraph(words.gone)}\n<form method="post"><button>${escapeHtml(words.button)}</button></form>` : paragraph(words.goneForGood)}`,
  )
}

/** What became of the fresh link that somebody asked for. */
export function freshLinkPage(locale: PageLocale, title: string, became: 'sent' | 'refused' | 'later'): string {
  const words = pageWords[locale].file
  const heading = became === 'sent' ? words.sentTitle : words.notSentTitle
  return linkPage(locale, heading, `<p><strong>${escapeHtml(title)}</strong></p>\n${said(words[became])}`)
}
