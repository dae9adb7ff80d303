import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** What Ripen said of a hand-off. */
export interface Told {
  readonly type: string
  readonly data: { readonly handoffId: string; readonly leadId: string; readonly cause: string; readonly owner: string }
}

/** A CRM as far as Ripen sees one: it takes signed messages, refuses others, and reports with a signature of its own what became of its deals. */
export class CrmFake {
  readonly told: Told[] = []
  /** Messages whose signature was wrong. */
  refused = 0
  /** What Ripen's messages are signed with, once it is known. */
  signedWith = ''
  readonly #server: Server
  #reports = 0

  constructor() {
    this.#server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += String(part)
      try {
        const verifier = new Webhook(this.signedWith)
        this.told.push(verifier.verify(body, request.headers as Record<string, string>) as Told)
        response.writeHead(204).end()
      } catch {
        this.refused += 1
        response.writeHead(401).end()
      }
    })
  }

  /** Listens on this machine; answers where. */
  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/ripen`
  }

  /** Reports to `url` what became of a deal. */
  async report(url: string, secret: string, data: Readonly<Record<string, unknown>>): Promise<Response> {
    this.#reports += 1
    const [id, now] = [`crm-${this.#reports}`, new Date()]
    const body = JSON.stringify({ type: 'outcome.reported', timestamp: now.toISOString(), data })
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
    })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((stopped) => this.#server.close(() => stopped()))
  }
}
