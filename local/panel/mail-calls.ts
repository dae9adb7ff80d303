import * as z from 'zod'
import { AwsError } from '../aws-error.ts'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import { headersOf } from '../mail/mail-event.ts'
import { mailEventRequest } from '../mail/mail-event-request.ts'
import type { AcceptedMail } from '../mail/mail-store.ts'
import type { Receiving } from '../mail/receiving.ts'
import { replyMail, replyRequest } from '../mail/reply-mail.ts'
import type { Ses } from '../mail/ses.ts'
import { json, PanelProblem, readBody, readQuery } from './panel-request.ts'

const event = z.union([z.strictObject({ autoEvents: z.boolean() }), mailEventRequest])

/** `GET /_local/mails`, `POST /_local/mail-events`, `POST /_local/replies` and the web mailbox. */
export class MailCalls {
  readonly #ses: Ses
  readonly #receiving: Receiving

  constructor(ses: Ses, receiving: Receiving) {
    this.#ses = ses
    this.#receiving = receiving
  }

  async list(request: Incoming): Promise<Reply> {
    const { to } = readQuery(request, z.object({ to: z.string().optional() }))
    return json({ items: this.#ses.store.list(to ? { to } : {}).map(shown) })
  }

  /** Reports an event of a mail as SES would, or switches the automatic ones. */
  async report(request: Incoming): Promise<Reply> {
    const asked = readBody(request, event)
    if ('autoEvents' in asked) {
      this.#ses.autoEvents = asked.autoEvents
      return json({ autoEvents: asked.autoEvents })
    }
    try {
      this.#ses.report(asked)
    } catch (error) {
      if (error instanceof AwsError) throw new PanelProblem(404, 'No mail with this messageId was accepted.')
      throw error
    }
    return json({ messageId: asked.messageId, type: asked.type })
  }

  /** Replies to a mail as its reader would: to the address that it names for that, as if it came by SMTP. */
  async reply(request: Incoming): Promise<Reply> {
    const asked = readBody(request, replyRequest)
    const mail = this.#ses.store.find(asked.messageId)
    if (!mail) throw new PanelProblem(404, 'No mail with this messageId was accepted.')
    const { to, raw } = replyMail(mail, asked)
    if (!(await this.#receiving.take([to], raw)))
      throw new PanelProblem(422, 'A reply to this mail goes to an address whose mail does not come to this stack.')
    return json({ to }, 202)
  }

  /** aws-ses-v2-local's pages, under an address of this port; its own addresses are made relative to that. */
  async mailbox(request: Incoming): Promise<Reply> {
    const path = request.url.replace('/_local/mailbox', '')
    if (!/^\/(store|clear-store|get-emlContent)?(\?|$)/.test(path)) throw new PanelProblem(404, 'Nothing is here.')
    const response = await fetch((await this.#ses.mailbox.address()) + path, { method: request.method })
    const type = response.headers.get('content-type') ?? 'application/octet-stream'
    const body = Buffer.from(await response.arrayBuffer())
    const rebased = type.startsWith('text/html')
      ? Buffer.from(body.toString().replace(/(["'`])\/(store|clear-store|get-emlContent)/g, '$1/_local/mailbox/$2'))
      : body
    return { status: response.status, headers: { 'content-type': type }, body: rebased }
  }
}

function shown(mail: AcceptedMail) {
  return {
    messageId: mail.messageId,
    to: mail.to.join(', '),
    from: mail.from,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: headersOf(mail),
    at: new Date(mail.atMs).toISOString(),
    tags: mail.tags,
  }
}
