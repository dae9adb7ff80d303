import type { Agreement, AgreementSection } from '../../core/handoff/agreement/agreement.ts'
import { html, page } from './document.ts'

const style = `
main { max-width: 820px; }
dl { margin: 14px 0 0; } dt { font-weight: 600; margin-top: 12px; } dd { margin: 2px 0 0; color: var(--soft); }
.card p { margin-top: 12px; }
@media print { body { background: none; } .card { box-shadow: none; break-inside: avoid; } }
`

/** The agreement as one page to print or pass on, in the direction of its language. */
export function agreementPage({ locale, title, about, sections }: Agreement): string {
  const body = html`<main>
<h1>${title}</h1>
${about && html`<p class="lead">${about}</p>`}
${sections.map(sectionOf)}
</main>`
  return page(title, body, style, locale)
}

function sectionOf({ heading, lines }: AgreementSection) {
  return html`<section class="card"><h2>${heading}</h2>
${lines.map((line) => (typeof line === 'string' ? html`<p>${line}</p>` : html`<dl><dt>${line[0]}</dt><dd>${line[1]}</dd></dl>`))}
</section>`
}
