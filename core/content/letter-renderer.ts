import type { RendererObject, Tokens } from 'marked'
import type { BrandLook } from './brand-look.ts'
import { directionOf } from './direction.ts'
import { fontsOf, numbersOf } from './letter-style.ts'
import { escapeHtml } from './liquid.ts'

/** HTML that stands by itself in mail programs: every style is in its element, the classes are for dark colours and narrow screens. */
export function letterRenderer(locale: string, look: BrandLook): RendererObject {
  const { colors } = look
  const direction = directionOf(locale)
  const { heading } = fontsOf(look, direction)
  const start = direction === 'rtl' ? 'right' : 'left'
  // Outlook knows the attribute and not the style.
  const dir = direction === 'rtl' ? ' dir="rtl"' : ''
  const paragraph = 'margin:0 0 18px;'
  const sizes = [
    '30px;line-height:1.2;margin:0 0 20px;letter-spacing:-0.01em',
    '22px;line-height:1.3;margin:30px 0 12px',
    '18px;line-height:1.35;margin:26px 0 8px',
  ]
  return {
    heading({ tokens, depth }) {
      const size = sizes[Math.min(depth, sizes.length) - 1]
      const level = Math.min(depth, 6)
      return `<h${level}${dir} class="ink h${level}" style="font-family:${heading};font-weight:600;color:${colors.text};font-size:${size};">${this.parser.parseInline(tokens)}</h${level}>\n`
    },
    paragraph({ tokens }) {
      return `<p${dir} class="ink" style="${paragraph}color:${colors.text};">${this.parser.parseInline(tokens)}</p>\n`
    },
    link({ href, tokens }) {
      return `<a class="leaf" href="${escapeHtml(href)}" style="color:${colors.accent};text-decoration:underline;text-underline-offset:2px;">${this.parser.parseInline(tokens)}</a>`
    },
    image({ href, text }) {
      return `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}" style="max-width:100%;height:auto;border-radius:8px;" />`
    },
    list({ ordered, start: first, items }) {
      const tag = ordered ? 'ol' : 'ul'
      const numbers = ordered ? numbersOf(locale) : ''
      const from = ordered && first !== 1 && first !== '' ? ` start="${first}"` : ''
      return `<${tag}${from}${dir} class="ink" style="${numbers}margin:0 0 18px;padding:0;padding-${start}:24px;color:${colors.text};">${items.map((item) => this.listitem(item)).join('')}</${tag}>\n`
    },
    listitem({ tokens }) {
      return `<li style="margin:0 0 8px;padding-${start}:4px;">${this.parser.parse(tokens).replace(/margin:0 0 18px/g, 'margin:0 0 8px')}</li>`
    },
    checkbox({ checked }) {
      return checked ? '☑ ' : '☐ '
    },
    blockquote({ tokens }) {
      const inner = this.parser.parse(tokens).replaceAll('class="ink"', '').replaceAll(`color:${colors.text};`, '')
      return `<blockquote${dir} class="quote" style="margin:0 0 18px;padding:2px 18px 0;border-${start}:3px solid ${colors.accent};color:${colors.quiet};">${inner}</blockquote>\n`
    },
    codespan({ text }) {
      return `<code class="chip" style="font-family:Menlo,Consolas,monospace;font-size:0.9em;background-color:${colors.tint};padding:2px 6px;border-radius:5px;" dir="ltr">${escapeHtml(text)}</code>`
    },
    code({ text }) {
      return `<pre class="chip" dir="ltr" style="margin:0 0 18px;padding:14px 16px;background-color:${colors.tint};border-radius:8px;font-family:Menlo,Consolas,monospace;font-size:14px;line-height:1.5;text-align:left;white-space:pre-wrap;">${escapeHtml(text)}</pre>\n`
    },
    table({ header, rows }) {
      const row = (cells: Tokens.TableCell[]) => `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`
      return `<table${dir} class="ink" cellpadding="0" cellspacing="0" width="100%" style="margin:0 0 18px;border-collapse:collapse;color:${colors.text};font-size:15px;line-height:1.5;"><thead>${row(header)}</thead><tbody>${rows.map(row).join('')}</tbody></table>\n`
    },
    tablecell({ tokens, header, align }) {
      const tag = header ? 'th' : 'td'
      return `<${tag} class="line" align="${align ?? start}" style="padding:9px 10px 9px 0;border-bottom:1px solid ${colors.line};text-align:${align ?? start};vertical-align:top;">${this.parser.parseInline(tokens)}</${tag}>`
    },
    html: () => '',
  }
}
