import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import {
  activityKey,
  submissionKey,
  submissionPointerKey,
  visitorKey,
  visitorPointerKey,
} from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as exportLead } from '../../../functions/leads/export-lead.http.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { ask } from '../../fixtures/ask.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

/** What Lambda answers at most: the whole answer as JSON, in which the body is one text. */
const lambdaAnswers = 6_291_556
const asLambdaCounts = (text: string) => Buffer.byteLength(JSON.stringify({ statusCode: 200, body: text }))

let world: MailWorld
beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())

const exported = (leadId: string, query: Record<string, string> = {}) =>
  ask(exportLead, routes.exportLead, { groups: ['admin'], params: { leadId }, query })

describe('GET /leads/{leadId}/export', () => {
  it('of a person with little is one answer', async () => {
    const leadId = await world.lead()
    const { json } = await exported(leadId)
    expect(Object.keys(json)).toEqual(['leadId', 'exportedAt', 'items'])
    expect(json.items.map(({ kind }: { kind: string }) => kind)).toEqual(['mailbox', 'profile'])
  })

  it('has where each of its browsers came from, and nothing of one that is somebody else’s', async () => {
    const [leadId, other] = [await world.lead(), await world.lead()]
    const at = '2026-11-01T00:00:00.000Z'
    const landing = { at, source: 'news' }
    for (const [id, owner] of [
      ['a'.repeat(32), leadId],
      ['b'.repeat(32), other],
    ] as const) {
      await putItem(visitorPointerKey(leadId, id), { visitorId: id, at })
      await putItem(visitorKey(id), { visitorId: id, leadId: owner, lastAt: at, firstAt: at, landing, expiresAt: 1 })
    }
    const { json } = await exported(leadId)
    expect(json.items.filter(({ kind }: { kind: string }) => kind === 'visitor')).toEqual([
      { kind: 'visitor', visitorId: 'a'.repeat(32), at, firstAt: at, lastAt: at, landing },
      { kind: 'visitor', visitorId: 'b'.repeat(32), at },
    ])
  })

  it('of a person with more than Lambda can answer comes in pages, each item once', async () => {
    const leadId = await world.lead()
    // Quotes count double, since the body is a text in JSON.
    const note = '"quoted"'.repeat(3_000)
    const ids = Array.from({ length: 300 }, (_, n) => `fact-${String(n).padStart(6, '0')}`)
    for (const id of ids) {
      const fact = aFact({ leadId, id, at: '2026-11-01T00:00:00.000Z', data: { note } })
      await putItem(activityKey(leadId, fact.at, id), fact)
    }
    for (const submissionId of ['one', 'two']) {
      const at = '2026-11-01T00:00:00.000Z'
      await putItem(submissionPointerKey(leadId, at, submissionId), { submissionId })
      await putItem(submissionKey(submissionId), { submissionId, note })
    }
    const items: { kind: string; id?: string }[] = []
    let pages = 0
    let query: Record<string, string> = {}
    for (;;) {
      const { status, text, json } = await exported(leadId, query)
      expect(status).toBe(200)
      expect(asLambdaCounts(text)).toBeLessThan(lambdaAnswers)
      items.push(...json.items)
      pages += 1
      if (!json.next) break
      query = { cursor: json.next }
    }
    expect(pages).toBeGreaterThan(1)
    expect(items.filter(({ kind }) => kind === 'activity').map(({ id }) => id)).toEqual(ids)
    const others = items.filter(({ kind }) => kind !== 'activity').map(({ kind }) => kind)
    expect(others).toEqual(['mailbox', 'profile', 'submission', 'submission'])
  })

  it.each(['nonsense', Buffer.from('act#1').toString('base64url'), 'QUNUIw'.repeat(300)])(
    'refuses a cursor that it did not give: %.20s',
    async (cursor) => {
      const leadId = await world.lead()
      const { status, json } = await exported(leadId, { cursor })
      expect({ status, pointers: json.errors?.map(({ pointer }: { pointer: string }) => pointer) }).toEqual({
        status: 422,
        pointers: ['/query/cursor'],
      })
    },
  )
})
