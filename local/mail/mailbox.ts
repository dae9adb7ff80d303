import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { AcceptedMail, MailStore } from './mail-store.ts'

/** A mail as aws-ses-v2-local keeps it; `at` in seconds since the epoch. */
interface ShownMail {
  readonly messageId: string
  readonly at: number
  readonly from: string
  readonly replyTo: readonly string[]
  readonly destination: { to: readonly string[]; cc: readonly string[]; bcc: readonly string[] }
  readonly subject: string
  readonly body: { html?: string | undefined; text?: string | undefined }
  readonly attachments: readonly unknown[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

interface Shown {
  readonly saveEmail: (mail: ShownMail) => void
  readonly getStoreReadonly: () => { readonly emails: ShownMail[] }
}

/** How many mails the web mailbox shows; /_local/mails lists all. */
const mostShown = 500

/**
 * The web mailbox of aws-ses-v2-local. It is loaded (0.4 s) when somebody looks, and keeps its mails in memory alone, so it is given the latest of the
 * journal then. It decides nothing about a mail: what SES refuses is refused before (`send-request.ts`), and is no less than what the package refuses.
 */
export class Mailbox {
  readonly #store: MailStore
  #shown: Shown | undefined
  #server: Promise<Server> | undefined

  constructor(store: MailStore) {
    this.#store = store
  }

  /** Where its pages are. */
  async address(): Promise<string> {
    this.#server ??= this.#start()
    return `http://127.0.0.1:${((await this.#server).address() as AddressInfo).port}`
  }

  /** Shows a mail that is in the journal; it is read from there where nobody has looked yet. */
  show(mail: AcceptedMail): void {
    if (!this.#shown) return
    this.#shown.saveEmail(shownAs(mail))
    const { emails } = this.#shown.getStoreReadonly()
    if (emails.length > mostShown) emails.splice(0, emails.length - mostShown)
  }

  async stop(): Promise<void> {
    const server = await this.#server
    if (!server) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  async #start(): Promise<Server> {
    const require = createRequire(import.meta.url)
    const shown = require('aws-ses-v2-local/dist/store') as Shown
    const { default: serve } = require('aws-ses-v2-local') as {
      default: (options: { host: string; port: number }) => Promise<Server>
    }
    // One process may run several data folders (tests do): the package keeps one store for all.
    shown.getStoreReadonly().emails.length = 0
    for (const mail of this.#store.list({ last: mostShown })) shown.saveEmail(shownAs(mail))
    this.#shown = shown
    const server = await serve({ host: '127.0.0.1', port: 0 })
    server.keepAliveTimeout = 0
    return server
  }
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
