import { fewChanges } from '../fixtures/interleave.ts'
import { anyOrder, EveryOrder } from './every-order.ts'
import { type Choose, type Raced, Turns } from './turns.ts'
import type { World } from './world.ts'

/** Functions that run at once in a world, and what must be so afterwards. */
export interface Race {
  readonly world: World
  readonly runs: Readonly<Record<string, () => Promise<unknown>>>
  readonly afterwards: (raced: Raced) => Promise<void>
}

/** How many orders were gone through, and whether those were all that make a difference. */
export interface Covered {
  readonly orders: number
  readonly isWhole: boolean
}

/** More orders than this are not gone through whole: then those with at most two changes from one to the other, and some random ones. */
const wholeUpTo = Number(process.env.CAP ?? 4_000)
const randomOrders = Number(process.env.RND ?? 300)

/** Runs a race in every order of its calls, each time in a world of its own. */
export async function inEveryOrder(prepare: () => Promise<Race>, atMost = wholeUpTo): Promise<Covered> {
  const every = new EveryOrder()
  for (let orders = 1; orders <= atMost; orders += 1) {
    await raceOnce(prepare, every.choose, () => every.isRepeat)
    if (!every.next()) return { orders, isWhole: true }
  }
  const some = await someOrders(prepare)
  for (const choose of some) await raceOnce(prepare, choose)
  return { orders: atMost + some.length, isWhole: false }
}

async function raceOnce(prepare: () => Promise<Race>, choose: Choose, isRepeat = () => false): Promise<Raced> {
  const { world, runs, afterwards } = await prepare()
  const turns = new Turns()
  const between = world.between
  try {
    world.between = turns.between
    const raced = await turns.race(runs, choose)
    world.between = between
    if (isRepeat()) return raced
    try {
      await afterwards(raced)
    } catch (error) {
      const order = raced.order.map(({ name, call }) => `${name} ${call.name.replace('Command', '')}`)
      throw new Error(`in the order ${order.join(', ')}`, { cause: error })
    }
    return raced
  } finally {
    world.stop()
  }
}

async function someOrders(prepare: () => Promise<Race>): Promise<Choose[]> {
  const { order } = await raceOnce(prepare, ([first]) => first?.name ?? '')
  const [one = '', other = ''] = new Set(order.map(({ name }) => name))
  const callsOf = (name: string) => order.filter((step) => step.name === name).length
  const few = fewChanges(one, callsOf(one), other, callsOf(other)).map((choose): Choose => {
    let step = 0
    return (waiting) =>
      choose(
        waiting.map(({ name }) => name),
        step++,
      )
  })
  return [...few, ...Array.from({ length: randomOrders }, (_, seed) => anyOrder(seed + 1))]
}
