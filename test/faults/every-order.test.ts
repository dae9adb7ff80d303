import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { EveryOrder } from './every-order.ts'
import { type Choose, Turns } from './turns.ts'

/** A call of a small program: it reads or writes one of three items. */
type Step = { readonly item: string; readonly writes: boolean }

/** What a race of small programs ends in: what stands in the items, and what each program has read. */
async function endOf(programs: readonly (readonly Step[])[], choose: Choose): Promise<string> {
  const items: Record<string, string> = {}
  const read = programs.map(() => '')
  const turns = new Turns()
  const runs = programs.map((steps, who) => async () => {
    for (const { item, writes } of steps) {
      const call = { name: writes ? 'UpdateItemCommand' : 'GetItemCommand', input: inputOf(item), by: '' }
      await turns.between(call, async () => {
        if (writes) items[item] = `${items[item] ?? ''}${who}`
        else read[who] += `${item}${items[item] ?? ''};`
      })
    }
  })
  await turns.race(Object.fromEntries(runs.map((run, who) => [String(who), run])), choose)
  return JSON.stringify([Object.entries(items).sort(), read])
}

function inputOf(item: string) {
  return { Key: { pk: { S: 'LEAD#a' }, sk: { S: item } } }
}

/** Every end that is reached by going through all orders, one by one. */
async function allEnds(programs: readonly (readonly Step[])[]): Promise<Set<string>> {
  const ends = new Set<string>()
  const path: { of: number; taken: number }[] = []
  do {
    let depth = 0
    ends.add(
      await endOf(programs, (waiting) => {
        path[depth] ??= { of: waiting.length, taken: 0 }
        const { taken } = path[depth] as { taken: number }
        depth += 1
        return waiting[taken]?.name ?? ''
      }),
    )
    while (path.length > 0 && path.at(-1)?.taken === (path.at(-1)?.of ?? 0) - 1) path.pop()
    const last = path.at(-1)
    if (last) last.taken += 1
  } while (path.length > 0)
  return ends
}

const step = fc.record({ item: fc.constantFrom('a', 'b', 'c'), writes: fc.boolean() })

it.each([
  ['two', 2, 4],
  ['three', 3, 2],
])('the orders gone through of %s programs reach every end that there is', async (_name, count, length) => {
  const programs = fc.array(fc.array(step, { minLength: 1, maxLength: length }), { minLength: count, maxLength: count })
  await fc.assert(
    fc.asyncProperty(programs, async (given) => {
      const every = new EveryOrder()
      const ends = new Set<string>()
      do {
        const end = await endOf(given, every.choose)
        if (!every.isRepeat) ends.add(end)
      } while (every.next())
      expect([...ends].sort()).toEqual([...(await allEnds(given))].sort())
    }),
    { numRuns: 150 },
  )
})

it('calls that do not conflict are tried in one order only', async () => {
  const every = new EveryOrder()
  let orders = 0
  do {
    orders += 1
    await endOf([[{ item: 'a', writes: true }], [{ item: 'b', writes: true }]], every.choose)
  } while (every.next())
  expect(orders).toBe(1)
})
