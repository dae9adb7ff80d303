import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nameOf, readReference, referenceTo } from '../../../core/content/images.ts'
import { routes } from '../../../core/routes.ts'
import { s3 } from '../../../functions/aws/objects.ts'
import { publishedEmail } from '../../../functions/content/published.ts'
import { handler as showImage } from '../../../functions/content/show-image.http.ts'
import { handler as storeImage } from '../../../functions/content/store-image.http.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aPng } from '../../fixtures/an-image.ts'
import { ask } from '../../fixtures/ask.ts'
import { aBus, letter, publishDraft, putDraft } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

const bucket = mockClient(s3)
const reference = referenceTo(aPng)
const read = readReference(reference)
const name = (read && nameOf(read)) ?? ''

let table: TestTable
beforeEach(async () => {
  process.env.IMAGES_BUCKET = 'images'
  table = await aTable()
  aBus()
  bucket.reset()
  bucket.on(PutObjectCommand).resolves({})
})
afterEach(() => table.stop())

const store = (of: string, bytes: Buffer, groups = ['marketing']) =>
  ask(storeImage, routes.storeImage, { params: { name: of }, body: { base64: bytes.toString('base64') }, groups })
const show = (of: string) => ask(showImage, routes.showImage, { params: { name: of } })

describe('an image of a mail', () => {
  it('is stored under its hash with its type, by marketing', async () => {
    expect(await store(name, aPng)).toMatchObject({ status: 200, json: { name, bytes: aPng.length } })
    expect((await store(name, aPng)).status).toBe(200)
    const [{ args: [put] = [] } = {}] = bucket.commandCalls(PutObjectCommand)
    expect(put?.input).toMatchObject({ Bucket: 'images', Key: name, ContentType: 'image/png', Body: aPng })
    expect((await store(name, aPng, ['sales'])).status).toBe(403)
  })

  it.each([
    ['other bytes than its name says', name.replace(/^./, name.startsWith('0') ? '1' : '0'), aPng, 422],
    ['no image', `${'0'.repeat(40)}.png`, Buffer.from('<svg/>'), 422],
    ['another kind', name.replace('png', 'gif'), aPng, 422],
    ['no name of an image', 'shelf.png', aPng, 404],
    ['too much', `${'0'.repeat(40)}.png`, Buffer.concat([aPng, Buffer.alloc(512_000)]), 422],
  ])('is not stored with %s', async (_, of, bytes, status) => {
    expect((await store(of, bytes)).status).toBe(status)
    expect(bucket.commandCalls(PutObjectCommand)).toEqual([])
  })

  it('is shown to everybody, to be kept for ever', async () => {
    bucket.on(GetObjectCommand, { Bucket: 'images', Key: name }).resolves({
      Body: { transformToByteArray: async () => aPng } as never,
    })
    const { status, headers } = await show(name)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    ['is not there', new NoSuchKey({ message: '', $metadata: {} }), 404],
    [
      'may not be known to be there',
      new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: {} }),
      404,
    ],
    ['can not be had now', new Error('no connection'), 503],
  ])('that %s', async (_, error, status) => {
    bucket.on(GetObjectCommand).rejects(error)
    expect((await show(name)).status).toBe(status)
  })

  it('goes live in a mail only once it is stored', async () => {
    const files = { 'en.md': letter('![A shelf](images/shelf.png)'), 'images/shelf.png': reference }
    const drafted = await putDraft('emails', 'hello', files)
    expect(drafted.json.problems).toEqual([
      expect.objectContaining({
        file: 'emails/hello/images/shelf.png',
        severity: 'error',
        message: 'this image is not stored yet',
      }),
    ])
    expect((await publishDraft('emails', 'hello', drafted.headers.etag)).status).toBe(422)
    await store(name, aPng)
    expect((await publishDraft('emails', 'hello', drafted.headers.etag)).status).toBe(200)
    expect((await publishedEmail('hello', 'en'))?.email.html).toContain(`src="{{ imagesUrl }}/${name}"`)
  })
})
