import { type EmailPreview, furtherWarnings } from '../../core/content/preview-email.ts'
import type { InList } from '../../core/content/preview-lengths.ts'
import { type Html, html, page } from './document.ts'
import { lightOrDark, mailFrames } from './mail-frames.ts'

/** One mail in its languages, or one variant of a step. */
export interface PreviewedEmail {
  readonly template: string
  /** `<sequence>/<step>`, where it is one that a step sends. */
  readonly step?: string
  /** For whom this variant is, in words; absent where there is but one. */
  readonly forWhom?: string
  readonly items: readonly EmailPreview[]
  /** What keeps it from being shown at all in a language. */
  readonly failed: readonly string[]
}

export interface PreviewPage {
  readonly title: string
  /** Whose eyes it is seen with, in words. */
  readonly seenBy: string
  readonly source: string
  readonly from: string
  readonly emails: readonly PreviewedEmail[]
}

/** A page for people: every language of a mail, on a desktop and on a phone, with what to mend on top. */
export function previewPage({ title, seenBy, source, from, emails }: PreviewPage): string {
  const count = emails.reduce((sum, { items }) => sum + items.length, 0)
  const body = html`<main>
<header><p class="over">Ripen · preview of a mail</p>
<h1>${title}</h1>
<p class="lead">As ${seenBy} would get it, from ${source}. Links of Ripen itself lead nowhere here.</p>
${count > 1 && html`<nav aria-label="Languages and variants">${emails.flatMap(({ template, items }) => items.map((item) => html`<a href="#${anchor(template, item)}">${emails.length > 1 ? `${template} · ` : ''}${languageOf(item.locale)}</a>`))}</nav>`}
${warningsOn(emails)}
${lightOrDark()}
</header>
${emails.flatMap((email) => email.items.map((item) => section(email, item, emails.length > 1, from)))}
<p class="foot">Where lists cut a line depends on font, window and what stands beside it: the marks are about right, and no promise.</p>
</main>`
  return page(`${title} · preview`, body)
}

function warningsOn(emails: readonly PreviewedEmail[]): Html {
  const many = emails.length > 1
  const errors = emails.flatMap(({ template, failed }) =>
    failed.map((says) => html`<li class="error">${many && html`<b>${template}</b> `}${says}</li>`),
  )
  // What all languages have in common is said once.
  const whose = new Map<string, string[]>()
  for (const { template, items } of emails) {
    for (const item of items) {
      const name = `${many ? `${template}, ` : ''}${languageOf(item.locale)}`
      for (const says of [...furtherWarnings(item), ...fallenBack(item)]) {
        whose.set(says, [...(whose.get(says) ?? []), name])
      }
    }
  }
  const lines = [...errors, ...[...whose].map(([says, names]) => html`<li><b>${names.join(', ')}:</b> ${says}</li>`)]
  return lines.length > 0
    ? html`<ul class="warnings" aria-label="What to look at">${lines}</ul>`
    : html`<p class="fine">Nothing to mend: no default had to stand in, and nothing is too large.</p>`
}

function fallenBack({ defaults }: EmailPreview): string[] {
  return Object.entries(defaults).map(
    ([name, value]) => `${name} has no value here; its default stands there, “${value}”`,
  )
}

function section({ template, step, forWhom }: PreviewedEmail, item: EmailPreview, named: boolean, from: string): Html {
  const { locale, direction, subject, preheader, text } = item
  const spoken = { lang: locale, dir: direction }
  return html`<section class="card" id="${anchor(template, item)}">
<p class="over">${step !== undefined && `${step} · `}${(named || step !== undefined) && `${template} · `}${languageOf(locale)}${direction === 'rtl' ? ' · right to left' : ''}</p>
<h2 lang="${spoken.lang}" dir="${spoken.dir}">${subject}</h2>
${forWhom !== undefined && html`<p class="lead">${forWhom}</p>`}
<dl class="facts">
<div><dt>Subject</dt><dd>${characters(item.subjectLength)}</dd></div>
<div><dt>Preheader</dt><dd>${preheader === '' ? 'none' : characters(item.preheaderLength)}</dd></div>
<div><dt>HTML</dt><dd>${kilobytes(item.htmlBytes)} of 102 KB</dd></div>
<div><dt>Class</dt><dd>${item.class}</dd></div>
<div><dt>Default stands there</dt><dd>${Object.keys(item.defaults).join(', ') || 'nowhere'}</dd></div>
${item.emptyByDefault.length > 0 && html`<div><dt>Empty by default</dt><dd>${item.emptyByDefault.join(', ')}</dd></div>`}
</dl>
${inboxTable(item.lists, locale, direction)}
${mailFrames(item, from)}
<details><summary>The text part</summary><pre lang="${locale}" dir="${direction}">${text}</pre></details>
</section>`
}

function inboxTable(lists: readonly InList[], locale: string, direction: string): Html {
  const line = ({ text, cut }: InList['subject'], strong: boolean): Html =>
    html`<span${{ html: cut ? ' class="cut"' : '' }} lang="${locale}" dir="${direction}">${strong ? html`<b>${text}</b>` : text}</span>`
  return html`<table class="inbox"><caption>In the list of mails; a line that is cut off is marked</caption>
<tbody>${lists.map(
    ({ list, subject, preheader }) =>
      html`<tr><th scope="row">${list}</th><td dir="${direction}">${line(subject, true)}<br>${line(preheader, false)}</td></tr>`,
  )}</tbody></table>`
}

function anchor(template: string, { locale }: EmailPreview): string {
  return `${template}-${locale}`
}

const languages = new Intl.DisplayNames('en', { type: 'language' })

/** The name of a language, for example `Persian (fa)`. */
export function languageOf(locale: string): string {
  return `${languages.of(locale) ?? locale} (${locale})`
}

function characters(count: number): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`
}
