import { describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { handler as list } from '../../../functions/content/list-content.http.ts'
import { handler as listVersions } from '../../../functions/content/list-versions.http.ts'
import { handler as publishTogether } from '../../../functions/content/publish-together.http.ts'
import { handler as rollBack } from '../../../functions/content/roll-back-content.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { ask } from '../../fixtures/ask.ts'
import { aContentWorld, approveDraft, letter, publishDraft, putDraft, putLive, showContent } from './content-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})
vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

aContentWorld()

const type = 'scoring-models'
const model = (score: number) => ({
  'b2b.yaml': `id: b2b
fit: [ { when: { tags: [fair] }, points: 40 } ]
engagement: [ { on: call, points: 40 } ]
mql: { score: 20, fit-at-least: 10, interest-at-least: 10 }
qualify: { score: ${score}, fit-at-least: 10, interest-at-least: 10, drop-below: 30 }
`,
})

describe('what both sides agree on', () => {
  it('goes live only with an approval of each side, and says of whom with names and times', async () => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    const none = await publishDraft(type, 'b2b', headers.etag)
    expect([none.status, none.json.detail]).toEqual([
      409,
      'scoring-models/b2b waits for the approval of marketing and sales. Nothing was published.',
    ])
    const one = await approveDraft(type, 'b2b', 'marketing', headers.etag)
    expect(one.json).toMatchObject({ side: 'marketing', missing: ['sales'], approvals: { marketing: { by: 'lena' } } })
    const half = await publishDraft(type, 'b2b', headers.etag)
    expect([half.status, half.json.detail, half.json.waiting]).toEqual([
      409,
      expect.stringMatching(
        /^scoring-models\/b2b waits for the approval of sales \(approved by lena for marketing on .* UTC\)\./,
      ),
      [expect.objectContaining({ id: 'b2b', missing: ['sales'] })],
    ])
    expect((await showContent(type, 'b2b')).json.draft).toMatchObject({ missing: ['sales'] })
    await approveDraft(type, 'b2b', 'sales', headers.etag)
    expect(await publishDraft(type, 'b2b', headers.etag)).toMatchObject({ status: 200, json: { version: 1 } })
    const both = { marketing: { by: 'lena', at: expect.any(String) }, sales: { by: 'mark', at: expect.any(String) } }
    expect((await showContent(type, 'b2b')).json).toMatchObject({ version: 1, approvals: both })
    const versions = await ask(listVersions, routes.listContentVersions, {
      params: { type, id: 'b2b' },
      groups: ['sales'],
    })
    expect(versions.json.items).toMatchObject([{ version: 1, approvals: both }])
  })

  it('has its approvals voided by an edit, even one that is taken back', async () => {
    const first = await putDraft(type, 'b2b', model(60))
    await approveDraft(type, 'b2b', 'marketing', first.headers.etag)
    const second = await putDraft(type, 'b2b', model(61), first.headers.etag)
    expect((await showContent(type, 'b2b')).json.draft).toMatchObject({
      approvals: {},
      missing: ['marketing', 'sales'],
    })
    const back = await putDraft(type, 'b2b', model(60), second.headers.etag)
    expect(back.headers.etag).toBe(first.headers.etag)
    expect((await showContent(type, 'b2b')).json.draft).toMatchObject({ missing: ['marketing', 'sales'] })
    const stale = await approveDraft(type, 'b2b', 'sales', second.headers.etag)
    expect(stale.status).toBe(412)
  })

  it('keeps the approvals where the same is stored again', async () => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    await approveDraft(type, 'b2b', 'sales', headers.etag)
    await putDraft(type, 'b2b', model(60), headers.etag)
    expect((await showContent(type, 'b2b')).json.draft.missing).toEqual(['marketing'])
  })

  it('starts without approvals again at the next version', async () => {
    const { etag } = await putLive(type, 'b2b', model(60))
    const { headers } = await putDraft(type, 'b2b', model(70), etag)
    expect((await publishDraft(type, 'b2b', headers.etag)).status).toBe(409)
  })

  it.each([
    ['an admin of neither side', { groups: ['admin'], as: 'root' }, 403],
    ['somebody who only develops leads', { groups: ['sales-development'], as: 'tom' }, 403],
    ['somebody of both sides who does not say which', { groups: ['marketing', 'sales'], as: 'max' }, 422],
    ['a side that is not theirs', { groups: ['sales'], as: 'mark', body: { side: 'marketing' } }, 403],
    ['what no side is', { groups: ['sales'], as: 'mark', body: { side: 'board' } }, 422],
  ])('is not approved by %s', async (_, as, status) => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    expect((await approveDraft(type, 'b2b', 'sales', headers.etag, as)).status).toBe(status)
    expect((await showContent(type, 'b2b')).json.draft.missing).toEqual(['marketing', 'sales'])
  })

  it('is never approved for both sides by one person', async () => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    const max = (side: string) => ({ groups: ['marketing', 'sales'], as: 'max', body: { side } })
    expect((await approveDraft(type, 'b2b', 'sales', headers.etag, max('sales'))).status).toBe(200)
    const both = await approveDraft(type, 'b2b', 'marketing', headers.etag, max('marketing'))
    expect([both.status, both.json.detail]).toEqual([
      409,
      'You have approved for sales already: for marketing somebody else must agree.',
    ])
  })

  it('keeps who agreed first where the call is repeated', async () => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    const first = await approveDraft(type, 'b2b', 'sales', headers.etag)
    clock.ms += 60_000
    const again = await approveDraft(type, 'b2b', 'sales', headers.etag, { as: 'anna' })
    expect(again.json.approvals).toEqual(first.json.approvals)
  })

  it('loses neither of two approvals at the same time', async () => {
    const { headers } = await putDraft(type, 'b2b', model(60))
    await Promise.all((['marketing', 'sales'] as const).map((side) => approveDraft(type, 'b2b', side, headers.etag)))
    for (const side of (await showContent(type, 'b2b')).json.draft.missing)
      expect((await approveDraft(type, 'b2b', side, headers.etag)).status).toBe(200)
    expect((await publishDraft(type, 'b2b', headers.etag)).status).toBe(200)
  })

  it.each([
    ['nothing that is there', undefined, 404],
    ['no If-Match', 'none', 428],
    ['another If-Match', '"v7"', 412],
  ])('needs a draft that was looked at: %s', async (_, etag, status) => {
    if (etag) await putDraft(type, 'b2b', model(60))
    expect((await approveDraft(type, 'b2b', 'sales', etag === 'none' ? undefined : etag)).status).toBe(status)
  })

  it('is not there for what one side owns, for what is live, and for what has errors', async () => {
    const mail = await putDraft('emails', 'hello', { 'en.md': letter('one') })
    expect((await approveDraft('emails', 'hello', 'sales', mail.headers.etag)).status).toBe(404)
    const wrong = await putDraft(type, 'b2b', { 'b2b.yaml': 'id: b2b\nfit: 3\n' })
    expect((await approveDraft(type, 'b2b', 'sales', wrong.headers.etag)).status).toBe(422)
    const { headers } = await putDraft(type, 'b2b', model(60), wrong.headers.etag)
    const sides = ['marketing', 'sales'] as const
    for (const side of sides) await approveDraft(type, 'b2b', side, headers.etag)
    const live = await publishDraft(type, 'b2b', headers.etag)
    expect((await approveDraft(type, 'b2b', 'sales', live.headers.etag)).status).toBe(409)
  })

  it('does not go live together with others either', async () => {
    const mail = await putDraft('emails', 'hello', { 'en.md': letter('one') })
    const { headers } = await putDraft(type, 'b2b', model(60))
    const items = [
      { type: 'emails', id: 'hello', ifMatch: mail.headers.etag },
      { type, id: 'b2b', ifMatch: headers.etag },
    ]
    const all = () => ask(publishTogether, routes.publishTogether, { body: { items }, groups: ['marketing'] })
    expect(await all()).toMatchObject({ status: 409, json: { waiting: [{ type, id: 'b2b' }] } })
    expect((await showContent('emails', 'hello')).json.version).toBeUndefined()
    for (const side of ['marketing', 'sales'] as const) await approveDraft(type, 'b2b', side, headers.etag)
    expect((await all()).status).toBe(200)
    const listed = await ask(list, routes.listContent, { params: { type }, groups: ['sales'] })
    expect(listed.json.items).toMatchObject([{ id: 'b2b', version: 1 }])
  })

  it('is not brought back by one side alone', async () => {
    await putLive(type, 'b2b', model(60))
    const { etag } = await putLive(type, 'b2b', model(70))
    const back = await ask(rollBack, routes.rollBackContent, {
      params: { type, id: 'b2b' },
      body: { version: 1 },
      headers: { 'if-match': etag },
      groups: ['marketing'],
    })
    expect([back.status, back.json.missing]).toEqual([409, ['marketing', 'sales']])
    expect((await showContent(type, 'b2b')).json.version).toBe(2)
  })
})
