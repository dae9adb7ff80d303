import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { AcceptedMail } from './mail-store.ts'
import { addressOf } from './send-request.ts'

/** A reply to a mail: what is written, and what else matters about it. */
export const replyRequest = z.strictObject({
  messageId: z.string().min(1),
  text: z.string().default(''),
  /** From another address than the mail went to. */
  from: z
    .string()
    .regex(/^[!-~]+@[!-~]+$/, 'give an address')
    .optional(),
  /** As programs set them: `{ "Auto-Submitted": "auto-replied" }`. */
  headers: z
    .record(z.string().regex(/^[!-9;-~]{1,76}$/), z.string().regex(/^[ -~]*$/, 'a header value is printable ASCII'))
    .default({}),
})
export type ReplyRequest = z.input<typeof replyRequest>

/** The reply as a mail program sends it, with the mail quoted below, and where it goes. */
export function replyMail(
  mail: Pick<AcceptedMail, 'messageId' | 'atMs' | 'from' | 'recipients' | 'replyTo' | 'subject' | 'text'>,
  { text, from, headers }: z.output<typeof replyRequest>,
): { to: string; raw: Buffer } {
  const to = addressOf(mail.replyTo[0] ?? mail.from)
  const at = new Date(mail.atMs).toUTCString()
  const quoted = mail.text.split('\n').map((line) => `> ${line}`)
  const written = [text, '', `On ${at}, ${mail.from} wrote:`, ...quoted].join('\r\n')
  const heads = {
    From: from ?? mail.recipients[0] ?? '',
    To: to,
    Subject: `=?utf-8?B?${Buffer.from(`Re: ${mail.subject}`).toString('base64')}?=`,
    'Message-ID': `<${randomUUID()}@mail.local>`,
    'In-Reply-To': `<${mail.messageId}@eu-central-1.amazonses.com>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': 'base64',
    ...headers,
  }
  const lines = Object.entries(heads).map(([name, value]) => `${name}: ${value}`)
  const body = Buffer.from(written).toString('base64').replace(/.{76}/g, '$&\r\n')
  return { to, raw: Buffer.from([...lines, '', body, ''].join('\r\n')) }
}
