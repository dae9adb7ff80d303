import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handler as accept } from '../../../functions/handoff/accept-handoff.http.ts'
import { handler as answer } from '../../../functions/handoff/answer-handoff.http.ts'
import { answerUrl } from '../../../functions/handoff/answer-links.ts'
import { handler as show } from '../../../functions/handoff/show-answer.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { browser } from '../../fixtures/a-request.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string
let token: string

const tokenFor = async (userId: string) => (await answerUrl({ handoffId, userId })).split('/answer/')[1] ?? ''

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna', manager: 'mark' },
    { userId: 'reza', locale: 'fa', team: 'other' },
    { userId: 'mark', team: 'heads' },
  )
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
  token = await tokenFor('anna')
})

afterEach(() => world.stop())

const get = (given = token) => ask(show, routes.showAnswer, { params: { token: given }, headers: browser })
const post = (fields: Record<string, string>, given = token) =>
  ask(answer, routes.answerHandoff, {
    params: { token: given },
    headers: browser,
    body: new URLSearchParams(fields).toString(),
  })

describe('the page behind the link', () => {
  it('shows the lead and four answers, and changes nothing however often it is looked at', async () => {
    const before = await world.items()
    for (let n = 0; n < 3; n += 1) {
      const { status, text, headers } = await get()
      expect(status).toBe(200)
      expect(headers['content-type']).toContain('text/html')
      expect(text).toContain('Olga')
      expect(text).toContain('olga@example.org')
      expect([...text.matchAll(/<form method="post">/g)]).toHaveLength(4)
      expect(text).not.toContain('<script')
    }
    expect(await world.items()).toEqual(before)
  })

  it('is the link of the mail', async () => {
    const link = /https:\/\/api\.example\.com\/answer\/(\S+)/.exec(world.mails[0]?.text ?? '')?.[1] ?? ''
    expect((await get(link)).status).toBe(200)
  })

  it('is in the reader’s language and direction', async () => {
    const { text } = await get(await tokenFor('reza'))
    expect(text).toContain('<html lang="fa" dir="rtl">')
    expect(text).toContain('می‌پذیرم')
  })

  it('escapes what the lead calls itself', async () => {
    const other = await world.lead({ leadId: 'r'.repeat(32), fields: { firstName: '"><img src=x>' } })
    await world.hand(world.qualified(other))
    handoffId = `${other}.1`
    expect((await get(await tokenFor('anna'))).text).not.toContain('<img')
  })

  it.each([
    ['a made-up link', 404, async () => `${token}x`],
    ['nonsense', 404, async () => 'nonsense-nonsense'],
    [
      'the link of somebody who left',
      404,
      async () => {
        await world.staff({ userId: 'anna', active: false })
        return token
      },
    ],
    [
      'a link of three weeks ago',
      410,
      async () => {
        clock.ms += 21 * 86_400_000
        return token
      },
    ],
  ] as [string, number, () => Promise<string>][])('%s: %i', async (_what, status, given) => {
    const used = await given()
    expect((await get(used)).status).toBe(status)
    expect((await post({ answer: 'accepted' }, used)).status).toBe(status)
    expect((await world.read(handoffId)).state).toBe('open')
  })

  it('a link of another purpose is no link to here', async () => {
    const { signToken } = await import('../../../core/consent/tokens.ts')
    const { tokenKeys } = await import('../../../functions/aws/secrets.ts')
    const other = signToken('preferences', { handoffId, userId: 'anna' }, await tokenKeys(), clock.ms)
    expect((await get(other)).status).toBe(404)
  })
})

describe('the link of who lost the lead', () => {
  it('says who has it now, and takes it back from nobody', async () => {
    await world.staff({ userId: 'boris', name: 'Boris Lang' })
    await post({ answer: 'accepted' }, await tokenFor('boris'))
    const before = await world.read(handoffId)
    expect(before).toMatchObject({ owner: 'boris', previousOwners: ['anna'] })
    const { status, text } = await get()
    expect(status).toBe(200)
    expect(text).toContain('Boris Lang')
    expect(text).not.toContain('<form')
    expect((await post({ answer: 'accepted' })).status).toBe(409)
    expect(await world.read(handoffId)).toMatchObject({ owner: 'boris' })
    await world.until(hoursOn(0.2))
    expect(world.mails.find(({ template }) => template === 'handoff-moved')).toMatchObject({
      to: 'anna@company.example',
      subject: 'Not with you any more: Olga, Shop',
    })
    expect(world.mails.at(-1)?.text).toContain('Boris Lang')
  })
})

