import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handoffKey } from '../../../functions/aws/keys.ts'
import { updateItem } from '../../../functions/aws/table.ts'
import { handler as list } from '../../../functions/handoff/list-handoffs.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld

beforeEach(async () => {
  world = await aHandoffWorld()
})

afterEach(() => world.stop())

const asked = (query: Record<string, string> = {}) => ask(list, routes.listHandoffs, { query, groups: ['sales'] })
const idOf = (letter: string) => letter.repeat(32)

/** Puts a hand-off of lead `letter`. */
const put = (letter: string, priority: number, dueInHours: number, given: Parameters<typeof aHandoff>[0] = {}) =>
  world.handoff(
    aHandoff({
      leadId: idOf(letter),
      priority,
      owner: 'anna',
      duties: [{ id: 'accept', who: 'sales', what: 'answer', due: toInstant(hoursOn(dueInHours)) }],
      ...given,
    }),
  )
const letters = (items: { leadId: string }[]) => items.map(({ leadId }) => leadId[0]).join('')

describe('the inbox', () => {
  beforeEach(async () => {
    await put('a', 3, -1)
    await put('b', 1, 2)
    await put('c', 1, -3, { owner: 'boris' })
    await put('d', 1, 1)
    await put('e', 4, -2)
    await put('f', 1, -0.5)
    await put('g', 2, 0.5, { owner: 'boris' })
    await put('x', 1, -5, { state: 'accepted' })
    await put('y', 1, -5, { state: 'rejected', openedAt: '2026-11-20T08:00:00.000Z' })
    await put('z', 1, -5, { state: 'rejected', openedAt: '2026-11-21T08:00:00.000Z' })
  })

  it('has what is overdue first, then priority, then due time', async () => {
    const { status, json } = await asked()
    expect(status).toBe(200)
    expect(letters(json.items)).toBe('cfaedbg')
    expect(json.items.map(({ overdue }: { overdue: boolean }) => overdue)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(json.next).toBeUndefined()
  })

  it('of whoever asks is theirs alone', async () => {
    const own = await ask(list, routes.listHandoffs, { query: { owner: 'me' }, groups: ['sales'], username: 'boris' })
    expect(letters(own.json.items)).toBe('cg')
    expect(letters((await asked({ owner: 'boris' })).json.items)).toBe('cg')
  })

  it('comes in pages that lose and repeat nothing, though time goes on', async () => {
    for (const limit of ['1', '2', '3', '5']) {
      clock.ms = hoursOn(0)
      let seen = ''
      let cursor: string | undefined
      do {
        const { json } = await asked({ limit, ...(cursor && { cursor }) })
        expect(json.items.length).toBeLessThanOrEqual(Number(limit))
        seen += letters(json.items)
        cursor = json.next
        clock.ms += 20 * 60_000
      } while (cursor)
      expect(seen).toBe('cfaedbg')
    }
  })

  it('reads the table as often for a long page as for a short one', async () => {
    for (const limit of ['2', '100']) {
      const plan = world.break()
      await asked({ limit })
      expect(plan.calls.filter((name) => name !== 'QueryCommand')).toEqual([
        'BatchGetItemCommand',
        'BatchGetItemCommand',
      ])
    }
  })

  it('is one owner’s, page by page as well', async () => {
    await put('h', 2, -4, { owner: 'boris' })
    for (const limit of ['1', '2', '3']) {
      let seen = ''
      let cursor: string | undefined
      do {
        const { json } = await asked({ owner: 'boris', limit, ...(cursor && { cursor }) })
        expect(json.items.length).toBeLessThanOrEqual(Number(limit))
        seen += letters(json.items)
        cursor = json.next
      } while (cursor)
      expect(seen).toBe('chg')
    }
  })

  it('is one owner’s', async () => {
    expect(letters((await asked({ owner: 'boris' })).json.items)).toBe('cg')
    expect((await asked({ owner: 'nobody' })).json.items).toEqual([])
  })

  it('is of one state; what ended comes newest first', async () => {
    expect(letters((await asked({ state: 'accepted' })).json.items)).toBe('x')
    expect(letters((await asked({ state: 'rejected' })).json.items)).toBe('zy')
    expect((await asked({ state: 'won' })).json.items).toEqual([])
  })

  it('leaves out what is in another state by now, though the index does not know yet', async () => {
    await updateItem(handoffKey(`${idOf('c')}.1`), { set: { state: 'accepted' } })
    expect(letters((await asked()).json.items)).toBe('faedbg')
  })

  it.each([
    ['a cursor of another list', { cursor: 'bm9uc2Vuc2U' }, '/query/cursor'],
    [
      'a cursor that was tampered with',
      {
        cursor: Buffer.from(JSON.stringify({ at: '2026-11-24T09:00:00.000Z', part: 1, inner: 'x' })).toString(
          'base64url',
        ),
      },
      '/query/cursor',
    ],
    ['a state that is none', { state: 'new' }, '/query/state'],
    ['too long a page', { limit: '101' }, '/query/limit'],
  ])('refuses %s', async (_what, query, pointer) => {
    const { status, json } = await asked(query as Record<string, string>)
    expect(status).toBe(422)
    expect(json.errors[0].pointer).toBe(pointer)
  })

  it('is for sales, and for marketing, which reads what was rejected', async () => {
    expect((await ask(list, routes.listHandoffs, { query: { state: 'rejected' }, groups: ['marketing'] })).status).toBe(
      200,
    )
    expect((await ask(list, routes.listHandoffs, { groups: [] })).status).toBe(403)
  })
})

it('a line says who the lead is', async () => {
  const leadId = await world.lead()
  await world.handoff(aHandoff({ leadId, owner: 'anna', score: { total: 72, fit: 30, interest: 42 } }))
  const { json } = await asked()
  expect(json.items).toMatchObject([
    {
      handoffId: `${leadId}.1`,
      leadId,
      owner: 'anna',
      state: 'open',
      score: 72,
      lead: { firstName: 'Olga', company: 'Shop', stage: 'mql' },
    },
  ])
})
