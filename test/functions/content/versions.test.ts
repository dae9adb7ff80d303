import { describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { versionKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as diff } from '../../../functions/content/diff-content.http.ts'
import { handler as list } from '../../../functions/content/list-versions.http.ts'
import { handler as rollBack } from '../../../functions/content/roll-back-content.http.ts'
import { ask, type Heard } from '../../fixtures/ask.ts'
import { aContentWorld, greet, letter, publishDraft, putDraft, putLive, showContent, told } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()

const groups = ['marketing']
const of = (id: string, type = 'emails') => ({ type, id })
const versions = (id: string, query: Record<string, string> = {}): Promise<Heard> =>
  ask(list, routes.listContentVersions, { params: of(id), query, groups })
const compared = (id: string, query: Record<string, string> = {}): Promise<Heard> =>
  ask(diff, routes.diffContent, { params: of(id), query, groups })
const backTo = (id: string, version: number, etag: string | undefined, type = 'emails'): Promise<Heard> =>
  ask(rollBack, routes.rollBackContent, {
    params: of(id, type),
    body: { version },
    headers: etag === undefined ? {} : { 'if-match': etag },
    groups,
  })

// Versions are kept for good by the functions: each test has contents of its own.
const named = (name: string) => ({ 'en.md': letter(`Hello from ${name}`) })

describe('the versions of a content', () => {
  it('are told newest first, a page at a time, with who and when and which is live', async () => {
    for (const one of ['a', 'b', 'c']) await putLive('emails', 'listed', named(one))
    const first = await versions('listed', { limit: '2' })
    expect(first.json.items).toEqual([
      { version: 3, at: expect.any(String), by: 'anna', live: true, locales: ['en'] },
      { version: 2, at: expect.any(String), by: 'anna', live: false, locales: ['en'] },
    ])
    const rest = await versions('listed', { limit: '2', cursor: first.json.next })
    expect(rest.json).toEqual({ items: [expect.objectContaining({ version: 1, live: false })] })
  })

  it('leave out what never went live', async () => {
    await putLive('emails', 'gaps', named('a'))
    // Left by a try that died.
    await putItem(versionKey('emails', 'gaps', 2), {
      type: 'emails',
      id: 'gaps',
      version: 2,
      files: {},
      hash: 'x',
      at: '2026-01-01T00:00:00.000Z',
      by: 'x',
    })
    expect((await putLive('emails', 'gaps', named('b'))).version).toBe(3)
    expect((await versions('gaps')).json.items.map(({ version }: { version: number }) => version)).toEqual([3, 1])
  })

  it.each([
    ['a content that is not there', 'nothing', {}, 404],
    ['a cursor that it did not give', 'drafted', { cursor: 'bm9wZQ' }, 422],
    ['more than a page holds', 'drafted', { limit: '101' }, 422],
  ])('refuse %s', async (_, id, query, status) => {
    await putLive('emails', 'drafted', named('a'))
    expect((await versions(id, query as Record<string, string>)).status).toBe(status)
  })

  it('are none of a draft alone', async () => {
    await putDraft('emails', 'only-drafted', named('a'))
    expect((await versions('only-drafted')).json).toEqual({ items: [] })
  })
})

describe('a comparison', () => {
  it('goes from what is live to the draft, with the mails as they are read', async () => {
    await putLive('emails', 'compared', { 'en.md': letter('Good day'), 'fa.md': letter('روز خوش') })
    const changed = { 'en.md': letter('Good evening').replace('Hello', 'Dear'), 'ru.md': letter('Добрый вечер') }
    await putDraft('emails', 'compared', changed, '"v1"')
    const { json } = await compared('compared')
    expect(json).toMatchObject({ from: 1, to: 'draft' })
    expect(json.files.map(({ file, change }: Record<string, string>) => [file, change])).toEqual([
      ['emails/compared/en.md', 'changed'],
      ['emails/compared/fa.md', 'removed'],
      ['emails/compared/ru.md', 'added'],
    ])
    expect(json.files[0].patch).toBe(
      [
        '--- a/emails/compared/en.md',
        '+++ b/emails/compared/en.md',
        '@@ -1,7 +1,7 @@',
        ' ---',
        '-subject: Hello {{ firstName }}',
        '+subject: Dear {{ firstName }}',
        ' preheader: x',
        ' topic: news',
        ' variables: { firstName: there }',
        ' ---',
        '-Good day',
        '\\ No newline at end of file',
        '+Good evening',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    )
    expect(json.mails[0]).toMatchObject({
      locale: 'en',
      from: { subject: 'Hello there' },
      to: { subject: 'Dear there' },
      patch: expect.stringContaining('-Good day\n+Good evening\n'),
    })
    expect(json.mails[1]).toMatchObject({ locale: 'fa', to: { problem: 'there is no mail in this language' } })
    expect(json.mails[2]).toMatchObject({ locale: 'ru', from: { problem: 'there is no mail in this language' } })
  })

  it('says so where a mail of the draft has errors', async () => {
    await putLive('emails', 'broken', named('a'))
    await putDraft('emails', 'broken', { 'en.md': letter('{{ nobody.knows ') }, '"v1"')
    expect((await compared('broken')).json.mails[0].to).toEqual({ problem: 'it has errors and can not be compiled' })
  })

  it('goes from the version before to what is live where there is no draft, and to any other', async () => {
    for (const one of ['a', 'b', 'c']) await putLive('emails', 'any', named(one))
    expect((await compared('any')).json).toMatchObject({ from: 2, to: 3 })
    expect((await compared('any', { to: '1' })).json).toMatchObject({ from: 0, to: 1, files: [{ change: 'added' }] })
    const back = (await compared('any', { from: 'live', to: '1' })).json
    expect([back.from, back.to, back.files[0].patch]).toEqual([3, 1, expect.stringContaining('+Hello from a')])
    expect((await compared('any', { from: '2', to: '2' })).json).toMatchObject({ files: [], mails: [] })
  })

  it.each([
    ['a version that is not there', { from: '9' }, 404],
    ['a draft that is not there', { to: 'draft' }, 404],
    ['what is no version', { from: '-1' }, 422],
    ['what is no version either', { to: 'newest' }, 422],
  ])('refuses %s', async (_, query, status) => {
    await putLive('emails', 'refused', named('a'))
    expect((await compared('refused', query as Record<string, string>)).status).toBe(status)
  })

  it('takes texts that have nothing in common for another text', async () => {
    const lines = (from: number) => Array.from({ length: 6_000 }, (_, index) => `line ${from + index}`).join('\n')
    await putDraft('emails', 'huge', { 'en.md': lines(0) })
    await putDraft('emails', 'huge', { 'en.md': lines(10_000) }, (await showContent('emails', 'huge')).headers.etag)
    const { json } = await compared('huge')
    expect(json.files[0].patch.split('\n').length).toBeGreaterThan(6_000)
  })
})

describe('rolling back', () => {
  it('makes an earlier version live as the next one, and leaves a draft alone', async () => {
    await putLive('emails', 'back', named('a'))
    const { etag } = await putLive('emails', 'back', named('b'))
    const drafted = await putDraft('emails', 'back', named('c'), etag)
    const { status, json, headers } = await backTo('back', 1, drafted.headers.etag)
    expect([status, json.version]).toEqual([200, 3])
    const after = await showContent('emails', 'back')
    expect(after.json).toMatchObject({
      version: 3,
      files: { 'emails/back/en.md': named('a')['en.md'] },
      draft: { basedOn: 2 },
    })
    expect(headers.etag).toBe(after.headers.etag)
    expect((await versions('back')).json.items[0]).toMatchObject({ version: 3, restores: 1, live: true })
    expect(told().at(-1)).toMatchObject({ name: 'ContentPublished', detail: { version: 3 } })
    // The draft was begun on what is not live any more.
    expect((await publishDraft('emails', 'back', after.headers.etag)).status).toBe(412)
    // Its repeat, and going back to what is live, do nothing.
    expect((await backTo('back', 1, drafted.headers.etag)).json.version).toBe(3)
    expect((await backTo('back', 3, undefined)).json.version).toBe(3)
  })

  it('checks by what is there today', async () => {
    await putLive('emails', 'step-a', named('a'))
    await putLive('sequences', 'back-seq', {
      'back-seq.yaml': greet('{ id: one, send: step-a }').replace('greet', 'back-seq'),
    })
    const other = greet('{ id: one, wait: 1d }').replace('greet', 'back-seq')
    const { etag } = await putLive('sequences', 'back-seq', { 'back-seq.yaml': other })
    await putLive('emails', 'step-a', { 'en.md': letter('x', 'class: transactional') })
    const { status, json } = await backTo('back-seq', 1, etag, 'sequences')
    expect([status, json.errors[0].detail]).toEqual([422, expect.stringContaining('is of class transactional')])
  })

  it.each([
    ['no If-Match', undefined, 1, 428],
    ['a stale If-Match', '"v1"', 1, 412],
    ['a version that is not there', '"v2"', 7, 404],
    ['no version', '"v2"', 0, 422],
  ])('refuses %s', async (_, etag, version, status) => {
    for (const one of ['a', 'b']) await putLive('emails', 'guarded', named(one))
    expect((await backTo('guarded', version, etag)).status).toBe(status)
  })
})

describe('an edit that comes too late', () => {
  it('is told which version is there now and which one it started from, with who and when', async () => {
    await putLive('emails', 'late', named('a'))
    await putLive('emails', 'late', named('b'))
    const { status, json } = await putDraft('emails', 'late', named('c'), '"v1"')
    expect(status).toBe(412)
    expect(json.detail).toMatch(
      /^Now it is version 2 by anna of 20\S+Z \("v2"\)\. You started from version 1 by anna of 20\S+Z \("v1"\)\./,
    )
    expect(json).toMatchObject({
      now: { etag: '"v2"', version: 2, by: 'anna', at: expect.any(String) },
      yours: { etag: '"v1"', version: 1, by: 'anna', at: expect.any(String) },
    })
  })

  it('is told of the draft that somebody else stored, and never of what was given', async () => {
    await putLive('emails', 'late-draft', named('a'))
    await putDraft('emails', 'late-draft', named('b'), '"v1"')
    const { json } = await putDraft('emails', 'late-draft', named('c'), '"v1"')
    expect(json).toMatchObject({ now: { version: 1, draft: true, by: 'anna' }, yours: { version: 1 } })
    const odd = await putDraft('emails', 'late-draft', named('c'), '"<b>x"')
    expect(odd.json.detail).toContain('You started from something else.')
    expect(odd.text).not.toContain('<b>')
  })
})
