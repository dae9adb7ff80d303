import { expect, it, vi } from 'vitest'
import { publishedEmail } from '../../../functions/content/published.ts'
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
