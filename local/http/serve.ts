import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { largestBody } from './gateway.ts'
import type { Incoming } from './payload.ts'
import { readBody } from './read-body.ts'
import { gatewayReply, type Reply } from './reply.ts'

/** A listener that reads each request whole and writes what `answer` makes of it. */
export function serving(answer: (request: Incoming) => Promise<Reply>): RequestListener {
  return (request, response) => {
    read(request)
      .then((incoming) => (incoming ? answer(incoming) : gatewayReply(413, 'Request Entity Too Large')))
      .then((reply) => write(request, response, reply))
      // The client went away in the middle: there is nobody to answer.
      .catch(() => response.destroy())
  }
}

async function read(request: IncomingMessage): Promise<Incoming | undefined> {
  const body = await readBody(request, largestBody)
  if (!body) return undefined
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headersDistinct,
    body,
    peer: request.socket.remoteAddress ?? '127.0.0.1',
  }
}

function write(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  const bodyless = status === 204 || status === 304
  response.writeHead(status, { ...headers, ...(!bodyless && { 'content-length': body.length }) })
  response.end(request.method === 'HEAD' || bodyless ? undefined : body)
}
