import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Counts are many small numbers: pressed together they take a fifth of the room, and what DynamoDB reads and writes is paid by its size. */
export function packed(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(deflateRawSync(JSON.stringify(value)))
}

/** What was packed; undefined for what is no bytes. */
export function unpacked(bytes: unknown): unknown {
  return bytes instanceof Uint8Array ? JSON.parse(inflateRawSync(bytes).toString()) : undefined
}
