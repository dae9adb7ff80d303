import type { CompiledEmail } from './compiled-email.ts'
import { patchOf } from './patch.ts'
import { NotRendered, renderEmail } from './render-email.ts'
import { sampleVariables } from './sample-variables.ts'

/** One file in which two states of a content differ. */
export interface ComparedFile {
  readonly file: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly patch: string
}

/** The files that differ, by name. */
export function compareFiles(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): ComparedFile[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return names.flatMap((file) => {
    const [before, after] = [from[file], to[file]]
    if (before === after) return []
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    return [{ file, change, patch: patchOf(file, before, after) }]
  })
}

/** One language of an email in both states, as its reader would get it with sample answers; a state without it, or that can't be rendered, says so. */
export interface ComparedMail {
  readonly locale: string
  readonly from: ShownMail
  readonly to: ShownMail
  /** Of the text part; the HTML says the same in more words. */
  readonly patch: string
  readonly htmlChanged: boolean
}

export interface ShownMail {
  readonly subject?: string
  readonly preheader?: string
  readonly htmlBytes?: number
  /** Why there is nothing to show. */
  readonly problem?: string
}

/** What is known of an email in one state: its languages that can be rendered, and those that it has. */
export interface EmailState {
  readonly emails: ReadonlyMap<string, CompiledEmail>
  readonly locales: readonly string[]
}

interface Rendered extends ShownMail {
  readonly text?: string
  readonly html?: string
}

/** The mails that differ once they are rendered, by language. */
export function compareMails(id: string, from: EmailState, to: EmailState): ComparedMail[] {
  const locales = [...new Set([...from.locales, ...to.locales])].sort()
  return locales.flatMap((locale) => {
    const [before, after] = [rendered(from, locale), rendered(to, locale)]
    const isSame = JSON.stringify(before) === JSON.stringify(after)
    if (isSame) return []
    const patch = patchOf(`emails/${id}/${locale}.txt`, before.text, after.text)
    return [{ locale, from: shown(before), to: shown(after), patch, htmlChanged: before.html !== after.html }]
  })
}

function rendered({ emails, locales }: EmailState, locale: string): Rendered {
  if (!locales.includes(locale)) return { problem: 'there is no mail in this language' }
  const email = emails.get(locale)
  if (!email) return { problem: 'it has errors and can not be compiled' }
  try {
    const { subject, html, text } = renderEmail(email, sampleVariables(email))
    return { subject, preheader: email.preheader, html, text, htmlBytes: Buffer.byteLength(html) }
  } catch (error) {
    if (error instanceof NotRendered) return { problem: error.message }
    throw error
  }
}

function shown({ subject, preheader, htmlBytes, problem }: Rendered): ShownMail {
  return {
    ...(subject !== undefined && { subject, preheader: preheader ?? '' }),
    ...(htmlBytes !== undefined && { htmlBytes }),
    ...(problem !== undefined && { problem }),
  }
}
