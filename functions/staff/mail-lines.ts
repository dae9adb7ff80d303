import { toInstant } from '../../core/names.ts'
import type { LinesLetter } from '../../core/staff/lines-letter.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import type { Key } from '../aws/keys.ts'
import { deliver } from '../aws/mailer.ts'
import { deleteItem, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { linesHtml, linesText } from './lines-letter.ts'

/** What became of a mail. `before`: an earlier try had it. `never`: it is of no use to try again. `not-now`: it certainly did not go, and is to be tried again. */
export type Mailed = 'sent' | 'before' | 'never' | 'not-now'

export interface LinesMail {
  readonly letter: LinesLetter
  /** How SES's events name it. */
  readonly template: string
  readonly replyTo?: string | undefined
}

/**
 * Mails one of the staff a letter of lines, once: claimed at `key` before the one call to SES, so that a try whose end nobody saw makes no second mail. What
 * certainly did not go gives its claim back.
 */
export async function mailLines(key: Key, reader: User, { letter, template, replyTo }: LinesMail): Promise<Mailed> {
  const { userId, email, locale } = reader
  if (!(await putItem(key, { state: 'CLAIMED', at: toInstant(now()) }, ifAbsent))) return 'before'
  const from = `${env('COMPANY')} · ${env('POSTAL_ADDRESS')}`
  const delivery = await deliver({
    to: email,
    replyTo,
    subject: letter.subject,
    html: linesHtml(letter, locale, from),
    text: linesText(letter, from),
    tags: { basis: 'staff', template, staff: userId },
  })
  if (delivery.result === 'accepted') {
    await updateItem(key, { set: { state: 'SENT', messageId: delivery.messageId } })
    return 'sent'
  }
  log.error('a mail to staff was not sent', { staff: userId, template, reason: delivery.reason })
  if (delivery.result !== 'not-now') return 'never'
  await deleteItem(key)
  return 'not-now'
}
