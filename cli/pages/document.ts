import { directionOf } from '../../core/content/direction.ts'
import { escapeHtml } from '../../core/content/liquid.ts'
import { css } from './style.ts'

/** HTML that is made here, as against text that has to be escaped. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | undefined | false | readonly (Html | undefined | false)[]

/** HTML with every value in it escaped, unless it is {@link Html} itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, index) => text + (index < parts.length ? textOf(parts[index]) : '')).join('') }
}

/**
 * A whole page in one file: no script, nothing loaded but the pictures of the mails in it. Mails stand in frames that may do nothing (`sandbox`), and the
 * policy allows none a script either. `moreStyle` is CSS that only this page needs; `locale` is the language of its text.
 */
export function page(title: string, body: Html, moreStyle = '', locale = 'en'): string {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; form-action 'none'; base-uri 'none'"
  return `<!doctype html>
${
  html`<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ html: css + moreStyle }}</style>
</head>
<body>
${body}
</body>
</html>`.html
}
`
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(part)
  if ('html' in part) return part.html
  return part.map(textOf).join('')
}
