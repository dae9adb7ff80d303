import { toInstant } from '../../core/names.ts'
import type { LinesLetter } from '../../core/staff/lines-letter.ts'
import type { User } from '../../core/staff/user.ts'
import { fenceMs } from '../aws/claim-fence.ts'
import { env } from '../aws/env.ts'
import type { Key } from '../aws/keys.ts'
import { deliver } from '../aws/mailer.ts'
import { deleteItem, getItem, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { linesHtml, linesText } from './lines-letter.ts'

/**
 * What became of a mail. `before`: an earlier try had it. `refused`: SES does not take it, now or ever. `unknown`: it may have gone, and is not tried again.
 * `not-now`: it certainly did not go, and is to be tried again.
 */
export type Mailed = 'sent' | 'before' | 'refused' | 'unknown' | 'not-now'

export interface LinesMail {
  readonly letter: LinesLetter
  /** How SES's events name it. */
  readonly template: string
  readonly replyTo?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Mails one of the staff a letter of lines, once: claimed at `key` before the one call to SES, so that a try whose end nobody saw makes no second mail. What
 * certainly did not go gives its claim back.
 */
export async function mailLines(
  key: Key,
  reader: Pick<User, 'userId' | 'email' | 'locale'>,
  { letter, template, replyTo, headers }: LinesMail,
): Promise<Mailed> {
  const { userId, email, locale } = reader
  const startedMs = performance.now()
  if (!(await putItem(key, { state: 'CLAIMED', at: toInstant(now()) }, ifAbsent)))
    return (await getItem(key))?.state === 'REFUSED' ? 'refused' : 'before'
  const from = `${env('COMPANY')} · ${env('POSTAL_ADDRESS')}`
  const isLate = performance.now() - startedMs > fenceMs
  const late = { result: 'not-now', reason: 'more than 8 s after its claim' } as const
  const delivery = isLate
    ? late
    : await deliver({
        to: email,
        replyTo,
        subject: letter.subject,
        html: linesHtml(letter, locale, from),
        text: linesText(letter, from),
        ...(headers && { headers }),
        tags: { basis: 'staff', template, staff: userId },
      })
  if (delivery.result === 'accepted') {
    await updateItem(key, { set: { state: 'SENT', messageId: delivery.messageId } })
    return 'sent'
  }
  log.error('a mail to staff was not sent', { staff: userId, template, reason: delivery.reason })
  if (delivery.result === 'not-now') await deleteItem(key)
  if (delivery.result === 'refused') await updateItem(key, { set: { state: 'REFUSED', reason: delivery.reason } })
  return delivery.result
}
