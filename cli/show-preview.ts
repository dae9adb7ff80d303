import { type EmailPreview, furtherWarnings } from '../core/content/preview-email.ts'
import { bad, bold, dim, table, warning } from './output.ts'
import { languageOf, type PreviewedEmail } from './pages/preview-page.ts'

/** One mail in its languages, for a terminal. */
export function showPreview({ template, step, forWhom, items, failed }: PreviewedEmail, withText: boolean): string {
  const blocks = items.map((item) => {
    const { locale, subject, preheader, subjectLength, preheaderLength, lists, htmlBytes } = item
    const rows = lists.map((one) => ({ list: one.list, subject: one.subject.text, preheader: one.preheader.text }))
    return [
      `${bold(step === undefined ? template : `${step}: ${template}`)}  ${dim(languageOf(locale))}`,
      `subject    ${subject}  ${dim(`${subjectLength} characters`)}`,
      `preheader  ${preheader}  ${dim(`${preheaderLength} characters`)}`,
      `HTML       ${Math.ceil(htmlBytes / 1024)} KB ${dim('(Gmail cuts off at 102)')}`,
      ...variableLines(item),
      table(rows, ['list', 'subject', 'preheader'], ''),
      ...furtherWarnings(item).map((says) => warning(says)),
      ...(withText ? [`\n${item.text.trim()}`] : []),
    ].join('\n')
  })
  const head = forWhom === undefined ? [] : [dim(forWhom)]
  return [...head, ...failed.map((says) => bad(says)), blocks.join('\n\n')].filter(Boolean).join('\n')
}

/** What stands where the reader gave no answer: a default, or nothing where nothing is meant to. */
function variableLines({ defaults, emptyByDefault }: EmailPreview): string[] {
  const stand = Object.entries(defaults).map(
    ([name, value]) => `${name} has no value; its default stands there, “${value}”`,
  )
  const empty = emptyByDefault.map((name) => `${name} is empty by default`)
  if (stand.length + empty.length === 0) return [`variables  ${dim('each has a value')}`]
  return [...stand.map(warning), ...empty.map(dim)].map(
    (line, index) => `${index === 0 ? 'variables' : '         '}  ${line}`,
  )
}
