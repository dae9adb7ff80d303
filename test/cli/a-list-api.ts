import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ListRow } from '../../core/lists/list-row.ts'

interface Call {
  readonly importId: string
  readonly dryRun: boolean
  readonly rows: readonly ListRow[]
}

/** An API that takes lists, of which a test says what it answers. */
export interface ListApi {
  readonly url: string
  readonly calls: Call[]
  /** Whom it knows: rows that came in without being a dry run. */
  readonly taken: Set<string>
  /** From this call on it is away. */
  deadFrom: number
  /** Told of each call before it is answered. */
  heard: () => void
  /** How it answers the next calls instead, in order; `dead`: not at all. */
  readonly next: (number | 'dead')[]
  stop(): Promise<void>
}

/** `keep: false` forgets the calls, so that their number does not matter. */
export async function aListApi({ keep = true }: { keep?: boolean } = {}): Promise<ListApi> {
  const calls: Call[] = []
  const taken = new Set<string>()
  const next: ListApi['next'] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const call = JSON.parse(Buffer.concat(pieces).toString()) as Call
    const instead = calls.length >= api.deadFrom ? 'dead' : next.shift()
    if (instead === 'dead') return request.socket.destroy()
    if (instead !== undefined) {
      response.writeHead(instead, { 'content-type': 'application/problem+json' })
      return response.end(JSON.stringify({ title: 'Not now', detail: 'Try again.' }))
    }
    if (keep) calls.push(call)
    api.heard()
    const rows = call.rows.map(({ n, email }) => {
      const address = email.toLowerCase()
      const known = taken.has(address)
      if (!call.dryRun && keep) taken.add(address)
      if (address.startsWith('gone')) return { n, result: 'withdrawn', withdrawn: ['news'] }
      if (address.startsWith('bad')) return { n, result: 'rejected', reason: 'The API does not like it.' }
      return { n, result: known ? 'changed' : 'new' }
    })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ importId: call.importId, rows }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api: ListApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    taken,
    next,
    deadFrom: Number.POSITIVE_INFINITY,
    heard: () => {},
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return api
}
