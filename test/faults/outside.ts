import dns from 'node:dns/promises'
import { EventEmitter } from 'node:events'
import https, { type RequestOptions } from 'node:https'
import { syncBuiltinESMExports } from 'node:module'

/** What a function posts to somebody outside. */
export interface Posted {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Takes all that functions post to others from now on, in place of the network, and answers its status; answers what gives the network back. */
export function takeOverPosts(answer: (posted: Posted) => Promise<number>): () => void {
  const { request } = https
  const { lookup } = dns
  const put = (one: { request: unknown; lookup: unknown }) => {
    Object.assign(https, { request: one.request })
    Object.assign(dns, { lookup: one.lookup })
    syncBuiltinESMExports()
  }
  put({
    lookup: async () => [{ address: '93.184.216.34', family: 4 }],
    request: (url: URL, { headers }: RequestOptions) => {
      const made = Object.assign(new EventEmitter(), {
        destroy: () => {},
        end: (body: string) => {
          const posted = { url: String(url), headers: headers as Posted['headers'], body }
          answer(posted).then(
            (statusCode) => made.emit('response', Object.assign(new EventEmitter(), { statusCode })),
            (error) => made.emit('error', error),
          )
        },
      })
      return made
    },
  })
  return () => put({ request, lookup })
}
