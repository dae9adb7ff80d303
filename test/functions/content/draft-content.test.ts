import { describe, expect, it, vi } from 'vitest'
import { publishedEmail } from '../../../functions/content/published.ts'
import { aContentWorld, greet, letter, putDraft, putLive, showContent, told } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()

const files = (text: string) => ({ 'en.md': letter(text) })

describe('drafting', () => {
  it('stores what is given, says what is wrong with it, and makes nothing live', async () => {
    const { status, json, headers } = await putDraft('emails', 'hello', {
      'emails/hello/en.md': letter('Hello {{ nickname }}'),
    })
    expect(status).toBe(200)
    expect(json.problems).toEqual([
      expect.objectContaining({
        file: 'emails/hello/en.md',
        line: 7,
        column: 10,
        severity: 'error',
        message: 'the variable nickname is not declared',
      }),
    ])
    const shown = await showContent('emails', 'hello')
    expect(shown.headers.etag).toBe(headers.etag)
    expect(shown.json).toMatchObject({
      draft: { basedOn: 0, by: 'anna', files: { 'emails/hello/en.md': expect.any(String) } },
    })
    expect(shown.json.version).toBeUndefined()
    expect(await publishedEmail('hello', 'en')).toBeUndefined()
    expect(told()).toEqual([])
  })

  it('takes a first draft without If-Match, and then asks for it', async () => {
    const first = await putDraft('emails', 'hello', files('one'))
    const second = await putDraft('emails', 'hello', files('two'))
    expect(second).toMatchObject({
      status: 428,
      json: { title: 'If-Match needed', detail: expect.stringContaining(first.headers.etag ?? '?') },
    })
    expect((await putDraft('emails', 'hello', files('two'), first.headers.etag)).status).toBe(200)
    const stale = await putDraft('emails', 'hello', files('three'), first.headers.etag)
    expect(stale.status).toBe(412)
    expect(stale.json.detail).toContain(first.headers.etag)
    expect(stale.json.detail).toContain((await showContent('emails', 'hello')).headers.etag)
  })

  it('answers the repeat of a call whose answer was lost as the first time', async () => {
    const first = await putDraft('emails', 'hello', files('one'))
    const again = await putDraft('emails', 'hello', files('one'))
    expect([again.status, again.headers.etag]).toEqual([200, first.headers.etag])
  })

  it('lets one of two win who write at the same time', async () => {
    const { headers } = await putDraft('emails', 'hello', files('one'))
    const both = await Promise.all(
      ['two', 'three'].map((text) => putDraft('emails', 'hello', files(text), headers.etag)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  it('is gone again when it is what is live', async () => {
    const { etag } = await putLive('emails', 'hello', files('one'))
    const { headers } = await putDraft('emails', 'hello', files('two'), etag)
    expect(headers.etag).not.toBe(etag)
    const back = await putDraft('emails', 'hello', files('one'), headers.etag)
    expect([back.status, back.headers.etag]).toEqual([200, etag])
    expect((await showContent('emails', 'hello')).json.draft).toBeUndefined()
  })

  it.each([
    ['a file of another content', 'emails', { 'emails/other/en.md': 'x' }, '/files/emails~1other~1en.md'],
    ['a file that is no language', 'emails', { 'english.txt': 'x' }, '/files/english.txt'],
    ['a file twice', 'emails', { 'en.md': 'x', 'emails/hello/en.md': 'x' }, '/files/emails~1hello~1en.md'],
    ['another name', 'sequences', { 'other.yaml': 'x' }, '/files/other.yaml'],
    ['no file', 'emails', {}, '/files'],
    ['more than can be stored', 'emails', { 'en.md': 'x'.repeat(200_000), 'fa.md': 'x'.repeat(200_000) }, '/files'],
    ['more YAML than can be stored', 'forms', { 'hello.yaml': 'x'.repeat(160_000) }, '/files'],
  ])('refuses %s', async (_, type, given, pointer) => {
    const { status, json } = await putDraft(type, 'hello', given)
    expect([status, json.errors[0].pointer]).toEqual([422, pointer])
  })

  it('tells what is only drafted yet from what is not there', async () => {
    const { json: before } = await putDraft('sequences', 'greet', { 'greet.yaml': greet('{ id: one, send: hello }') })
    expect(before.problems).toContainEqual(
      expect.objectContaining({ severity: 'error', message: 'there is no email "hello"' }),
    )
    await putDraft('emails', 'hello', files('one'))
    const { json } = await putDraft('sequences', 'greet', { 'greet.yaml': greet('{ id: one, send: hello }') })
    expect(json.problems).toContainEqual(
      expect.objectContaining({ severity: 'warning', message: 'the email "hello" is only a draft yet', line: 3 }),
    )
  })

  it('stores an email in three languages with all that it holds', async () => {
    const long = 'word '.repeat(15_000)
    const given = { 'en.md': letter(long), 'ru.md': letter(long), 'fa.md': letter(long) }
    expect((await putLive('emails', 'hello', given)).version).toBe(1)
    expect((await publishedEmail('hello', 'fa'))?.email.html.length).toBeGreaterThan(75_000)
  })
})
