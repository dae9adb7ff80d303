import { request, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { AwsError } from '../aws-error.ts'
import { readBody } from '../http/read-body.ts'
import type { AcceptedMail, MailStore } from './mail-store.ts'

/** A mail as aws-ses-v2-local keeps it; `at` in seconds since the epoch. */
interface ShownMail {
  messageId: string
  at: number
  from: string
  replyTo: readonly string[]
  destination: { to: readonly string[]; cc: readonly string[]; bcc: readonly string[] }
  subject: string
  body: { html?: string | undefined; text?: string | undefined }
  attachments: readonly unknown[]
  headers: readonly { readonly name: string; readonly value: string }[]
}

interface Shown {
  readonly saveEmail: (mail: ShownMail) => void
  readonly getStoreReadonly: () => { readonly emails: ShownMail[] }
}

const largestAnswer = 1024 * 1024
/** How many mails the web mailbox shows; /_local/mails lists all. */
const mostShown = 500

/**
 * aws-ses-v2-local: checks a mail as SES's API does, and shows it in its web mailbox. It is loaded (0.4 s) with the first mail or look, and keeps its
 * mails in memory alone, so it is given the latest of the journal then.
 */
export class Mailbox {
  readonly #store: MailStore
  #running: Promise<{ server: Server; shown: Shown; address: string }> | undefined

  constructor(store: MailStore) {
    this.#store = store
  }

  /** Where its pages are. */
  async address(): Promise<string> {
    return (await this.#run()).address
  }

  /** Lets it take a mail under our id and virtual time; throws {@link AwsError} BadRequestException. */
  async take(body: unknown, as: { messageId: string; atMs: number }): Promise<void> {
    const { address, shown } = await this.#run()
    const answer = await post(`${address}/v2/email/outbound-emails`, body)
    const { emails } = shown.getStoreReadonly()
    const mail = emails.findLast(({ messageId }) => messageId === answer.MessageId)
    if (mail) Object.assign(mail, { messageId: as.messageId, at: Math.floor(as.atMs / 1_000) })
    if (emails.length > mostShown) emails.splice(0, emails.length - mostShown)
  }

  async stop(): Promise<void> {
    if (!this.#running) return
    const { server } = await this.#running
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  #run() {
    this.#running ??= this.#start()
    return this.#running
  }

  async #start() {
    const require = createRequire(import.meta.url)
    const shown = require('aws-ses-v2-local/dist/store') as Shown
    const { default: serve } = require('aws-ses-v2-local') as {
      default: (options: { host: string; port: number }) => Promise<Server>
    }
    // One process may run several data folders (tests do): the package keeps one store for all.
    shown.getStoreReadonly().emails.length = 0
    for (const mail of this.#store.list({ last: mostShown })) shown.saveEmail(shownAs(mail))
    const server = await serve({ host: '127.0.0.1', port: 0 })
    server.keepAliveTimeout = 0
    return { server, shown, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }
}

interface Answer {
  readonly MessageId?: string
  readonly message?: string
  readonly detail?: string
}

/** Posts JSON to the package; throws {@link AwsError} BadRequestException. Not by fetch, which costs twice as much: every mail comes by here. */
function post(url: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' }
    const sent = request(url, { method: 'POST', headers }, (response) => {
      readBody(response, largestAnswer).then((read) => {
        const answer = JSON.parse(String(read)) as Answer
        if (response.statusCode === 200) resolve(answer)
        else reject(new AwsError('BadRequestException', answer.detail ?? answer.message ?? 'Bad request'))
      }, reject)
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

function shownAs(mail: AcceptedMail): ShownMail {
  return {
    messageId: mail.messageId,
    at: Math.floor(mail.atMs / 1_000),
    from: mail.from,
    replyTo: mail.replyTo,
    destination: { to: mail.to, cc: [], bcc: [] },
    subject: mail.subject,
    body: { html: mail.html || undefined, text: mail.text || undefined },
    attachments: [],
    headers: mail.headers,
  }
}
