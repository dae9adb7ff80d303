import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { routes } from '../../../core/routes.ts'
import { handler as answer } from '../../../functions/handoff/answer-handoff.http.ts'
import { handler as disputes } from '../../../functions/handoff/dispute-handoff.http.ts'
import { handler as list } from '../../../functions/handoff/list-handoffs.http.ts'
import { handler as reject } from '../../../functions/handoff/reject-handoff.http.ts'
import { handler as reviews } from '../../../functions/handoff/review-handoff.http.ts'
import { handler as show } from '../../../functions/handoff/show-answer.http.ts'
import { browser } from '../../fixtures/a-request.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let handoffId: string

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna', manager: 'mark' },
    { userId: 'mark', team: 'heads' },
    { userId: 'lena', team: 'marketing', groups: ['marketing'] },
  )
  const leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
  const body = { reason: 'no-fit' }
  expect(await ask(reject, routes.rejectHandoff, { params: { handoffId }, body, groups: ['sales'] })).toMatchObject({
    status: 200,
  })
  await world.drain()
  world.mails.length = 0
})
afterEach(() => world.stop())

const mailed = () => world.mails.map(({ to, template }) => `${template} ${to.split('@')[0]}`).sort()
const dispute = (username = 'lena', reason = 'She decides') =>
  ask(disputes, routes.disputeHandoff, { params: { handoffId }, body: { reason }, groups: ['marketing'], username })
const review = () =>
  ask(reviews, routes.reviewHandoff, {
    params: { handoffId },
    body: { upheld: false, reason: 'True' },
    groups: ['sales'],
    username: 'mark',
  })

const tokenIn = (text = '') => /\/answer\/([^\s?]+)/.exec(text)?.[1] ?? ''
const page = (token: string) => ask(show, routes.showAnswer, { params: { token }, headers: browser })
const post = (token: string, fields: Record<string, string>) =>
  ask(answer, routes.answerHandoff, {
    params: { token },
    headers: browser,
    body: new URLSearchParams(fields).toString(),
  })

describe('a rejection that marketing disputes', () => {
  it('is mailed to who has the lead and who leads them, once, and its end to who disputed; then no clock is left', async () => {
    expect([(await dispute()).status, (await dispute()).status]).toEqual([200, 409])
    await world.drain()
    await world.until(hoursOn(0.2))
    expect(mailed()).toEqual(['handoff-disputed anna', 'handoff-disputed mark'])
    expect(world.mails[0]?.subject).toMatch(/\S/)
    expect((await review()).status).toBe(200)
    await world.drain()
    await world.until(hoursOn(0.3))
    expect(mailed()).toEqual(['handoff-disputed anna', 'handoff-disputed mark', 'handoff-reviewed lena'])
    const { state, due, tells } = await world.read(handoffId)
    expect({ state, due, tells }).toEqual({ state: 'rejected', due: undefined, tells: [] })
    await world.until(hoursOn(100))
    expect(mailed()).toHaveLength(3)
  })

  it('is reviewed on the page behind the link of its mail, in words, by sales and not by marketing', async () => {
    await world.staff({ userId: 'lena', name: 'Lena Berg', team: 'marketing', groups: ['marketing'] })
    await dispute()
    await world.drain()
    await world.until(hoursOn(0.2))
    const mail = world.mails.find(({ to }) => to.startsWith('mark'))
    expect(mail?.text).toContain('Lena Berg: She decides')
    const token = tokenIn(mail?.text)
    const { text } = await page(token)
    expect(text).toContain('Lena Berg asks sales to look at this rejection again: She decides')
    expect([...text.matchAll(/name="answer" value="(\w+)"/g)].map(([, answer]) => answer)).toEqual([
      'upheld',
      'withdrawn',
    ])
    expect((await post(token, { answer: 'withdrawn', reason: ' ' })).status).toBe(422)
    const stored = await post(token, { answer: 'withdrawn', reason: 'She does decide' })
    expect([stored.status, stored.text.includes('<form')]).toEqual([200, false])
    expect(stored.text).toContain('mark looked again, and the rejection does not stand: She does decide')
    expect((await post(token, { answer: 'upheld', reason: 'No' })).status).toBe(409)
    await world.drain()
    await world.until(hoursOn(0.3))
    const end = world.mails.find(({ template }) => template === 'handoff-reviewed')?.text
    expect(end).toContain('the lead counts as accepted')
    // Marketing follows its link and looks on.
    const looksOn = await page(tokenIn(end))
    expect([looksOn.status, looksOn.text.includes('<form')]).toEqual([200, false])
    expect(looksOn.text).toContain('Sales answers this lead.')
    expect((await post(tokenIn(end), { answer: 'upheld', reason: 'Mine' })).status).toBe(403)
    expect((await world.read(handoffId)).dispute?.review).toMatchObject({ by: 'mark', upheld: false })
  })

  it('is there for marketing to find among what sales rejected', async () => {
    await dispute()
    const { status, json } = await ask(list, routes.listHandoffs, {
      query: { state: 'rejected' },
      groups: ['marketing'],
    })
    expect([status, json.items]).toEqual([
      200,
      [expect.objectContaining({ handoffId, dispute: expect.objectContaining({ by: 'lena', reason: 'She decides' }) })],
    ])
  })
})
