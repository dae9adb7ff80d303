import type { IncomingMessage } from 'node:http'

/** Reads a message whole; undefined when it is longer than this (the rest is read and dropped, so that its sender gets to hear the answer). */
export function readBody(message: IncomingMessage, largest: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  // By events: an iterator over the parts costs as much as all else that a small request does.
  return new Promise((resolve, reject) => {
    message.on('data', (part: Buffer) => {
      size += part.length
      if (size <= largest) parts.push(part)
    })
    message.on('end', () => resolve(size > largest ? undefined : Buffer.concat(parts)))
    message.on('error', reject)
    message.on('aborted', () => reject(new Error('the client went away')))
  })
}