describe('the API', () => {
  it('gives an open lead that went on back to nobody who lost it', async () => {
    await world.staff({ userId: 'boris' })
    await world.until(hoursOn(25))
    const before = await world.read(handoffId)
    expect(before).toMatchObject({ state: 'open', owner: 'boris', previousOwners: ['anna'] })
    const asked = { params: { handoffId }, groups: ['sales'], username: 'anna' }
    const { status, json } = await ask(accept, routes.acceptHandoff, asked)
    expect([status, json.owner]).toEqual([409, 'boris'])
    expect(await world.read(handoffId)).toMatchObject({ state: 'open', owner: 'boris', late: [] })
    expect((await ask(accept, routes.acceptHandoff, { ...asked, username: 'boris' })).status).toBe(200)
  })
})

describe('answering from the page', () => {
  it('accepts as the reader, who has the lead from then on', async () => {
    const { status, text } = await post({ answer: 'accepted' }, await tokenFor('mark'))
    expect(status).toBe(200)
    expect(text).toContain('Accepted. The lead is yours.')
    expect([...text.matchAll(/name="answer" value="(\w+)"/g)].map(([, answer]) => answer)).toEqual([
      'meeting',
      'opportunity',
      'won',
      'lost',
    ])
    expect(await world.read(handoffId)).toMatchObject({ state: 'accepted', owner: 'mark', answer: { by: 'mark' } })
  })

  it('rejects with the reason', async () => {
    expect((await post({ answer: 'rejected', reason: '  a student  ' })).status).toBe(200)
    expect(await world.read(handoffId)).toMatchObject({
      state: 'rejected',
      answer: { reason: 'a student', by: 'anna' },
    })
  })

  it.each([
    ['with a date', { parkUntil: '2027-01-15' }, '2027-01-15T00:00:00.000Z'],
    ['with the date left empty', { parkUntil: '' }, undefined],
    ['without the field', {}, undefined],
  ])('recycles %s', async (_what, fields, until) => {
    expect((await post({ answer: 'recycled', reason: 'later', ...fields })).status).toBe(200)
    expect((await world.read(handoffId)).answer?.parkUntil).toBe(until)
    expect((await world.leadNow(leadId)).profile.parked).toMatchObject({ reason: 'recycled' })
  })

  it.each([
    ['no answer', {}, 'Please choose one of the answers.'],
    ['an answer that is none', { answer: 'won' }, 'Please choose one of the answers.'],
    ['no reason', { answer: 'rejected', reason: '  ' }, 'Please give a reason'],
    ['too long a reason', { answer: 'rejected', reason: 'x'.repeat(501) }, 'Please give a reason'],
    ['a date of yesterday', { answer: 'recycled', reason: 'x', parkUntil: '2026-11-01' }, 'Please give a date'],
    ['no date', { answer: 'recycled', reason: 'x', parkUntil: 'soon' }, 'Please give a date'],
  ])('says what is wrong with %s, and shows the forms again', async (_what, fields, said) => {
    const { status, text } = await post(fields as Record<string, string>)
    expect(status).toBe(422)
    expect(text).toContain(said)
    expect(text).toContain('<form')
    expect((await world.read(handoffId)).state).toBe('open')
  })

  it('takes no half of a character, which JSON can hold, for a reason', async () => {
    const body = { answer: 'rejected', reason: 'no \ud83d' }
    const { status, text } = await ask(answer, routes.answerHandoff, { params: { token }, headers: browser, body })
    expect(status).toBe(422)
    expect(text).toContain('Please give a reason')
    expect((await world.read(handoffId)).state).toBe('open')
  })

  it('says who was first when somebody was', async () => {
    await ask(accept, routes.acceptHandoff, { params: { handoffId }, groups: ['sales'] })
    const { status, text } = await post({ answer: 'rejected', reason: 'no' }, await tokenFor('mark'))
    expect(status).toBe(409)
    expect(text).toContain('This lead was answered already.')
    expect(text).toContain('<bdi>anna</bdi>')
    expect((await world.read(handoffId)).late).toEqual([
      { kind: 'rejected', by: 'mark', at: toInstant(clock.ms), reason: 'no' },
    ])
  })
})
