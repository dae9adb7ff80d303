import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The port is taken by another program. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`port ${port} is taken by another program: stop that, or give another port with --port`)
    this.name = 'PortTaken'
  }
}

/** A server that listens on this machine alone. */
export interface Listening {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Listens on 127.0.0.1 and, where there is one, on ::1, since `localhost` means both. Port 0 takes a free one. Throws {@link PortTaken}. */
export async function listenHere(port: number, handle: RequestListener): Promise<Listening> {
  const first = await listen(port, '127.0.0.1', handle)
  const servers = [first]
  const taken = (first.address() as AddressInfo).port
  try {
    servers.push(await listen(taken, '::1', handle))
  } catch (error) {
    if (error instanceof PortTaken && port !== 0) {
      await stop(servers)
      throw error
    }
    // No IPv6 here, or the free port is not free there: 127.0.0.1 does.
  }
  return { port: taken, stop: () => stop(servers) }
}

function listen(port: number, host: string, handle: RequestListener): Promise<Server> {
  const server = createServer(handle)
  // Clients keep their connections: an idle one that is closed at the wrong moment costs a call that must not be made twice.
  server.keepAliveTimeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
    )
    server.listen(port, host, () => resolve(server))
  })
}

async function stop(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      return closed
    }),
  )
}
