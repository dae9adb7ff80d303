import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FormSubmission } from '../../../core/capture/judge-submission.ts'
import { FormSubmitted } from '../../../core/events.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handler as accept } from '../../../functions/capture/accept-submission.event.ts'
import { handler as list } from '../../../functions/capture/list-submissions.http.ts'
import { handler as release } from '../../../functions/capture/release-submission.http.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aPost } from '../../fixtures/a-post.ts'
import { ask } from '../../fixtures/ask.ts'
import { aCaptureWorld, type CaptureWorld } from './capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const marketing = { groups: ['marketing'] }
let world: CaptureWorld

beforeAll(async () => {
  world = await aCaptureWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
  world.taken.length = 0
})

/** A suspect post that was judged. */
async function suspect(n: number, given: Partial<FormSubmission> = {}): Promise<FormSubmission> {
  const submissionId = `suspect${'abcdefghij'[n]}`.padEnd(32, 'z')
  const email = `suspect${n}@shop.example`
  const signs = { honeypot: true, originAllowed: true }
  const post = aPost({ submissionId, email, actedAt: toInstant(clock.ms + n), signs, proof: {}, ...given })
  expect(await deliver(accept, FormSubmitted, post)).toEqual([])
  return post
}

const lists = (query: Record<string, string>) => ask(list, routes.listSubmissions, { ...marketing, query })
const releases = (submissionId: string) =>
  ask(release, routes.releaseSubmission, { ...marketing, params: { submissionId } })

describe('the quarantine', () => {
  it('is listed newest first, page by page, with why', async () => {
    const posts = [await suspect(0), await suspect(1), await suspect(2)]
    await deliver(accept, FormSubmitted, aPost({ submissionId: 'accepted'.padEnd(32, 'z'), email: 'ok@shop.example' }))
    const first = await lists({ limit: '2' })
    expect(first.json.items).toMatchObject([
      { submissionId: posts[2]?.submissionId, state: 'quarantined', why: ['honeypot'], email: 'suspect2@shop.example' },
      { submissionId: posts[1]?.submissionId },
    ])
    const second = await lists({ limit: '2', cursor: first.json.next })
    expect(second.json).toMatchObject({ items: [{ submissionId: posts[0]?.submissionId }] })
    expect(second.json.next).toBeUndefined()
    expect((await lists({ state: 'accepted' })).json.items).toMatchObject([
      { email: 'ok@shop.example', state: 'accepted' },
    ])
  })

  it('ends after 30 days, whether or not the table has swept it', async () => {
    const post = await suspect(3)
    clock.ms = startMs + 30 * day + 1_000
    expect((await lists({})).json.items).toEqual([])
    expect((await releases(post.submissionId)).status).toBe(404)
    expect(world.told).toEqual([])
  })

  it('says where a cursor is wrong, and is for marketing alone', async () => {
    expect(await lists({ cursor: 'nonsense' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/query/cursor' }] },
    })
    expect((await ask(list, routes.listSubmissions, { groups: ['sales'] })).status).toBe(403)
  })
})

describe('a release', () => {
  it('puts the post on the bus again as released, and says that it is in; once more changes nothing', async () => {
    const post = await suspect(4)
    clock.ms += day
    const released = { at: toInstant(clock.ms), by: 'anna' }
    expect(await releases(post.submissionId)).toMatchObject({ status: 200, json: { state: 'accepted', released } })
    expect(world.posts()).toEqual([{ ...post, released }])
    const before = await world.items()
    clock.ms += day
    expect(await releases(post.submissionId)).toMatchObject({ status: 200, json: { state: 'accepted', released } })
    expect(await world.items()).toEqual(before)
    expect(world.posts()).toHaveLength(1)
    await deliver(accept, FormSubmitted, { ...post, released })
    expect(world.taken).toHaveLength(1)
    expect((await lists({})).json.items).not.toContainEqual(
      expect.objectContaining({ submissionId: post.submissionId }),
    )
  })

  it('is not done when the bus did not take it, and is when it is tried again', async () => {
    const post = await suspect(5)
    world.break([['PutEventsCommand#0', 'fails']])
    expect((await releases(post.submissionId)).status).toBe(503)
    expect((await lists({})).json.items[0]).toMatchObject({ submissionId: post.submissionId, state: 'quarantined' })
    expect((await releases(post.submissionId)).status).toBe(200)
  })

  it('that died after the bus had it is finished by the consumer', async () => {
    const post = await suspect(6)
    world.break([['UpdateItemCommand#0', 'fails']])
    expect((await releases(post.submissionId)).status).toBe(503)
    for (const one of world.posts()) await deliver(accept, FormSubmitted, one)
    expect(world.taken).toHaveLength(1)
    expect(await releases(post.submissionId)).toMatchObject({ status: 200, json: { state: 'accepted' } })
  })

  it('of what is not quarantined is a conflict, of what is not there a 404', async () => {
    const submissionId = 'fine'.padEnd(32, 'z')
    await deliver(accept, FormSubmitted, aPost({ submissionId, email: 'fine@shop.example' }))
    expect(await releases(submissionId)).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('accepted') },
    })
    expect((await releases('nothing')).status).toBe(404)
  })
})
