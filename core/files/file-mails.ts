import type { CheckedEmail } from '../content/check-email.ts'
import type { EmailSource } from '../content/email-source.ts'
import type { ContentProblem } from '../content/problem.ts'
import { coversLanguage } from '../content/words.ts'
import { filesLinked, freshLinkMail } from './file-links.ts'
import type { GatedFile } from './gated-file.ts'

/** A mail in one language that leads to a gated file. */
interface Leading {
  readonly email: string
  readonly locale: string
  readonly file: string
}

/**
 * What mails and the gated files that they lead to lack of each other: a file in the language of the mail, and the mail that brings a fresh link once the first ran
 * out. `written`: the files of the emails that are there, readable or not.
 */
export function problemsOfFileMails(
  emails: readonly CheckedEmail[],
  written: ReadonlyMap<string, readonly EmailSource[]>,
  gated: readonly GatedFile[],
): ContentProblem[] {
  const leading = emails.flatMap(({ id, locales }) =>
    [...locales].flatMap(([locale, mail]) => filesLinked(mail).map((file): Leading => ({ email: id, locale, file }))),
  )
  const led = gated.filter(({ id }) => leading.some(({ file }) => file === id))
  return [
    ...led.flatMap((one) => missingLanguages(one, leading)),
    ...(led[0] && !written.has(freshLinkMail) ? [noFreshLink(led[0])] : []),
    ...emails
      .filter(({ id }) => id === freshLinkMail)
      .flatMap((one) => problemsOfFreshLink(one, written.get(freshLinkMail) ?? [])),
  ]
}

function missingLanguages({ id, files }: GatedFile, leading: readonly Leading[]): ContentProblem[] {
  const [first = 'en'] = Object.keys(files)
  const others = files.en === undefined ? first : 'en'
  const lacking = leading.filter(({ file, locale }) => file === id && !coversLanguage(Object.keys(files), locale))
  return [...Map.groupBy(lacking, ({ locale }) => locale)].map(([locale, [mail]]) => ({
    file: `files/${id}/file.yaml`,
    severity: 'warning',
    message: `there is no file for "${locale}", in which the email "${mail?.email}" leads to it`,
    mend: `put one beside this and name it under "files"; until then these people get that for "${others}"`,
  }))
}

function noFreshLink({ id }: GatedFile): ContentProblem {
  return {
    file: `files/${id}/file.yaml`,
    severity: 'warning',
    message: `whose link to this has run out can’t get another: there is no email "${freshLinkMail}"`,
    mend: `write emails/${freshLinkMail}/en.md with "class: transactional" and a link to {{ fileUrl }}`,
  }
}

function problemsOfFreshLink({ locales }: CheckedEmail, sources: readonly EmailSource[]): ContentProblem[] {
  return [...locales].flatMap(([locale, mail]): ContentProblem[] => {
    const file = sources.find((one) => one.locale === locale)?.file ?? ''
    const tell = (message: string, mend: string): ContentProblem => {
      return { file, line: 1, column: 1, severity: 'error', message, mend }
    }
    const brings = 'this email brings a fresh link to a file'
    const isForAll = mail.class === 'transactional'
    const hasLink = /\bfileUrl\b/.test(mail.html) && /\bfileUrl\b/.test(mail.text)
    return [
      ...(isForAll
        ? []
        : [tell(`${brings} to whoever asks for it, and its class is "${mail.class}"`, 'write "class: transactional"')]),
      ...(hasLink ? [] : [tell(`${brings} and has none`, 'link to {{ fileUrl }}')]),
    ]
  })
}
