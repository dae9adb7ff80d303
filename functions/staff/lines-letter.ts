import { directionOf } from '../../core/content/direction.ts'
import type { Line, LinesLetter } from '../../core/staff/lines-letter.ts'
import { escapeHtml } from '../runtime/page.ts'

/** A letter of lines as a mail: values that stand beside their names also where no style sheet is read, light and dark, in both directions. `from`: whose mail it is. */
export function linesHtml(
  { subject, intro, button, sections, why }: LinesLetter,
  locale: string,
  from: string,
): string {
  const direction = directionOf(locale)
  const [start, end] = direction === 'rtl' ? ['right', 'left'] : ['left', 'right']
  const cell = (text: string, style: string, more = '') =>
    `<td class="line"${more} style="vertical-align:top;${style}"><bdi>${escapeHtml(text)}</bdi></td>`
  const under = 'border-bottom:1px solid #d9e0da;'
  const row = ([label, value]: Line) =>
    isLong(value)
      ? `<tr>${cell(label, `padding:9px 0 0;text-align:${start};`, ' colspan="2"')}</tr><tr>${cell(value, `padding:0 0 9px;${under}text-align:${start};font-weight:600;white-space:pre-line;`, ' colspan="2"')}</tr>`
      : `<tr>${cell(label, `padding:9px 0;${under}text-align:${start};`)}${cell(value, `padding:9px 0;padding-${start}:16px;${under}text-align:${end};font-weight:600;`)}</tr>`
  const section = ({ heading, lines }: LinesLetter['sections'][number]) =>
    `<h2 style="font-size:20px;line-height:1.3;margin:28px 0 8px;">${escapeHtml(heading)}</h2>
<table role="presentation" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:16px;line-height:1.5;">${lines.map(row).join('\n')}</table>`
  return `<!doctype html>
<html lang="${escapeHtml(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: #101412 !important; }
  .paper { background: #1a201d !important; color: #e8ede9 !important; border-color: #35403a !important; }
  .line { border-color: #35403a !important; }
  .soft { color: #9dada4 !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#eef1ec;">
<div class="ground" style="background:#eef1ec;padding:24px 12px;">
<div class="paper" dir="${direction}" style="max-width:600px;margin:0 auto;padding:28px 24px;background:#ffffff;color:#1b2420;border:1px solid #d9e0da;border-top:4px solid #1f6f4a;border-radius:14px;text-align:${start};font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Vazirmatn,Tahoma,Arial,sans-serif;">
<h1 style="font-size:24px;line-height:1.25;margin:0 0 8px;">${escapeHtml(subject)}</h1>
${intro === undefined ? '' : `<p style="margin:0;line-height:1.6;">${escapeHtml(intro)}</p>`}
${button === undefined ? '' : `<p style="margin:20px 0 0;"><a href="${escapeHtml(button.url)}" style="display:block;padding:12px 20px;background:#1f6f4a;color:#ffffff;border-radius:8px;font-weight:600;text-align:center;text-decoration:none;">${escapeHtml(button.label)}</a></p>`}
${sections.map(section).join('\n')}
<p class="soft" style="margin:28px 0 0;color:#5b6963;font-size:13px;line-height:1.6;">${escapeHtml(why)}<br><bdi>${escapeHtml(from)}</bdi></p>
</div>
</div>
</body>
</html>`
}

/** The same as plain text. */
export function linesText({ intro, button, sections, why }: LinesLetter, from: string): string {
  const made = sections.map(({ heading, lines }) =>
    [heading, ...lines.map(([label, value]) => `- ${label}: ${value}`)].join('\n'),
  )
  const before = [...(intro === undefined ? [] : [intro]), ...(button ? [`${button.label}: ${button.url}`] : [])]
  return `${[...before, ...made, `${why}\n${from}`].join('\n\n')}\n`
}

/** What does not fit beside its name stands under it. */
function isLong(value: string): boolean {
  return value.length > 40 || value.includes('\n')
}
