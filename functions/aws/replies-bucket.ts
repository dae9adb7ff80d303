import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { env } from './env.ts'
import { s3 } from './objects.ts'

/** The beginning of a mail that came in, as raw bytes; undefined when there is none of this name (any more). */
export async function getReceived(name: string, bytesAtMost: number): Promise<Buffer | undefined> {
  try {
    // An empty object has no range.
    const Range = `bytes=0-${bytesAtMost - 1}`
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: env('REPLIES_BUCKET'), Key: name, Range }))
    return Body && Buffer.from(await Body.transformToByteArray())
  } catch (error) {
    // Its functions may list the bucket, so that what they may not read is not taken for what is not there.
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined
    if (error instanceof Error && error.name === 'InvalidRange') return Buffer.alloc(0)
    throw error
  }
}

/** Deletes a mail that came in; again changes nothing. */
export async function deleteReceived(name: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: env('REPLIES_BUCKET'), Key: name }))
}
