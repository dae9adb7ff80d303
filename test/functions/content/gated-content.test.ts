import { PutObjectCommand } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { referenceToFile, storedFile } from '../../../core/files/file-bytes.ts'
import { routes } from '../../../core/routes.ts'
import { s3 } from '../../../functions/aws/objects.ts'
import { handler as publishTogether } from '../../../functions/content/publish-together.http.ts'
import { handler as rollBack } from '../../../functions/content/roll-back-content.http.ts'
import { handler as showUses } from '../../../functions/content/show-uses.http.ts'
import { liveFile } from '../../../functions/files/live-file.ts'
import { handler as store } from '../../../functions/files/store-file-bytes.http.ts'
import { ask, type Heard } from '../../fixtures/ask.ts'
import { aContentWorld, letter, publishDraft, putDraft } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const bucket = mockClient(s3)
aContentWorld()
beforeEach(() => {
  process.env.FILES_BUCKET = 'files'
  bucket.reset()
  bucket.on(PutObjectCommand).resolves({})
})

const pdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}`)
const yaml = 'id: paper\ntitle: A paper\nfiles: { en: en.pdf }\n'
const files = (words: string) => ({ 'file.yaml': yaml, 'files/paper/en.pdf': referenceToFile(pdf(words)) })
const mail = { 'en.md': letter('[Read it]({{ files.paper }})') }
const groups = ['marketing']

async function stores(words: string): Promise<void> {
  const name = storedFile('files/paper/en.pdf', referenceToFile(pdf(words))) ?? ''
  const body = { base64: pdf(words).toString('base64') }
  expect((await ask(store, routes.storeFileBytes, { params: { name }, body, groups })).status).toBe(200)
}

/** Stores, drafts and publishes it on top of what stands there; answers what publishing did. */
async function publishes(words: string, etag?: string): Promise<Heard> {
  await stores(words)
  const drafted = await putDraft('files', 'paper', files(words), etag)
  const published = await publishDraft('files', 'paper', drafted.headers.etag)
  expect(published.status).toBe(200)
  return published
}

describe('a gated file as content', () => {
  it('goes live only with bytes that are stored, and with all that it names', async () => {
    const drafted = await putDraft('files', 'paper', files('one'))
    expect(drafted.json.problems).toEqual([
      expect.objectContaining({ file: 'files/paper/en.pdf', message: 'the bytes of this file are not stored yet' }),
    ])
    expect((await publishDraft('files', 'paper', drafted.headers.etag)).status).toBe(422)
    const alone = await putDraft('files', 'paper', { 'file.yaml': yaml }, drafted.headers.etag)
    expect(alone.json.problems).toEqual([
      expect.objectContaining({ pointer: '/files/en', message: 'there is no file files/paper/en.pdf' }),
    ])
    await stores('one')
    const whole = await putDraft('files', 'paper', files('one'), alone.headers.etag)
    expect(whole.json.problems).toEqual([])
    expect((await publishDraft('files', 'paper', whole.headers.etag)).status).toBe(200)
    expect((await liveFile('paper'))?.file).toMatchObject({ files: { en: 'en.pdf' }, link: '30d', tags: [] })
  })

  it.each([
    ['a page', { 'file.yaml': yaml, 'files/paper/page.html': '<p>' }],
    ['a file of another one', { 'file.yaml': yaml, 'files/other/en.pdf': referenceToFile(pdf('x')) }],
  ])('takes in no %s', async (_, given) => {
    expect((await putDraft('files', 'paper', given)).status).toBe(422)
  })

  it('is brought back with the bytes that it had', async () => {
    const { headers } = await publishes('one')
    const first = (await liveFile('paper'))?.files['files/paper/en.pdf']
    const published = await publishes('two', headers.etag)
    expect(published.json).toMatchObject({ version: 2 })
    const back = await ask(rollBack, routes.rollBackContent, {
      params: { type: 'files', id: 'paper' },
      body: { version: 1 },
      headers: { 'if-match': published.headers.etag ?? '' },
      groups,
    })
    expect(back.json).toMatchObject({ version: 3 })
    expect((await liveFile('paper'))?.files['files/paper/en.pdf']).toBe(first)
  })
})

describe('a mail that links to a gated file', () => {
  it('can be drafted before it, and is published after it or with it', async () => {
    const unknown = await putDraft('emails', 'hello', mail)
    expect(unknown.json.problems).toEqual([
      expect.objectContaining({ line: 7, severity: 'error', message: 'there is no file "paper"' }),
    ])
    await stores('one')
    const paper = await putDraft('files', 'paper', files('one'))
    const drafted = await putDraft('emails', 'hello', mail, unknown.headers.etag)
    expect(drafted.json.problems).toEqual([
      expect.objectContaining({ severity: 'warning', message: 'the file "paper" is only a draft yet' }),
    ])
    expect((await publishDraft('emails', 'hello', drafted.headers.etag)).status).toBe(422)
    const items = [
      { type: 'emails', id: 'hello', ifMatch: drafted.headers.etag },
      { type: 'files', id: 'paper', ifMatch: paper.headers.etag },
    ]
    expect((await ask(publishTogether, routes.publishTogether, { body: { items }, groups })).status).toBe(200)
    const uses = await ask(showUses, routes.showUses, { params: { type: 'files', id: 'paper' }, groups })
    expect(uses.json.items).toEqual([{ type: 'emails', id: 'hello', version: 1, live: true, places: ['en'] }])
  })
})
