import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AwsEndpoint } from '../../../local/aws/aws-endpoint.ts'
import { Buckets } from '../../../local/buckets/buckets.ts'
import { aDataFolder } from '../../fixtures/a-data-folder.ts'
import { aPng } from '../../fixtures/an-image.ts'

async function aBucket(folder = aDataFolder()) {
  const endpoint = new AwsEndpoint()
  await endpoint.listen()
  const buckets = new Buckets(folder)
  buckets.add({ name: 'images', tells: false })
  endpoint.serveBuckets(buckets)
  onTestFinished(() => endpoint.stop())
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new S3Client({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  })
}
const get = async (s3: S3Client, Key: string) => {
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: 'images', Key }))
  return { type: ContentType, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) }
}

describe('a bucket', () => {
  it('gives what was put, byte for byte, after a restart too', async () => {
    const folder = aDataFolder()
    const s3 = await aBucket(folder)
    await s3.send(new PutObjectCommand({ Bucket: 'images', Key: 'a/b ü.png', Body: aPng, ContentType: 'image/png' }))
    expect(await get(s3, 'a/b ü.png')).toEqual({ type: 'image/png', bytes: aPng })
    const again = await aBucket(folder)
    expect(await get(again, 'a/b ü.png')).toEqual({ type: 'image/png', bytes: aPng })
    await again.send(
      new PutObjectCommand({ Bucket: 'images', Key: 'a/b ü.png', Body: 'other', ContentType: 'text/plain' }),
    )
    expect(await get(again, 'a/b ü.png')).toEqual({ type: 'text/plain', bytes: Buffer.from('other') })
  })

  it('forgets what is deleted, again too, and what is as old as its rule says', async () => {
    const s3 = await aBucket()
    const at = { Bucket: 'images', Key: 'mail/one' }
    await s3.send(new PutObjectCommand({ ...at, Body: 'hello' }))
    for (let time = 1; time <= 2; time += 1) await s3.send(new DeleteObjectCommand(at))
    await expect(get(s3, 'mail/one')).rejects.toMatchObject({ name: 'NoSuchKey' })

    let nowMs = Date.parse('2026-11-24T09:00:00Z')
    const told: unknown[] = []
    const buckets = new Buckets(aDataFolder(), { now: () => nowMs, tell: (...all) => told.push(all) })
    buckets.add({ name: 'replies', tells: true, expiresAfterDays: 30 })
    await buckets.put('replies', 'mail/one', Buffer.from('hello'))
    const detail = expect.objectContaining({
      bucket: { name: 'replies' },
      object: expect.objectContaining({ key: 'mail/one', size: 5 }),
    })
    expect(told).toEqual([['Object Created', detail, ['arn:aws:s3:::replies']]])
    const asked = { method: 'GET', path: '/replies/mail/one', contentType: undefined, body: Buffer.alloc(0) }
    nowMs += 30 * 86_400_000 - 1_000
    expect((await buckets.answer(asked)).body.toString()).toBe('hello')
    nowMs += 1_000
    await expect(buckets.answer(asked)).rejects.toMatchObject({ code: 'NoSuchKey' })
  })

  it('says which object it does not have', async () => {
    const s3 = await aBucket()
    await expect(get(s3, 'nothing')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } })
  })
})
