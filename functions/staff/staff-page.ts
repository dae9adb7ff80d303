import { escapeHtml } from '../runtime/page.ts'

/** What pages behind links in mails to staff have beside what all pages have. */
export const staffCss = `h1 { overflow-wrap: anywhere; }
.said { padding: .6rem .9rem; border-inline-start: 4px solid var(--leaf); background: var(--ground); border-radius: .3rem; font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem 1.5rem; margin: 1rem 0; }
.facts dt { font-size: .875rem; opacity: .75; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
button { width: 100%; }
`

/** Short facts side by side, each under what it is about. */
export function factsHtml(lines: readonly (readonly [string, string])[]): string {
  const made = lines.map(
    ([label, value]) => `<div><dt><bdi>${escapeHtml(label)}</bdi></dt><dd><bdi>${escapeHtml(value)}</bdi></dd></div>`,
  )
  return made.length === 0 ? '' : `<dl class="facts">${made.join('\n')}</dl>`
}
