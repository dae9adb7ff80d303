import { readMail, UnreadableMail } from '../../core/replies/read-mail.ts'
import type { ReceivedMail } from '../../core/replies/received-mail.ts'
import type { Reply } from '../../core/replies/reply.ts'
import { replyKind } from '../../core/replies/reply-kind.ts'
import { visibleText } from '../../core/replies/visible-text.ts'

const textAtMost = 20_000

/** The mail as it is read, or why nobody can. */
export async function readOrWhy(raw: Buffer, size: number): Promise<ReceivedMail | string> {
  try {
    return await readMail(raw, size)
  } catch (error) {
    if (error instanceof UnreadableMail) return error.message
    throw error
  }
}

/** What a mail says as a reply of the lead with this address. */
export function said(
  mail: ReceivedMail,
  email: string,
): Pick<Reply, 'what' | 'text' | 'attachments' | 'otherSender' | 'verdict'> {
  const visible = visibleText(mail.text, mail.from?.name)
  const text = [visible.said, visible.signature].filter(Boolean).join('\n\n')
  return {
    what: replyKind(mail, visible),
    ...(mail.from?.address.toLowerCase() !== email.toLowerCase() && { otherSender: true as const }),
    ...(mail.verdict && { verdict: mail.verdict }),
    text: text.length > textAtMost ? `${text.slice(0, textAtMost)} …` : text,
    attachments: mail.attachments.map(({ name }) => name),
  }
}
