import { inLocale } from '../../core/content/words.ts'
import { freshLinkMail } from '../../core/files/file-links.ts'
import { toInstant } from '../../core/names.ts'
import { sendIdFor } from '../../core/nurture/send-id.ts'
import { fileUrl } from '../consent/mail-links.ts'
import type { SendOutcome } from '../consent/mail-request.ts'
import { sendMail } from '../consent/send-mail.ts'
import { now } from '../runtime/clock.ts'
import type { AskedFile } from './asked-file.ts'

/**
 * Mails a fresh link to the address on record: never to whoever asks, who may have been passed the old one. One mail for a file in a day, however often the
 * button is pressed.
 */
export async function mailFreshLink({ leadId, file, locale }: AskedFile): Promise<SendOutcome> {
  const sendId = sendIdFor('file-link', leadId, `${file.id} ${toInstant(now()).slice(0, 10)}`)
  return sendMail({
    leadId,
    sendId,
    basis: 'transactional',
    template: freshLinkMail,
    variables: {
      fileUrl: await fileUrl({ leadId, sendId, file: file.id }),
      fileTitle: inLocale(file.title, locale),
    },
  })
}
