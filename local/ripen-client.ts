import { request } from 'node:http'
import type { ReplyRequest } from './mail/reply-mail.ts'
import type { stateOf } from './panel/state-calls.ts'

/** A mail as `GET /_local/mails` lists it. */
export interface LocalMail {
  readonly messageId: string
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  /** Virtual time. */
  readonly at: string
  readonly tags: Readonly<Record<string, string>>
}

export type LocalState = ReturnType<typeof stateOf>

/** What a program does with a run on this machine beside calling its API. Each throws Error for an answer of 400 and more. */
export interface RipenClient {
  /** Where the API is, without a trailing slash. */
  readonly url: string
  /** Virtual time in ms since the epoch. */
  now(): Promise<number>
  /** Moves virtual time on, by ms or a duration such as `3d`, and resolves once all that fell due on the way is done. */
  advance(span: number | string): Promise<void>
  /** Resolves once nothing is left to do at the present virtual time. */
  settle(): Promise<void>
  /** Accepted mails, oldest first; to one address where it is given. */
  mails(to?: string): Promise<LocalMail[]>
  /** Reports an event of a mail as SES would: `{ messageId, type: 'click', link }`. */
  report(event: { messageId: string; type: string; [detail: string]: unknown }): Promise<void>
  /** Replies to a mail as its reader would; `headers` and `from` where they matter. */
  reply(reply: ReplyRequest): Promise<void>
  /** Switches the send and delivery events that come by themselves. */
  autoEvents(on: boolean): Promise<void>
  /** A token for a role: as `user`, else as the first of the staff with that role. */
  token(role: string, user?: string): Promise<string>
  state(): Promise<LocalState>
}

/** A client of the run at an address; waits as long as the run takes (months of virtual time may take minutes). */
export function clientOf(url: string): RipenClient {
  const call = (method: string, path: string, body?: unknown) => callJson(url, method, path, body)
  return {
    url,
    now: async () => Date.parse(((await call('GET', '/_local/clock')) as { now: string }).now),
    advance: async (span) => {
      if (typeof span === 'string') return void (await call('POST', '/_local/clock', { advance: span }))
      const { now } = (await call('GET', '/_local/clock')) as { now: string }
      await call('POST', '/_local/clock', { to: new Date(Date.parse(now) + span).toISOString() })
    },
    settle: async () => void (await call('POST', '/_local/settle')),
    mails: async (to) => {
      const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`
      return ((await call('GET', `/_local/mails${query}`)) as { items: LocalMail[] }).items
    },
    report: async (event) => void (await call('POST', '/_local/mail-events', event)),
    reply: async (reply) => void (await call('POST', '/_local/replies', reply)),
    autoEvents: async (on) => void (await call('POST', '/_local/mail-events', { autoEvents: on })),
    token: async (role, user) => {
      const query = new URLSearchParams({ role, ...(user !== undefined && { user }) })
      return ((await call('GET', `/_local/token?${query}`)) as { token: string }).token
    },
    state: async () => (await call('GET', '/_local/state')) as LocalState,
  }
}

function callJson(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers: { 'content-type': 'application/json' } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 500 } = response
        if (statusCode < 400) resolve(text === '' ? undefined : JSON.parse(text))
        else reject(new Error(`${method} ${path} answered ${statusCode}: ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
