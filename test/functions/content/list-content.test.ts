import { describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { handler as list } from '../../../functions/content/list-content.http.ts'
import { handler as showVersion } from '../../../functions/content/show-content-version.http.ts'
import { ask } from '../../fixtures/ask.ts'
import { aContentWorld, letter, putDraft, putLive, showContent } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()

const files = (text: string) => ({ 'en.md': letter(text) })

describe('listing', () => {
  it('shows each content once, live or drafted, in pages', async () => {
    await putLive('emails', 'b', files('one'))
    await putDraft('emails', 'c', files('one'))
    await putLive('emails', 'a', files('one'))
    const { headers } = await showContent('emails', 'a')
    await putDraft('emails', 'a', files('two'), headers.etag)
    const page = (query: Record<string, string>) =>
      ask(list, routes.listContent, { params: { type: 'emails' }, query, groups: ['sales'] })
    const first = await page({ limit: '2' })
    expect(first.json.items).toEqual([
      expect.objectContaining({ id: 'a', version: 1, locales: ['en'], draft: expect.objectContaining({ basedOn: 1 }) }),
      expect.objectContaining({ id: 'b', version: 1 }),
    ])
    const second = await page({ limit: '2', cursor: first.json.next })
    expect(second.json).toEqual({
      items: [expect.objectContaining({ id: 'c', draft: expect.objectContaining({ basedOn: 0 }) })],
    })
    expect((await page({ cursor: 'AAAA' })).status).toBe(422)
  })

  it('answers 404 for what is not there', async () => {
    expect((await showContent('emails', 'nothing')).status).toBe(404)
    const version = await ask(showVersion, routes.showContentVersion, {
      params: { type: 'emails', id: 'nothing', version: '1' },
      groups: ['sales'],
    })
    expect(version.status).toBe(404)
  })
})
