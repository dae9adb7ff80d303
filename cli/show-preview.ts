import { furtherWarnings } from '../core/content/preview-email.ts'
import { bad, bold, dim, table, warning } from './output.ts'
import { languageOf, type PreviewedEmail } from './pages/preview-page.ts'

/** One mail in its languages, for a terminal. */
export function showPreview({ template, forWhom, items, failed }: PreviewedEmail, withText: boolean): string {
  const blocks = items.map((item) => {
    const { locale, subject, preheader, subjectLength, preheaderLength, lists, htmlBytes, fellBack } = item
    const rows = lists.map((one) => ({ list: one.list, subject: one.subject.text, preheader: one.preheader.text }))
    return [
      `${bold(template)}  ${dim(languageOf(locale))}`,
      `subject    ${subject}  ${dim(`${subjectLength} characters`)}`,
      `preheader  ${preheader}  ${dim(`${preheaderLength} characters`)}`,
      `HTML       ${Math.ceil(htmlBytes / 1024)} KB ${dim('(Gmail cuts off at 102)')}`,
      `fell back  ${fellBack.length === 0 ? dim('nothing: every variable is known') : warning(fellBack.join(', '))}`,
      table(rows, ['list', 'subject', 'preheader'], ''),
      ...furtherWarnings(item).map((says) => warning(says)),
      ...(withText ? [`\n${item.text.trim()}`] : []),
    ].join('\n')
  })
  const head = forWhom === undefined ? [] : [dim(forWhom)]
  return [...head, ...failed.map((says) => bad(says)), blocks.join('\n\n')].filter(Boolean).join('\n')
}
