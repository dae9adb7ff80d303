import { lookup as lookUp } from 'node:dns/promises'
import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { problemOfUrl, refusedAddresses } from '../../core/webhooks/outside-address.ts'

/** Of an answer so much is taken in, and thrown away, so that a receiver sees its answer read; more is cut off. */
const answerAtMost = 64 * 1024

export interface Outgoing {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of one try: a status, or a word for what kept it from one. */
export type Outcome = { readonly status: number } | { readonly error: string }

export interface Sending {
  /** May this machine itself be reached? For tests alone. */
  readonly loopback: boolean
  /** How long all of it may take, in real ms. */
  readonly withinMs: number
  /** The addresses of a name. */
  readonly resolve?: (host: string) => Promise<Address[]>
  /** Certificates to trust beside those of the system. */
  readonly ca?: string
}

interface Address {
  readonly address: string
  readonly family: number
}

/**
 * Posts to an address that somebody outside chose. The name is looked up once, each of its addresses must be one of the internet, and the connection goes to
 * those very addresses: what the name stands for a moment later does not matter. Redirects are not followed. Never throws.
 */
export async function sendOutside(outgoing: Outgoing, sending: Sending): Promise<Outcome> {
  const deadline = AbortSignal.timeout(sending.withinMs)
  const late = new Promise<Outcome>((resolve) => {
    deadline.addEventListener('abort', () => resolve({ error: 'timeout' }), { once: true })
  })
  return Promise.race([late, send(outgoing, sending, deadline).catch(failure)])
}

async function send({ url: text, headers, body }: Outgoing, sending: Sending, deadline: AbortSignal): Promise<Outcome> {
  if (problemOfUrl(text, sending)) return { error: 'address-refused' }
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await (sending.resolve ?? resolveAll)(host)
  if (addresses.length === 0) return { error: 'ENOTFOUND' }
  const refused = refusedAddresses(
    addresses.map(({ address }) => address),
    sending,
  )
  if (refused.length > 0) return { error: 'address-refused' }
  const options: RequestOptions & { ca?: string } = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // No connection is kept for another call, which would not be looked up.
    agent: false,
    lookup: only(addresses),
    signal: deadline,
    ...(sending.ca && { ca: sending.ca }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? requestPlain : requestSecure)(url, options)
    request.on('error', reject)
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0 })
      readAway(request, response)
    })
    request.end(body)
  })
}

function resolveAll(host: string): Promise<Address[]> {
  return lookUp(host, { all: true })
}

/** Answers these addresses, whatever is asked for: nothing is looked up a second time. */
function only(addresses: readonly Address[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses
    if (options.all) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }
}

/** The status is all that counts: the rest is read for a little while, so that the connection ends in peace, and cut off then. */
function readAway(request: ClientRequest, response: IncomingMessage): void {
  let bytes = 0
  response.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > answerAtMost) request.destroy()
  })
  response.on('error', () => {})
  setTimeout(() => request.destroy(), 1_000).unref()
}

/** A code of the system (`ECONNRESET`, `CERT_HAS_EXPIRED`), never a text: those may repeat what was sent. */
function failure(error: unknown): Outcome {
  const { code, name } = error as { code?: unknown; name?: unknown }
  if (name === 'AbortError' || code === 'ABORT_ERR') return { error: 'timeout' }
  return { error: typeof code === 'string' ? code : 'failed' }
}
