import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { mailboxKey, userKey } from '../../../functions/aws/keys.ts'
import { putItem, updateItem } from '../../../functions/aws/table.ts'
import { handler as post } from '../../../functions/outreach/post-task-answer.http.ts'
import { handler as show } from '../../../functions/outreach/show-task.http.ts'
import { taskUrl } from '../../../functions/outreach/task-links.ts'
import { readTouch } from '../../../functions/outreach/touch-items.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { browser } from '../../fixtures/a-request.ts'
import { aTask } from '../../fixtures/a-touch.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { ask } from '../../fixtures/ask.ts'
import { aNurtureWorld, type NurtureWorld } from '../nurture/nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: NurtureWorld
let leadId: string
let task: ReturnType<typeof aTask>
let link: string

beforeEach(async () => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world = await aNurtureWorld()
  leadId = await world.lead({})
  task = aTask({ leadId, answers: ['done', 'not-reached'], what: 'call', how: 'Ask <b>what</b> they count.' })
  await putItem({ pk: `LEAD#${leadId}`, sk: `TOUCH#${task.touchId}` }, task)
  for (const one of [{ userId: 'anna' }, { userId: 'reza', name: 'رضا', locale: 'fa' }])
    await putItem(userKey(one.userId), { ...aUser(one) })
  link = await linkOf('anna')
})
afterEach(() => world.stop())

const linkOf = async (userId: string) => (await taskUrl(task, userId)).split('/task/')[1] ?? ''
const get = (token = link) => ask(show, routes.showTask, { params: { token }, headers: browser })
const say = (fields: Record<string, string>, token = link) =>
  ask(post, routes.postTaskAnswer, {
    params: { token },
    headers: browser,
    body: new URLSearchParams(fields).toString(),
  })
const kept = () => readTouch(leadId, task.touchId)

describe('the page of a task', () => {
  it('shows what is to be done and the answers, and changes nothing however often it is looked at', async () => {
    const before = await world.items()
    for (let n = 0; n < 3; n += 1) {
      const { status, text } = await get()
      expect(status).toBe(200)
      expect(text).toContain('not reached')
      expect(text).toContain('Ask &#60;b&#62;what&#60;/b&#62; they count.')
      expect([...text.matchAll(/type="radio"/g)]).toHaveLength(2)
    }
    expect(await world.items()).toEqual(before)
  })

  it('is in the reader’s language and direction', async () => {
    const { text } = await get(await linkOf('reza'))
    expect(text).toMatch(/<html lang="fa" dir="rtl">/)
    expect(text).toContain('انجام شد')
  })

  it('takes one answer, which says who gave it; another comes too late and is kept', async () => {
    const stored = await say({ answer: 'done', note: ' wants a demo ' })
    expect([stored.status, stored.text]).toEqual([200, expect.stringContaining('the sequence goes on by it')])
    expect(stored.text).not.toContain('<form')
    expect(await kept()).toMatchObject({
      state: 'answered',
      answer: { answer: 'done', by: 'anna', note: 'wants a demo' },
    })
    expect((await say({ answer: 'done', note: 'wants a demo' })).status).toBe(200)
    const late = await say({ answer: 'not-reached', note: '' }, await linkOf('reza'))
    expect(late.status).toBe(409)
    expect(await kept()).toMatchObject({ answer: { answer: 'done' }, late: [{ answer: 'not-reached', by: 'reza' }] })
    // Told again, since nobody heard that it came too late.
    expect((await say({ answer: 'not-reached', note: '' }, await linkOf('reza'))).status).toBe(409)
    expect((await kept())?.late).toHaveLength(1)
    expect((await get()).text).toContain('It is answered by')
  })

  it.each<Record<string, string>>([
    {},
    { answer: 'maybe' },
    { answer: 'Not A Slug' },
    { answer: 'done', note: 'x'.repeat(501) },
  ])('asks again after %j, and stores nothing', async (fields) => {
    const { status, text } = await say(fields)
    expect([status, text]).toEqual([422, expect.stringContaining('Please choose one of the answers.')])
    expect(await kept()).toMatchObject({ state: 'open' })
  })

  it('says so where nobody waits any more', async () => {
    await updateItem(
      { pk: `LEAD#${leadId}`, sk: `TOUCH#${task.touchId}` },
      { set: { state: 'over', result: 'timeout' } },
    )
    expect((await get()).text).toContain('Nobody waits for this task any more.')
    expect((await say({ answer: 'done' })).status).toBe(409)
  })

  it('is nothing for a forged link, for who left, and of who was erased; an old link says so', async () => {
    expect((await get(`${link}x`)).status).toBe(404)
    expect((await get(await linkOf('nobody'))).status).toBe(404)
    await putItem(userKey('anna'), { ...aUser({ userId: 'anna', active: false }) })
    expect((await get()).status).toBe(404)
    const other = await linkOf('reza')
    clock.ms += 61 * 86_400_000
    expect((await get(other)).status).toBe(410)
    await updateItem(mailboxKey(leadId), { set: { erasedAt: '2026-11-24T10:00:00.000Z' } })
    expect((await get(await linkOf('reza'))).status).toBe(404)
    expect((await say({ answer: 'done' }, await linkOf('reza'))).status).toBe(404)
  })
})
