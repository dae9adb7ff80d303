import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

/** By path, since emulators have no host for each bucket. Its own checksums would cost more than these small objects: their names are hashes. */
export const s3 = new S3Client({
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
})

/** Stores bytes under a name that they make themselves; the same again changes nothing. */
export async function putObject(bucket: string, name: string, bytes: Buffer, contentType: string): Promise<void> {
  const object = { Bucket: bucket, Key: name }
  await s3.send(new PutObjectCommand({ ...object, Body: bytes, ContentType: contentType, ContentLength: bytes.length }))
}

/** The bytes under a name; undefined when there are none. */
export async function getObject(bucket: string, name: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
    return Body && Buffer.from(await Body.transformToByteArray())
  } catch (error) {
    // Who may not list a bucket is not told that an object is absent (403).
    if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined
    throw error
  }
}
