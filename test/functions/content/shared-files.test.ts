import { expect, it, vi } from 'vitest'
import type { ContentProblem } from '../../../core/content/problem.ts'
import { sequencesKind } from '../../../core/content/schemas.ts'
import { current, publishedEmail } from '../../../functions/content/published.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aContentWorld, letter, putDraft, putLive, showContent } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()

const files = (by: string) => ({
  'en.md': letter('Hello\n\n{% include "signature" %}'),
  'partials/signature.md': `Yours, ${by}`,
})

it('an email is stored with what it shares, under its own path, and changes when that does', async () => {
  await putLive('emails', 'hello', files('Anna'))
  expect((await publishedEmail('hello', 'en'))?.email.text).toContain('Yours, Anna')
  expect((await showContent('emails', 'hello')).json.files).toEqual({
    'emails/hello/en.md': expect.any(String),
    'partials/signature.md': 'Yours, Anna',
  })
  const second = await putLive('emails', 'hello', files('Boris'))
  expect(second.version).toBe(2)
  expect((await putLive('emails', 'hello', files('Boris'))).version).toBe(2)
  clock.ms += 61_000
  expect((await publishedEmail('hello', 'en'))?.email.text).toContain('Yours, Boris')
})

it('a draft says what is wrong in a shared file, and which of them is not used', async () => {
  const { json } = await putDraft('emails', 'hello', {
    ...files('{{ who }}'),
    'layouts/plain.mjml': '<mjml></mjml>',
  })
  expect(json.problems).toEqual([
    expect.objectContaining({ file: 'partials/signature.md', line: 1, column: 11, mails: ['emails/hello/en.md'] }),
    expect.objectContaining({ file: 'layouts/plain.mjml', severity: 'warning', message: 'no mail uses this file' }),
  ])
})

it.each([
  [
    'a sequence',
    'sequences',
    { 'hello.yaml': 'id: hello', 'partials/signature.md': 'x' },
    '/files/partials~1signature.md',
  ],
  ['an email without a mail', 'emails', { 'partials/signature.md': 'x' }, '/files'],
  ['an email with a stranger', 'emails', { 'en.md': 'x', 'partials/Bad Name.md': 'x' }, undefined],
])('shared files are not those of %s', async (_, type, given, pointer) => {
  const { status, json } = await putDraft(type, 'hello', given)
  expect(status).toBe(422)
  if (pointer) expect(json.errors[0].pointer).toBe(pointer)
})

const rests = (days: number) => ({
  'rest.yaml': `id: rest\ntopic: product-education\ntrigger: { segment: at-rest }\nsteps: [ { id: wait, wait: 3d } ]\n`,
  'segments/at-rest.yaml': `id: at-rest\nwhen: { activity: { any: { not-within: ${days}d } } }\n`,
})

it('a sequence is stored with the segments that it uses, and changes when they do', async () => {
  await putLive('sequences', 'rest', rests(30))
  const live = async () => (await current(sequencesKind, 'rest'))?.value.segments
  expect(await live()).toEqual([{ id: 'at-rest', when: { activity: { any: { 'not-within': '30d' } } } }])
  expect(Object.keys((await showContent('sequences', 'rest')).json.files)).toEqual([
    'sequences/rest.yaml',
    'segments/at-rest.yaml',
  ])
  expect((await putLive('sequences', 'rest', rests(30))).version).toBe(1)
  expect((await putLive('sequences', 'rest', rests(60))).version).toBe(2)
  clock.ms += 61_000
  expect(await live()).toEqual([{ id: 'at-rest', when: { activity: { any: { 'not-within': '60d' } } } }])
})

it('a sequence with a segment that is not there, has errors, or is not used says so', async () => {
  const { 'rest.yaml': sequence } = rests(30)
  let etag: string | undefined
  const problems = async (files: Record<string, string>) => {
    const { headers, json } = await putDraft('sequences', 'rest', files, etag)
    etag = headers.etag
    // No form of this world asks for consent to the topic, which is told, too.
    return json.problems.filter(({ pointer }: ContentProblem) => pointer !== '/topic')
  }
  expect(await problems({ 'rest.yaml': sequence })).toEqual([
    expect.objectContaining({ file: 'sequences/rest.yaml', pointer: '/trigger/segment', severity: 'error' }),
  ])
  expect(
    await problems({ 'rest.yaml': sequence, 'segments/at-rest.yaml': 'id: at-rest\nwhen: { clicked: x }' }),
  ).toEqual([expect.objectContaining({ file: 'segments/at-rest.yaml', pointer: '/when/clicked', severity: 'error' })])
  expect(await problems({ ...rests(30), 'segments/other.yaml': 'id: other\nwhen: { country: RU }' })).toEqual([
    expect.objectContaining({ file: 'segments/other.yaml', message: 'no sequence uses this segment' }),
  ])
  expect((await putDraft('forms', 'rest', { 'rest.yaml': 'id: rest', 'segments/at-rest.yaml': 'x' })).status).toBe(422)
})
