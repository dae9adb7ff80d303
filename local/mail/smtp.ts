import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Listening } from '../http/listen.ts'
import type { Receiving } from './receiving.ts'

/** What SES takes of a mail. */
const largestMail = 40 * 1024 * 1024

/** Listens for mail on this machine alone, on this port or, where it is taken, on a free one. */
export async function listenForMail(receiving: Receiving, port: number): Promise<Listening> {
  const server = await listening(receiving, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return listening(receiving, 0)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function listening(receiving: Receiving, port: number): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMail,
    logger: false,
    closeTimeout: 1_000,
    onRcptTo: ({ address }, _session, callback) =>
      callback(receiving.takes(address) ? null : refusal(550, 'no mail to this address comes to the stack')),
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', callback)
      stream.on('end', () => {
        if (stream.sizeExceeded) return callback(refusal(552, 'the mail is larger than 40 MB'))
        const recipients = envelope.rcptTo.map(({ address }) => address)
        receiving.take(recipients, Buffer.concat(chunks)).then(() => callback(null, 'taken'), callback)
      })
    },
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      // A client that goes away in the middle is its own business.
      server.on('error', () => {})
      resolve(server)
    })
  })
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
